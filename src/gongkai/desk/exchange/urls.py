from django.urls import path

from gongkai.desk.exchange import views

urlpatterns = [
    path("exchange/", views.listing, name="exchange"),
    path("exchange/new/", views.new, name="exchange-new"),
    path("exchange/<row:pk>/", views.target, name="exchange-target"),
    path("exchange/<row:pk>/edit/", views.edit, name="exchange-edit"),
    path("exchange/<row:pk>/again/", views.again_all, name="exchange-again-all"),
    path("exchange/<row:pk>/stop/", views.stop, name="exchange-stop"),
    path("exchange/<row:pk>/papers/<row:push>/", views.push, name="exchange-push"),
    path("exchange/<row:pk>/papers/<row:push>/again/", views.again, name="exchange-again"),
    path("received/", views.inbox, name="received"),
    path("received/<row:pk>/", views.received, name="received-one"),
    path("received/<row:pk>/take/", views.take, name="received-take"),
    path("received/<row:pk>/note/", views.set_aside, name="received-note"),
]
