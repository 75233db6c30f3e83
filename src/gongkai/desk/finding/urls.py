from django.urls import path

from gongkai.desk.finding import judging, log, pins, saved, views

urlpatterns = [
    path("relevance/", judging.listing, name="relevance"),
    path("relevance/new/", judging.new, name="judged-new"),
    path("relevance/evaluation/", judging.evaluation, name="evaluation"),
    path("relevance/<row:pk>/", judging.judge, name="judged"),
    path("relevance/<row:pk>/removal/", judging.remove, name="judged-remove"),
    path("pins/", pins.listing, name="pins"),
    path("pins/new/", pins.new, name="pin-new"),
    path("pins/<row:pk>/end/", pins.end, name="pin-end"),
    path("search-log/", log.listing, name="search-log"),
    path("saved/", saved.listing, name="saved"),
    path("saved/new/", saved.new, name="saved-new"),
    path("saved/<row:pk>/renewal/", saved.renew, name="saved-renew"),
    path("saved/<row:pk>/end/", saved.end, name="saved-end"),
    path("saved/citizens/", saved.citizens, name="saved-citizens"),
    path("saved/citizens/<row:pk>/end/", saved.stop, name="saved-stop"),
    path("synonyms/", views.words, name="synonyms"),
    path("synonyms/new/", views.add, name="synonym-new"),
    path("synonyms/<row:pk>/removal/", views.remove, name="synonym-remove"),
    path("journal/background/index/", views.rebuild, name="index-rebuild"),
]
