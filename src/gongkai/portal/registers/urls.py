from django.urls import path

from gongkai.portal.registers import views

urlpatterns = [
    path("", views.registers, name="registers"),
    path("<slug:slug>.<slug:kind>", views.file, name="register-file"),
    path("<slug:slug>/", views.register, name="register"),
    path("<slug:slug>/<slug:code>/", views.entry, name="register-entry"),
]
