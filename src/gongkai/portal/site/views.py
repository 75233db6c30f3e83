"""Pages of the site itself: how it looks, how to use it, what is on it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.portal.page import show
from gongkai.ui.look import ELDER_COOKIE, KEPT_SECONDS, THEME_COOKIE, THEMES
from gongkai.ui.site import site


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice in a cookie and go back to where they were. Nothing but their own view changes, so GET will do."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("portal:home")
    response = HttpResponseRedirect(back)
    for name, values in ((ELDER_COOKIE, ("0", "1")), (THEME_COOKIE, THEMES)):
        if request.GET.get(name) in values:
            response.set_cookie(name, request.GET[name], max_age=KEPT_SECONDS, samesite="Lax", secure=request.is_secure())
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/site/accessibility.html", trail=[("无障碍说明", "")])


@require_safe
def favourites(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/site/favourites.html", trail=[("我的收藏", "")])


@require_safe
@cache_control(public=True, max_age=86400)
def manifest(request: HttpRequest) -> HttpResponse:
    icon = {"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": f"{site().name}政务公开",
            "short_name": "政务公开",
            "lang": "zh-CN",
            "start_url": reverse("portal:home"),
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": "#b01b22",
            "icons": [icon],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /look",
        "Disallow: /search",
        f"Sitemap: {site().url}{reverse('portal:sitemap-index')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
