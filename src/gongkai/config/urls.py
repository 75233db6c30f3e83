from django.urls import include, path

from gongkai.config import health

urlpatterns = [
    path("livez", health.alive),
    path("readyz", health.ready),
    path("desk/", include("gongkai.desk.urls")),
    path("api/", include("gongkai.openapi.urls")),
    path("", include("gongkai.portal.urls")),
]
