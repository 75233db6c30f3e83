"""Side doors: an application, who made it, and a file that was taken out of its reply are found through nothing that is public, through
nothing of another office, and through nothing that was kept on the way."""

import io
import json
import zipfile

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.cast import AT, published

from gongkai.desk.foi.urls import urlpatterns
from gongkai.foi.actions import records, replies
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.letters import pdf_of
from gongkai.foi.models import ArchivePackage, Case, Letter
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import ZHANG_ID, examined, peopled
from gongkai.foi.tests.replying import LAST_DAY, SECRET, brought_to, drafted, ready, redacted, served
from gongkai.journal import actions as journal
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.people.actions.api_keys import issue_key
from gongkai.people.rules.api_keys import Scope
from gongkai.policies.models import Topic, TopicEntry
from gongkai.portal.tests.opening import PHONE, handle, opened
from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today

WITHDRAWN = "取下的底稿一览.txt"
WALK = (
    "/", "/policies/?standing=all", "/search?q=公租房配租名单", "/search?q={ticket}", "/search?q={number}", "/search?q=张三",
    "/search/suggest?q=配租", "/search/suggest?q=张三", "/search/suggest?q=pzmd", "/interpretations/", "/news/", "/others/", "/topics/",
    "/feeds/latest.atom", "/feeds/interpretations.atom", "/feeds/issuer.atom?name=澜州市住房和城乡建设局", "/sitemap.xml", "/sitemap-pages.xml",
    "/sitemap-0.xml", "/map/", "/foi/", "/foi/similar/paper/nothing/", "/foi/precedents/", "/foi/precedents/?q=配租名单", "/foi/procedure/",
    "/foi/track/?ticket={ticket}", "/foi/complaint/?ticket={ticket}", "/foi/verify/?code={code}", "/foi/receipt/", "/foi/complaint/received/",
    "/foi/case/{ticket}/", "/foi/case/{ticket}/letters/1/", "/foi/case/{ticket}/letters/1.pdf", "/foi/case/{ticket}/files/1/",
    "/foi/case/{ticket}/withdraw/", "/api/v1/policies", "/api/v1/search?q=配租名单", "/api/v1/topics",
)  # fmt: skip


@pytest.fixture
def answered(cast, settings, tmp_path) -> tuple[Case, Letter]:
    """张三's case, answered in part: one file redacted, another taken out of the reply again. Beside it stands a public paper."""
    cache.clear()
    settings.INDEX_DIR = tmp_path / "index"
    settings.PASSWORD_DAYS = 0
    public = published(cast)
    topic = Topic.objects.create(slug="zhu-fang", name="住房", approved_at=AT)
    TopicEntry.objects.create(topic=topic, policy=public.policy)
    case = examined(ready(cast))
    drafted(cast, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    redacted(cast, case)
    gone = replies.attach(case, Handed(WITHDRAWN, b"not for the applicant"), by=cast.li, at=AT)
    replies.detach(gone, by=cast.li, at=AT)
    letter = served(cast, case)
    pdf_of(letter, at=AT)
    rebuild(on=today())
    return Case.objects.get(pk=case.pk), letter


def told_by(answer) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode(errors="replace") + str(dict(answer.headers))


@pytest.mark.parametrize("address", WALK)
def test_no_public_address_tells_of_a_case(client, answered, address):
    case, letter = answered
    places = {"ticket": case.ticket, "number": case.number, "code": letter.code}
    answer = client.get(address.format(**places))
    assert answer.status_code in {200, 302, 404}
    text = told_by(answer)
    asked_for = address.format(**places)
    for secret in (case.info_title, case.number, letter.number, ZHANG_ID, PHONE, SECRET, WITHDRAWN, case.ticket, "张三"):
        if secret not in asked_for:  # what was typed into the address is shown again to who typed it
            assert secret not in text, secret


def test_counts_of_the_public_site_know_no_cases(client, answered):
    assert "<b>1</b><span>份文件在库" in client.get("/").content.decode()
    found = client.get("/api/v1/search?q=澜州市住房和城乡建设局").json()
    assert {row["count"] for values in found["facets"].values() for row in values} <= {1}


def test_another_office_finds_nothing_by_any_page_of_the_desk(answered, cast, settings):
    """A walk over every address of 依申请公开 with the numbers of the case filled in: 赵敏 meets neither the case nor its applicant."""
    case, letter = answered
    package = archive(case, by=cast.li, at=LAST_DAY)
    zhao = Client()
    zhao.force_login(cast.zhao, backend=settings.AUTHENTICATION_BACKENDS[-1])
    file = case.reply.files.get()
    places = {"pk": case.pk, "file": file.pk, "letter": letter.pk, "kind": "pdf", "which": "original", "page": 1, "what": "note"}
    for name, address in desk_addresses(places):
        answer = zhao.get(address)
        assert answer.status_code in {200, 302, 400, 403, 404, 405}, (name, answer.status_code)
        text = told_by(answer)
        for secret in (case.info_title, case.number, case.ticket, letter.number, letter.code, "张三", ZHANG_ID, PHONE, SECRET):
            assert secret not in text, (name, secret)
    for query in (case.ticket, case.number, "配租名单", "张三"):
        text = told_by(zhao.get(reverse("desk:foi"), {"q": query, "tab": "all"}))
        assert case.info_title not in text and (case.number if query != case.number else "\0") not in text
    assert package.stored.pk


def test_who_asked_is_found_by_no_search_of_the_desk(answered, cast, settings):
    """Not even by those who handle the case: people are no key to it."""
    case, _ = answered
    li = Client()
    li.force_login(cast.li, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert case.number in told_by(li.get(reverse("desk:foi"), {"q": "配租名单", "tab": "all"}))
    for query in ("张三", ZHANG_ID, PHONE, "zhangsan@example.com", "槐树巷"):
        assert case.number not in told_by(li.get(reverse("desk:foi"), {"q": query, "tab": "all"})), query


def test_supervision_sees_the_case_and_never_who_asked(answered, cast, settings):
    case, letter = answered
    town = peopled(cast)
    qian = Client()
    qian.force_login(town.qian, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = qian.get(reverse("desk:foi-case", args=[case.pk]))
    assert page.status_code == 200 and case.number in page.content.decode()
    places = {"pk": case.pk, "file": case.reply.files.get().pk, "letter": letter.pk, "page": 1, "what": "note"}
    walked = [
        (name, address)
        for kind, which in (("pdf", "original"), ("docx", "result"))
        for name, address in desk_addresses(places | {"kind": kind, "which": which})
    ]
    for name, address in walked:
        answer = qian.get(address)
        text = told_by(answer)
        assert "张三" not in text and ZHANG_ID not in text and PHONE not in text, name
        assert not answer.content.startswith((b"%PDF", b"PK", b"\x89PNG")), name  # a letter is addressed to whom it names


def test_the_zip_of_a_case_holds_neither_what_was_blacked_out_nor_the_names_that_tell_it(answered, cast):
    case, _ = answered
    package: ArchivePackage = archive(case, by=cast.li, at=LAST_DAY)
    zipped = zipfile.ZipFile(io.BytesIO(package.stored.read()))
    names = "\n".join(zipped.namelist())
    assert "附件1（区分处理）.pdf" in names
    for secret in ("张三", ZHANG_ID, PHONE, WITHDRAWN, "配租名单.pdf"):
        assert secret not in names, secret
    for name in zipped.namelist():
        data = zipped.read(name)
        assert SECRET.encode() not in data and b"not for the applicant" not in data, name


def test_a_file_taken_out_of_the_reply_is_given_to_nobody(client, answered, cast, settings):
    case, letter = answered
    here = handle(client, case)
    pages = (reverse("portal:foi-case", args=[here]), reverse("portal:foi-letter", args=[here, letter.pk]))
    assert all(WITHDRAWN not in told_by(client.get(page)) for page in pages)
    assert client.get(reverse("portal:foi-file", args=[here, 2])).status_code == 404
    li = Client()
    li.force_login(cast.li, backend=settings.AUTHENTICATION_BACKENDS[-1])
    old = reverse("desk:foi-reply-file", args=[case.pk, case.reply.files.get().pk + 1])
    assert li.get(old).status_code == 404


def test_old_links_open_nothing_in_another_browser(client, answered):
    case, letter = answered
    here = handle(client, case)
    links = [reverse("portal:foi-case", args=[here]), reverse("portal:foi-letter", args=[here, letter.pk])]
    links += [reverse("portal:foi-letter-pdf", args=[here, letter.pk]), reverse("portal:foi-file", args=[here, 1])]
    assert [client.get(link).status_code for link in links] == [200] * 4
    other = Client()
    assert [other.get(link).status_code for link in links] == [404] * 4


def test_no_cache_keeps_a_page_of_a_case(client, answered, cast, settings):
    case, letter = answered
    places = [handle(client, case)]
    for name, args in (
        *(
            ("foi-case", places),
            ("foi-letter", [*places, letter.pk]),
            ("foi-letter-pdf", [*places, letter.pk]),
            ("foi-file", [*places, 1]),
        ),
        *(("foi-withdraw", places), ("foi-apply", []), ("foi-receipt", []), ("foi-track", []), ("foi-complaint", []), ("foi-verify", [])),
    ):
        answer = client.get(reverse(f"portal:{name}", args=args))
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"], name
        assert "ETag" not in answer and "public" not in answer["Cache-Control"], name
    li = Client()
    li.force_login(cast.li, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for name, args in (("foi", []), ("foi-case", [case.pk]), ("foi-letter", [case.pk, letter.pk, "pdf"])):
        assert "no-store" in li.get(reverse(f"desk:{name}", args=args))["Cache-Control"], name


def test_the_shared_cache_holds_nothing_of_who_asked(client, answered, cast, settings):
    case, _ = answered
    client.get(opened(client, case))
    kept = repr({key: cache.get(key.partition(":")[2].partition(":")[2]) for key in getattr(cache, "_cache", {})})
    for secret in ("张三", ZHANG_ID, PHONE, SECRET):
        assert secret not in kept


def test_the_open_api_opens_no_case_to_another_office_or_to_nobody(client, answered, cast):
    case, _ = answered
    cases, one = "/api/v1/foi/cases", f"/api/v1/foi/cases/{case.ticket}"
    assert [client.get(address).status_code for address in (cases, one)] == [401, 401]
    key = key_of(cast.transport, cast, [Scope.FOI_READ, Scope.FOI_APPLICANT])
    answer = client.get(one, headers=key)
    nobody = client.get(one.replace(case.ticket, "ZZZZZZZZZ"), headers=key)
    assert answer.status_code == nobody.status_code == 404
    listed = client.get(cases, headers=key)
    assert listed.status_code == 200 and listed.json()["items"] == []
    journal.place()  # as the worker does every second
    own = client.get(cases, headers=key_of(cast.housing, cast, [Scope.FOI_READ]))
    assert case.ticket in told_by(own)
    for secret in ("张三", ZHANG_ID, PHONE, case.info_title):
        assert secret not in told_by(own) and secret not in told_by(client.get(one, headers=key_of(cast.housing, cast, [Scope.FOI_READ])))


def test_journal_and_notices_name_nobody(answered):
    case, _ = answered
    written = json.dumps([[entry.kind, entry.data] for entry in Entry.objects.all()], ensure_ascii=False)
    notices = " ".join(f"{one.subject} {one.body} {one.link}" for one in Notice.objects.all())
    for secret in ("张三", ZHANG_ID, PHONE, SECRET, "zhangsan@example.com"):
        assert secret not in written and secret not in notices, secret
    assert case.ticket not in notices or case.number


def test_a_precedent_tells_neither_the_case_nor_who_asked(client, cast):
    case, letter = brought_to(ready(cast), Outcome.A2_GRANTED)
    made = records.make_precedent(case, title="申请公开配租结果", request="某年度配租结果", reasoning="属于主动公开", by=cast.li, at=AT)
    records.approve_precedent(made, by=cast.wang, at=AT)
    for address in (reverse("portal:foi-precedents"), reverse("portal:foi-precedent", args=[made.pk])):
        text = told_by(client.get(address))
        for secret in ("张三", case.ticket, case.number, letter.number, ZHANG_ID):
            assert secret not in text, (address, secret)


def key_of(office, cast, scopes) -> dict[str, str]:
    return {"X-API-Key": issue_key("业务系统", organisation=office, scopes=scopes, by=cast.sun, at=AT)[1]}


def desk_addresses(places: dict[str, object]):
    for one in urlpatterns:
        wanted = {name: places.get(name, places["pk"]) for name in one.pattern.converters}
        yield one.name, reverse(f"desk:{one.name}", kwargs=wanted)
