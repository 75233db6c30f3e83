"""统一身份认证, against a small provider of our own on the loopback interface that lives as long as one test."""

import base64
import hashlib
import http.server
import json
import threading
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from gongkai.journal.models import Entry
from gongkai.people.models import Officer
from gongkai.shared.clock import now

KEY, STRANGER = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)


class Provider(http.server.ThreadingHTTPServer):
    """Knows one person; `bend` changes what it says, to see whether we notice."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.asked: dict[str, str] = {}
        self.claims: dict[str, Any] = {}
        self.key, self.subject, self.about = KEY, "370212001", "370212001"

    def token(self) -> str:
        stamp = int(now().timestamp())
        claims = {"iss": self.address, "aud": self.asked["client_id"], "sub": self.subject, "iat": stamp, "exp": stamp + 300}
        claims |= {"nonce": self.asked["nonce"], **self.claims}
        return jwt.encode(claims, self.key, "RS256", headers={"kid": "k1"})


class Answers(http.server.BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_: Any) -> None:
        pass

    def _say(self, what: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/jwks":
            self._say({"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "k1", "alg": "RS256"}]})
        elif self.path == "/me" and self.headers["Authorization"] == "Bearer access":
            self._say({"sub": self.server.about, "name": "李四"})
        else:
            self._say({}, 401)

    def do_POST(self) -> None:
        form = {name: one[0] for name, one in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if form["code"] != "the-code" or challenge != self.server.asked["code_challenge"] or form["client_secret"] != "secret":
            self._say({"error": "invalid_grant"}, 400)
        else:
            self._say({"access_token": "access", "token_type": "Bearer", "id_token": self.server.token(), "expires_in": 300})


@pytest.fixture
def provider(settings, door):
    server = Provider()
    settings.OIDC_ENABLED, settings.OIDC_ISSUER = True, server.address
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = "gongkai", "secret"
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{server.address}/auth"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{server.address}/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{server.address}/me"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{server.address}/jwks"
    settings.OIDC_AUTHENTICATION_CALLBACK_URL = "desk:identity-callback"
    settings.OIDC_RP_SIGN_ALGO, settings.OIDC_USE_PKCE, settings.OIDC_CREATE_USER = "RS256", True, False
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "gongkai.people.backends.IdentityBackend"]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def bound(house) -> Officer:
    Officer.objects.filter(pk=house.li.pk).update(external_id="370212001")
    return house.li


def go(door, provider: Provider, **changed: str):
    """Leave for the provider and come back with what it says; the response to coming back."""
    leaving = door.client.get("/desk/sign-in/identity/?next=/desk/work/")
    target = urlparse(leaving["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == f"{provider.address}/auth"
    provider.asked = {name: one[0] for name, one in parse_qs(target.query).items()}
    assert provider.asked["code_challenge_method"] == "S256"
    back = urlparse(provider.asked["redirect_uri"]).path
    assert back == "/desk/sign-in/identity/callback/"
    return door.client.get(f"{back}?{urlencode({'code': 'the-code', 'state': provider.asked['state'], **changed})}")


def test_a_known_identity_signs_in(door, provider, bound):
    assert go(door, provider)["Location"] == "/desk/work/"
    assert door.home().content.decode() == "李四"
    entry = Entry.objects.get()
    assert (entry.kind, entry.data) == ("people.officer.signed_in", {"through": "identity"})


def test_an_unknown_identity_gets_no_account(door, provider, house):
    number = Officer.objects.count()
    assert go(door, provider)["Location"] == "/desk/sign-in/"
    assert "尚未与本系统账号绑定" in door.client.get("/desk/sign-in/").content.decode()
    assert not door.is_in
    assert Officer.objects.count() == number
    assert Entry.objects.get().kind == "people.officer.sign_in_failed"


@pytest.mark.parametrize(
    "bend",
    [
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": ["gongkai", "other"], "azp": "other"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"exp": 1}},
        {"key": STRANGER},
        {"about": "370212002"},
        {"subject": ""},
    ],
    ids=["issuer", "audience", "authorised party", "nonce", "expired", "signature", "another subject", "no subject"],
)
def test_a_bent_answer_signs_nobody_in(door, provider, bound, bend):
    for what, value in bend.items():
        setattr(provider, what, value)
    assert go(door, provider)["Location"] == "/desk/sign-in/"
    assert not door.is_in


@pytest.mark.parametrize("changed", [{"code": "another-code"}, {"state": "another-state"}, {"error": "access_denied"}])
def test_a_bent_return_signs_nobody_in(door, provider, bound, changed):
    assert go(door, provider, **changed)["Location"] == "/desk/sign-in/"
    assert not door.is_in


def test_the_same_return_does_not_work_twice(door, provider, bound):
    go(door, provider)
    again = f"/desk/sign-in/identity/callback/?{urlencode({'code': 'the-code', 'state': provider.asked['state']})}"
    other = type(door)()
    assert other.client.get(again)["Location"] == "/desk/sign-in/"
    assert not other.is_in


def test_a_closed_account_does_not_come_in_by_the_other_door(door, provider, bound):
    Officer.objects.filter(pk=bound.pk).update(is_active=False)
    assert go(door, provider)["Location"] == "/desk/sign-in/"
    assert not door.is_in


def test_a_hostile_next_does_not_survive_the_round_trip(door, provider, bound):
    leaving = door.client.get("/desk/sign-in/identity/?next=https://evil.example/")
    provider.asked = {name: one[0] for name, one in parse_qs(urlparse(leaving["Location"]).query).items()}
    back = door.client.get(f"/desk/sign-in/identity/callback/?{urlencode({'code': 'the-code', 'state': provider.asked['state']})}")
    assert back["Location"] == "/desk/"


def test_a_provider_that_is_away_is_said_in_chinese(door, provider, bound, settings):
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"
    assert go(door, provider)["Location"] == "/desk/sign-in/"
    assert "暂时没有应答" in door.client.get("/desk/sign-in/").content.decode()


def test_without_a_provider_the_addresses_are_not_there(door, settings):
    settings.OIDC_ENABLED = False
    assert door.client.get("/desk/sign-in/identity/").status_code == 404
    assert door.client.get("/desk/sign-in/identity/callback/?code=x&state=y").status_code == 404


def test_a_password_form_does_not_reach_the_provider(door, provider, bound):
    response = door.client.post("/desk/sign-in/?code=the-code&state=x", {"username": "lisi", "password": "wrong"})
    assert "不正确" in response.content.decode()
    assert provider.asked == {}
