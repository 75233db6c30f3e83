from django.urls import path

from gongkai.openapi.api import api, nowhere

urlpatterns = [path("", api.urls), path("v1/<path:rest>", nowhere)]
