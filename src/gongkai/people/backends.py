"""Who may sign in at all: by password, or through 统一身份认证 (OIDC)."""

import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from gongkai.people.models import Officer


def is_admitted(officer: Officer) -> bool:
    """An active account; a demo account only while the trial mode is on."""
    return officer.is_active and not (officer.demo and not settings.TRIAL)


class OfficerBackend(ModelBackend):
    """By username and password. Asked again on every request, so a closed account's session ends with the next click."""

    def user_can_authenticate(self, user: Any) -> bool:
        return is_admitted(user)


class IdentityBackend(OIDCAuthenticationBackend):  # the library has no types
    """Through an identity provider: existing officers only, matched by `sub` to 统一身份认证标识. Beyond what the library verifies
    (signature, nonce, state, PKCE) the token must be from our issuer and for us, and the user's data about the token's subject."""

    def authenticate(self, request: HttpRequest | None, *, nonce: str, code_verifier: str) -> Officer | None:
        """Only for the callback, which hands in what it kept in the session: a password form with a `code` in its address never
        gets as far as the provider."""
        officer: Officer | None = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        return officer

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        payload: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = payload.get("aud")
        for_us = self.OIDC_RP_CLIENT_ID in (audience if isinstance(audience, list) else [audience])
        if payload.get("iss") != getattr(settings, "OIDC_ISSUER", "") or not for_us:
            raise SuspiciousOperation("the ID token is from another issuer or for another client")
        if payload.get("azp", self.OIDC_RP_CLIENT_ID) != self.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("the ID token was issued to another client")
        return payload

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if not hmac.compare_digest(str(claims.get("sub", "")).encode(), str(payload.get("sub", "")).encode()):
            raise SuspiciousOperation("the user's data are about someone else")
        return claims

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get("sub"))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[Officer]:
        return Officer.objects.filter(external_id=str(claims["sub"]))

    def describe_user_by_claims(self, claims: dict[str, Any]) -> str:
        return "统一身份"

    def update_user(self, user: Officer, claims: dict[str, Any]) -> Officer | None:
        return user if is_admitted(user) else None

    def get_user(self, user_id: Any) -> Officer | None:
        user: Officer | None = super().get_user(user_id)
        return user if user is not None and is_admitted(user) else None
