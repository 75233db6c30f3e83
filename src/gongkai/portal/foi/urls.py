from django.urls import path

from gongkai.portal.foi import acts, calculator, case, similar, views

urlpatterns = [
    path("", views.about, name="foi"),
    path("apply/", views.apply, name="foi-apply"),
    path("receipt/", views.receipt, name="foi-receipt"),
    path("track/", views.track, name="foi-track"),
    path("procedure/", views.steps, name="foi-procedure"),
    path("calculator/", calculator.calculator, name="foi-calculator"),
    path("similar/", similar.similar, name="foi-similar"),
    path("case/<slug:ticket>/", case.case, name="foi-case"),
    path("case/<slug:ticket>/withdraw/", acts.withdraw, name="foi-withdraw"),
    path("case/<slug:ticket>/<slug:what>/", acts.act, name="foi-act"),
]
