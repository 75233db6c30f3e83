from django.urls import path

from gongkai.desk import addresses  # noqa: F401 - the converter “row”
from gongkai.desk.assistant import entries, exchange, gaps, making, numbers, samples, writing

urlpatterns = [
    path("answers/", entries.listing, name="faq"),
    path("answers/new/", writing.new, name="faq-new"),
    path("answers/<row:pk>/", entries.page, name="faq-entry"),
    path("answers/<row:pk>/versions/<row:number>/", entries.version, name="faq-version"),
    path("answers/<row:pk>/edit/", writing.edit, name="faq-edit"),
    path("answers/<row:pk>/next/", entries.start, name="faq-start"),
    path("answers/<row:pk>/submission/", entries.submit, name="faq-submit"),
    path("answers/<row:pk>/return/", entries.send_back, name="faq-return"),
    path("answers/<row:pk>/publication/", entries.publish, name="faq-publish"),
    path("answers/<row:pk>/vouching/", entries.vouch, name="faq-vouch"),
    path("answers/<row:pk>/passing/", entries.pass_on, name="faq-pass"),
    path("answers/<row:pk>/confirmation/", entries.confirm, name="faq-confirm"),
    path("answers/<row:pk>/retirement/", entries.retire, name="faq-retire"),
    path("answers/<row:pk>/removal/", entries.discard, name="faq-discard"),
    path("answers/<row:pk>/maintainers/", entries.maintainers, name="faq-maintainers"),
    path("answers/interpretations/", making.interpretations, name="faq-interpretations"),
    path("answers/interpretations/<code>/", making.interpretation, name="faq-interpretation"),
    path("answers/enquiries/", making.enquiries, name="faq-enquiries"),
    path("answers/enquiries/<row:pk>/", making.enquiry, name="faq-enquiry"),
    path("answers/import/", exchange.take_in, name="faq-import"),
    path("answers/export.<slug:kind>", exchange.hand_out, name="faq-export"),
    path("answers/gaps/", gaps.listing, name="gaps"),
    path("answers/gaps/gathering/", gaps.gather, name="gaps-gather"),
    path("answers/gaps/<row:pk>/", gaps.page, name="gap"),
    path("answers/gaps/<row:pk>/assignment/", gaps.assign, name="gap-assign"),
    path("answers/gaps/<row:pk>/closing/", gaps.close, name="gap-close"),
    path("answers/numbers/", numbers.dashboard, name="qa-numbers"),
    path("answers/samples/", samples.listing, name="samples"),
    path("answers/samples/calibration/", samples.calibrate, name="calibration"),
    path("answers/samples/<row:pk>/", samples.page, name="sample"),
    path("answers/samples/<row:pk>/items/<row:position>/", samples.judge, name="sample-judge"),
]
