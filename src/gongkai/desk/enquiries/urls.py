from django.urls import path

from gongkai.desk.enquiries import views

urlpatterns = [
    path("letters/", views.listing, name="letters"),
    path("letters/<row:pk>/", views.letter, name="letter"),
    path("letters/<row:pk>/office/", views.pass_on, name="letter-pass-on"),
    path("letters/<row:pk>/contact/", views.contact, name="letter-contact"),
]
