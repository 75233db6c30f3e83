from django.urls import path

from gongkai.openapi.api import api

urlpatterns = [path("", api.urls)]
