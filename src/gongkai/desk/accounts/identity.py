"""统一身份认证 (OIDC, authorization code with PKCE): the two addresses, and what is said when it fails."""

from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from gongkai.desk.accounts.admission import admit, safe_next
from gongkai.journal import offices
from gongkai.shared.clock import now


class Start(OIDCAuthenticationRequestView):  # the library has no types
    """Off to the identity provider."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.OIDC_ENABLED:
            raise Http404("未启用统一身份认证")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().get(request)
        request.session["oidc_login_next"] = safe_next(request)
        return response


class Callback(OIDCAuthenticationCallbackView):
    """Back from the identity provider."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.OIDC_ENABLED:
            raise Http404("未启用统一身份认证")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            response: HttpResponse = super().get(request)
        except (requests.RequestException, ValueError):
            messages.error(request, "统一身份认证服务暂时没有应答，请稍后再试，或用用户名和密码登录。")
            return redirect("desk:sign-in")
        except (SuspiciousOperation, jwt.PyJWTError, KeyError):
            return self.login_failure()
        return response

    def login_success(self) -> HttpResponse:
        next_page = self.request.session.get("oidc_login_next") or safe_next(self.request)
        return admit(self.request, self.user, through="identity", next_page=next_page, at=now())

    def login_failure(self) -> HttpResponse:
        self.request.axes_locked_out = False
        offices.sign_in_failed("", at=now())
        messages.error(
            self.request, "统一身份认证没有通过，或您的统一身份尚未与本系统账号绑定。请联系本单位系统管理员，或用用户名和密码登录。"
        )
        return redirect("desk:sign-in")
