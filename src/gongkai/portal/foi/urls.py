from django.urls import path

from gongkai.portal.foi import acts, calculator, case, complaints, demonstration, guide, letters, precedents, similar, verify, views
from gongkai.portal.foi.forms import CorrectForm

urlpatterns = [
    path("", views.about, name="foi"),
    path("apply/", views.apply, name="foi-apply"),
    path("correction/", views.apply, {"form_of": CorrectForm}, name="foi-correct"),
    path("guide/", guide.guide, name="foi-guide"),
    path("receipt/", views.receipt, name="foi-receipt"),
    path("track/", views.track, name="foi-track"),
    path("procedure/", views.steps, name="foi-procedure"),
    path("demonstration/", demonstration.walk, name="foi-demonstration"),
    path("calculator/", calculator.calculator, name="foi-calculator"),
    path("similar/", similar.similar, name="foi-similar"),
    path("similar/<slug:kind>/<slug:key>/", similar.look, name="foi-look"),
    path("case/<slug:here>/", case.case, name="foi-case"),
    path("verify/", verify.verify, name="foi-verify"),
    path("complaint/", complaints.complain, name="foi-complaint"),
    path("complaint/received/", complaints.received, name="foi-complaint-received"),
    path("complaint/answer/", complaints.answer, name="foi-complaint-answer"),
    path("precedents/", precedents.precedents, name="foi-precedents"),
    path("precedents/<int:pk>/", precedents.precedent, name="foi-precedent"),
    path("case/<slug:here>/letters/<int:pk>/", letters.letter, name="foi-letter"),
    path("case/<slug:here>/letters/<int:pk>.pdf", letters.letter_pdf, name="foi-letter-pdf"),
    path("case/<slug:here>/files/<int:number>/", letters.file, name="foi-file"),
    path("case/<slug:here>/withdraw/", acts.withdraw, name="foi-withdraw"),
    path("case/<slug:here>/<slug:what>/", acts.act, name="foi-act"),
]
