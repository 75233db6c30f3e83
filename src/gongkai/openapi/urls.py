from django.urls import path

from gongkai.openapi.api import api, in_words, nowhere

door = api.urls
for address in door[0]:
    if address.callback:
        address.callback = in_words(address.callback)

urlpatterns = [path("", door), path("<path:rest>", nowhere)]
