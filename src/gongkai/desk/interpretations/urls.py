"""政策解读."""

from django.urls import path

from gongkai.desk.interpretations import explaining, views

urlpatterns = [
    path("interpretations/", views.overview, name="interpretations"),
    path("interpretations/material/", views.material, name="interpretation-material"),
    path("interpretations/digest/", views.digest, name="interpretation-digest"),
    path("interpretations/asked/", views.asked, name="interpretation-asked"),
    path("interpretations/editions/<row:pk>/", explaining.edition, name="explain"),
    path("interpretations/editions/<row:pk>/plan/", explaining.plan, name="explain-plan"),
    path("interpretations/editions/<row:pk>/exemption/", explaining.exempt, name="explain-exempt"),
    path("interpretations/editions/<row:pk>/exemption/end/", explaining.take_back, name="explain-take-back"),
    path("interpretations/plans/<row:pk>/new/", explaining.begin, name="explain-begin"),
    path("interpretations/plans/<row:pk>/kit/", explaining.draft_by_kit, name="explain-kit"),
    path("interpretations/<slug:code>/", explaining.explanation, name="interpretation"),
    path("interpretations/<slug:code>/telling/", explaining.describe, name="interpretation-describe"),
    path("interpretations/<slug:code>/points/<slug:point>/", explaining.waive, name="interpretation-waive"),
    path("interpretations/<slug:code>/approval/", explaining.approve, name="interpretation-approve"),
    path("interpretations/<slug:code>/picture/", explaining.picture, name="interpretation-picture"),
    path("interpretations/<slug:code>/picture.png", explaining.picture_file, name="interpretation-picture-file"),
]
