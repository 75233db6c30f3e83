"""政府信息公开指南 (第十二条): what is public and where, how to ask for the rest, and where every organ is reached."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.foi.organs import reached
from gongkai.portal.foi.views import HOME
from gongkai.portal.page import show


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "portal/foi/guide.html",
        section="portal:foi",
        trail=[(HOME[0], reverse(HOME[1])), ("公开指南", "")],
        organs=reached(),
    )
