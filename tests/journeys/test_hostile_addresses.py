"""Whatever stands in an address, a public page or the open API answers it in words: never a failure of ours."""

import pytest
from django.urls import URLPattern, get_resolver
from tests.cast import AT, published

from gongkai.policies.models import Topic, TopicEntry
from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today

VALUES = {
    "nothing": "",
    "NUL": "\x00",
    "NUL inside": "澜州\x00市",
    "bell and escape": "\x07\x1b[31m",
    "C1": "\x85\x9f",
    "thirty digits": "9" * 30,
    "five thousand digits": "9" * 5000,
    "negative": "-1",
    "zero": "0",
    "float": "1e400",
    "Arabic digits": "٣",
    "superscript": "²",
    "circled": "①",
    "SQL": "' OR 1=1 --",
    "template": "{{7*7}}{% now %}",
    "script": "<script>alert(1)</script>",
    "path": "../../etc/passwd",
    "bidi": "\u202eabc",
    "rare character": "𠀀",
    "noncharacter": "\uffff",
    "long": "长" * 3000,
    "quote alone": '"',
    "brackets": "《〔((((",
    "wildcards": "%_\\*?",
    "year 0": "0000-00-00",
    "year 9999": "9999-12-31",
    "day of no month": "2025-02-30",
    "only minus": "-",
    "field alone": "标题:",
    "year field": "年份:99999999999999999999",
}
ALONE = ("NUL", "thirty digits", "negative", "circled", "bidi", "long", "year 9999")  # given a few parameters at a time
FEW = 3
PARAMETERS = (
    "q", "page", "size", "tab", "sort", "as_of", "standing", "in", "match", "issuer", "topic", "subtopic", "genre", "year", "interpreted",
    "audience", "class", "title", "name", "text", "from", "to", "show", "v", "about", "code", "next", "elder", "theme", "ticket", "cursor",
    "stage", "form", "perspective", "column",
    "category", "document_class", "old", "new", "before", "organ", "doc_no", "received", "asked", "clarified", "sent", "reached", "answered", "extended", "step",
)  # fmt: skip
ARGUMENTS = {
    "slug": "lao-jiu", "edition": 1, "text": 1, "file": 1, "kind": "pdf", "span": 0, "rest": "v1/x", "ticket": "2345678AB", "what": "reason", "pk": 1,
    "number": 1, "token": "x1", "key": "x1", "here": "x1", "entry": "0001",
}  # fmt: skip


@pytest.fixture
def library(cast, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    settings.API_RATE_PER_MINUTE = 1_000_000
    edition = published(cast)
    topic = Topic.objects.create(slug="lao-jiu", name="老旧小区", approved_at=AT)
    TopicEntry.objects.create(topic=topic, policy=edition.policy)
    rebuild(on=today())
    return edition


def addresses(code: str) -> list[str]:
    """Every public address, its places filled in."""
    found = []

    def walk(patterns, before=""):
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLPattern):
                found.append(here)
            elif not here.startswith("desk/"):
                walk(one.url_patterns, here)

    walk(get_resolver().url_patterns)
    filled = []
    for address in found:
        for name, value in {**ARGUMENTS, "code": code}.items():
            for converter in ("slug:", "int:", "path:", "str:", ""):
                address = address.replace(f"<{converter}{name}>", str(value))
        assert "<" not in address, address
        filled.append("/" + address)
    return filled


def test_no_value_of_a_parameter_breaks_a_page(client, library):
    client.raise_request_exception = False
    broken = []
    pages = [one for one in addresses(library.policy.code) if not one.endswith((".pdf", "/docs", "openapi.json", "readyz", "livez"))]
    assert len(pages) > 40
    for address in pages:
        for label, value in VALUES.items():
            answer = client.get(address, dict.fromkeys(PARAMETERS, value))
            if answer.status_code >= 500:
                broken.append((address, "every parameter", label))
    for address in ("/policies/", "/search", "/feeds/issuer.atom", "/interpretations/", "/api/v1/policies", "/api/v1/search"):
        for start in range(0, len(PARAMETERS), FEW):
            names = PARAMETERS[start : start + FEW]
            for label in ALONE:
                given = dict.fromkeys(names, VALUES[label])
                answer = client.get(address, {"q": "改造", **given} if address in {"/search", "/api/v1/search"} else given)
                if answer.status_code >= 500:
                    broken.append((address, names, label))
    assert broken == []


def test_no_value_in_the_path_breaks_a_page(client, library):
    client.raise_request_exception = False
    for label, value in VALUES.items():
        for address in with_in_the_path(value.replace("/", "%2F").replace("?", "%3F").replace("#", "%23") or "x", library.policy.code):
            assert client.get(address).status_code < 500, (address, label)


def with_in_the_path(value: str, code: str) -> tuple[str, ...]:
    return (
        f"/policies/{value}/", f"/policies/{code}/{value}/", f"/policies/{code}/{value}.pdf", f"/policies/{code}/1.{value}", f"/p/{value}",
        f"/policies/{code}/files/{value}/", f"/policies/{code}/1/{value}/proof/", f"/policies/{value}/compare/", f"/policies/{value}/views/",
        f"/topics/{value}/", f"/feeds/topics/{value}.atom", f"/sitemap-{value}.xml", f"/api/v1/policies/{value}",
        f"/api/v1/policies/{code}/editions/{value}/texts/{value}", f"/api/v1/topics/{value}", f"/api/{value}",
    )  # fmt: skip


def test_a_control_character_never_widens_an_answer(client, library):
    assert library.title not in client.get("/feeds/issuer.atom?name=%00").content.decode()
    assert client.get("/api/v1/policies?issuer=%00").json()["items"] == []
