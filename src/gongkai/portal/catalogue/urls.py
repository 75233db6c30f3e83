from django.urls import path

from gongkai.portal.catalogue import views

urlpatterns = [
    path("", views.browse, name="catalogue"),
    path("changes/", views.changes, name="catalogue-changes"),
    path("limits/", views.limits, name="catalogue-limits"),
    path("items.<slug:kind>", views.file, name="catalogue-file"),
    path("<slug:code>/", views.item, name="catalogue-item"),
]
