from django.urls import include, path

urlpatterns = [
    path("desk/", include("gongkai.desk.urls")),
    path("api/", include("gongkai.openapi.urls")),
    path("", include("gongkai.portal.urls")),
]
