from django.urls import path

from gongkai.desk.patrol import views

urlpatterns = [
    path("patrol/", views.listing, name="patrol"),
    path("patrol/order/", views.order, name="patrol-order"),
    path("patrol/batches/<row:pk>/", views.batch, name="patrol-batch"),
    path("patrol/findings/<row:pk>/", views.decide, name="patrol-decide"),
]
