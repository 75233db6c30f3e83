from django.urls import path

from gongkai.desk.registers import views

urlpatterns = [
    path("registers/", views.listing, name="registers"),
    path("registers/new/", views.new, name="register-new"),
    path("registers/<row:pk>/", views.register, name="register"),
    path("registers/<row:pk>/entry/", views.entry_new, name="register-entry-new"),
    path("registers/<row:pk>/import/", views.import_page, name="register-import"),
    path("registers/entries/<row:pk>/", views.entry, name="register-entry"),
    path("registers/entries/<row:pk>/end/", views.end, name="register-entry-end"),
    path("registers/versions/", views.versions, name="register-versions"),
    path("registers/versions/<row:pk>/approval/", views.approve, name="register-approve"),
    path("registers/versions/<row:pk>/return/", views.decline, name="register-decline"),
]
