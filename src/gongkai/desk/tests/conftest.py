"""A browser at the desk for each of the cast, behind the real gate; and one of everything there is."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.cast import AT, Cast, drafted, published

from gongkai.desk import urls
from gongkai.desk.tests.catalogue_world import catalogue_world
from gongkai.desk.tests.faq_world import faq_world
from gongkai.desk.tests.finding_world import finding_world
from gongkai.desk.tests.foi_world import foi_world
from gongkai.desk.tests.interpretation_world import interpretation_world
from gongkai.desk.tests.library_world import library_world
from gongkai.desk.tests.papers import HOLIDAYS
from gongkai.desk.tests.review_world import review_world
from gongkai.journal.calendar import propose_notice
from gongkai.journal.models import Entry
from gongkai.notices.actions import tell
from gongkai.notices.models import Notice
from gongkai.people.models import ApiKey
from gongkai.policies.actions import drafts, intake, review
from gongkai.policies.actions.intake import Upload
from gongkai.policies.actions.topics import add, create
from gongkai.policies.models import Citation
from gongkai.publishing.actions import register_number
from gongkai.publishing.models import WhitelistEntry
from gongkai.shared.clock import today


@pytest.fixture(autouse=True)
def passwords_do_not_run_out(settings):
    settings.PASSWORD_DAYS = 0


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


@pytest.fixture
def desk(cast: Cast, settings):
    """desk("li") → a browser in which 李四 is signed in; desk(None): nobody."""

    def browser(who: str | None) -> Client:
        client = Client()
        if who:
            client.force_login(getattr(cast, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return browser


def each(names: tuple[str, ...], arguments: dict[str, object]) -> dict[str, dict[str, object]]:
    return dict.fromkeys(names, arguments)


@pytest.fixture
def world(cast):
    """One of everything, of the housing office: address arguments by url name."""
    li, wang = cast.li, cast.wang
    batch = intake.receive(
        [Upload("通知.txt", "关于测试的通知\n澜住建发〔2026〕9号\n正文一段。".encode())], name="批", office=cast.housing, by=li, at=AT
    )
    intake.read_waiting(at=AT, batch=batch)
    item = batch.items.get()
    old = published(
        cast, title="澜州市住房和城乡建设局关于旧办法的通知", doc_no="澜住建发〔2020〕1号", expires_on=str(today() + timedelta(days=90))
    )
    edition = drafted(
        cast, text="第一条 联系人王某某，身份证号110101199003078515。\n第二条 废止《旧办法》。", title="澜州市住建局关于新办法的通知"
    )
    file = drafts.attach(edition, "附件1.txt", "附件正文".encode(), by=li, at=AT)
    drafts.submit(edition.draft, by=li, at=AT)
    finding = review.inspect(edition.draft, by=li, at=AT).findings.filter(level__in=["高", "中"]).first()
    citation = Citation.objects.create(edition=old, raw="废止《旧文》", title="旧文", kind="repeals", target=old.policy)
    topic = create(slug="ce-shi", name="测试专题", by=li, at=AT)
    entry = add(topic, old.policy, by=li, at=AT)
    tell([li], subject="有新送审稿件", body="", link="", at=AT)
    number = register_number("0999-5550123", unit="市住建局", office=cast.housing, by=wang, at=AT)
    allowance = WhitelistEntry.objects.create(
        code="PII_PHONE", about="policies.edition:1", until=today(), reason="误报", by=cast.sun, at=AT
    )
    holiday = propose_notice(HOLIDAYS, by=cast.sun, at=AT)
    key = ApiKey.objects.create(name="同步", organisation=cast.housing, prefix="abcd1234", digest="x", created_at=AT, created_by=cast.sun)
    code = cast.housing.doc_codes.create(code="澜住建发")
    name = cast.housing.other_names.create(name="住建局")
    of_draft = {"edition": edition.pk}
    return {
        "import-template": {"kind": "csv"},
        "import-batch": {"pk": batch.pk},
        "import-discard-many": {"pk": batch.pk},
        **each(("import-item", "import-text", "import-original", "import-discard"), {"pk": item.pk}),
        "import-compare": {"pk": item.pk, "code": old.policy.code, "edition": 1},
        **{one.name: of_draft for one in urls.urlpatterns if one.name.startswith("draft-") and one.name != "draft-new"},
        "draft": of_draft,
        **each(("draft-file", "draft-file-original", "draft-detach"), of_draft | {"file": file.pk}),
        **each(("draft-override", "draft-allow"), of_draft | {"finding": finding.pk}),
        **each(("policy", "policy-edition", "policy-withdrawal"), {"code": old.policy.code}),
        "policy-text": {"code": old.policy.code, "edition": 1, "number": 1},
        "policy-correction": {"code": old.policy.code, "edition": 1},
        **each(("citation-confirm", "citation-dismiss"), {"pk": citation.pk}),
        **each(("topic", "topic-edit", "topic-arrange", "topic-remove"), {"pk": topic.pk}),
        "topic-approve": {"pk": topic.pk},
        "topic-take-out": {"pk": topic.pk, "entry": entry.pk},
        **{
            one.name: {"pk": cast.housing.pk}
            for one in urls.urlpatterns
            if one.name.startswith("organisation") and one.name != "organisations"
        },
        "organisation-remove-name": {"pk": cast.housing.pk, "name": name.pk},
        "organisation-end-code": {"pk": cast.housing.pk, "code": code.pk},
        **{one.name: {"pk": li.pk} for one in urls.urlpatterns if one.name.startswith("officer-") and one.name != "officer-new"},
        "officer": {"pk": li.pk},
        "officer-retire": {"pk": li.pk, "post": li.posts.get().pk},
        "key-revoke": {"pk": key.pk},
        **each(("holiday-notice", "holiday-confirm", "holiday-reject"), {"pk": holiday.pk}),
        "journal-entry": {"pk": Entry.objects.order_by("pk").first().pk},
        "unpark": {"pk": 1},
        **finding_world(cast, old.policy),
        **catalogue_world(cast),
        "number-retire": {"pk": number.pk},
        "allowance-end": {"pk": allowance.pk},
        "notice-read": {"pk": Notice.objects.get().pk},
        **foi_world(cast),
        **review_world(cast, edition.draft),
        **library_world(cast, old.policy),
        **interpretation_world(cast),
        **faq_world(cast, old.policy),
    }
