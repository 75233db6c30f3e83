from django.urls import URLPattern

app_name = "openapi"
urlpatterns: list[URLPattern] = []
