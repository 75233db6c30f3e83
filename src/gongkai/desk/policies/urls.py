"""What is done with the library as a whole: clearing it, its quality."""

from django.urls import path

from gongkai.desk.policies import campaigns, mismatches, quality

urlpatterns = [
    path("mismatches/", mismatches.listing, name="mismatches"),
    path("mismatches/<slug:code>/<slug:kind>/", mismatches.accepted, name="mismatch-accept"),
    path("quality/", quality.page, name="quality"),
    path("quality/papers/", quality.papers, name="quality-papers"),
    path("quality/rules/", quality.rules, name="rules"),
    path("quality/rules/new/", quality.new_rules, name="rules-new"),
    path("clearing/", campaigns.listing, name="campaigns"),
    path("clearing/new/", campaigns.new, name="campaign-new"),
    path("clearing/<row:pk>/", campaigns.campaign, name="campaign"),
    path("clearing/<row:pk>/many/", campaigns.many, name="campaign-many"),
    path("clearing/<row:pk>/result/", campaigns.result, name="campaign-result"),
    path("clearing/<row:pk>/result/draft/", campaigns.draft_result, name="campaign-draft"),
    path("clearing/<row:pk>/end/", campaigns.call_off, name="campaign-end"),
    path("clearing/<row:pk>/papers/<row:item>/opinion/", campaigns.decide, name="campaign-decide"),
    path("clearing/<row:pk>/papers/<row:item>/check/", campaigns.check, name="campaign-check"),
    path("clearing/<row:pk>/papers/<row:item>/return/", campaigns.send_back, name="campaign-return"),
]
