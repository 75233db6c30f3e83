"""Lists cost the same at ten rows and at a hundred, keep their filters in the address, page, and count."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT

from gongkai.exchange.models import Push, Received, Target
from gongkai.journal import actions as journal
from gongkai.journal.models import Duty, Entry, Retry
from gongkai.notices.models import Mail, Notice
from gongkai.people.models import ApiKey, Officer, Organisation, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.models import (
    Campaign,
    CampaignItem,
    Citation,
    Draft,
    Edition,
    ImportBatch,
    ImportItem,
    Policy,
    RuleVersion,
    Topic,
    TopicEntry,
)
from gongkai.policies.rules.facts import empty
from gongkai.policies.rules.kinds import ItemState
from gongkai.policies.rules.standards import Standards
from gongkai.publishing.models import PublicNumber, WhitelistEntry
from gongkai.search.models import Synonym
from gongkai.shared.clock import today


def policy(cast, n: int, **shadows) -> Policy:
    return Policy.objects.create(
        code=f"990100-2026-{n:06}-0", office=cast.housing, created_at=AT, title=f"文件第{n}号", updated_at=AT, **shadows
    )


def a_draft(cast, n: int) -> None:
    edition = Edition.objects.create(policy=policy(cast, n), title=f"稿件第{n}号", created_at=AT)
    Draft.objects.create(edition=edition, facts=empty(), blocks=[], written_by=cast.li, saved_at=AT, submitted_at=AT if n % 2 else None)


def a_batch(cast, n: int) -> None:
    batch = ImportBatch.objects.create(name=f"第{n}批", office=cast.housing, by=cast.li, at=AT)
    ImportItem.objects.create(batch=batch, position=1, name="甲.txt", state=ItemState.READY)
    ImportItem.objects.create(batch=batch, position=2, name="乙.txt", state=ItemState.FAILED)


def an_item(cast, n: int) -> None:
    batch, _ = ImportBatch.objects.get_or_create(name="一批", office=cast.housing, by=cast.li, at=AT)
    edition = Edition.objects.create(policy=policy(cast, n), title="确认的", created_at=AT) if n % 3 == 0 else None
    state = ItemState.CONFIRMED if edition else ItemState.READY
    ImportItem.objects.create(batch=batch, position=n, name=f"{n}.txt", state=state, edition=edition)


def a_published(cast, n: int) -> None:
    one = policy(cast, n, visibility="public", published_on=AT.date(), standing="valid", category="policy")
    edition = Edition.objects.create(
        policy=one,
        title=f"文件第{n}号",
        created_at=AT,
        first_text_at=AT,
        published_on=AT.date(),
        expires_on=today() + timedelta(days=30 + n),
    )
    Policy.objects.filter(pk=one.pk).update(current=edition)


def an_open_citation(cast, n: int) -> None:
    a_published(cast, n)
    Citation.objects.create(edition=Edition.objects.latest("pk"), raw="根据《上位法》", title="上位法", kind="based_on")


def a_citation_to_confirm(cast, n: int) -> None:
    a_published(cast, n)
    source = Edition.objects.latest("pk")
    Citation.objects.create(edition=source, raw="废止《旧文》", title="旧文", kind="repeals", target=policy(cast, 1000 + n))


def a_topic(cast, n: int) -> None:
    Topic.objects.create(slug=f"t-{n}", name=f"专题{n}")


def a_topic_entry(cast, n: int) -> None:
    topic, _ = Topic.objects.get_or_create(slug="t", name="专题")
    TopicEntry.objects.create(topic=topic, policy=policy(cast, n), position=n)


def an_organisation(cast, n: int) -> None:
    Organisation.objects.create(name=f"第{n}科", parent=cast.housing)


def an_officer(cast, n: int) -> None:
    one = Officer.objects.create_user(f"officer{n:03}", None, name=f"工作人员{n}")
    Post.objects.create(officer=one, organisation=cast.housing, role=Role.EDITOR, since=AT.date())


def a_key(cast, n: int) -> None:
    ApiKey.objects.create(name=f"密钥{n}", organisation=cast.housing, prefix=f"p{n}", digest="x", created_at=AT, created_by=cast.sun)


def an_entry(cast, n: int) -> None:
    journal.write("policies.edition.drafted", about=f"policies.policy:{n}", by=cast.li, at=AT)


def a_parked(cast, n: int) -> None:
    an_entry(cast, n)
    duty, _ = Duty.objects.get_or_create(name="search.index")
    Retry.objects.create(duty=duty, entry=Entry.objects.latest("pk"), attempts=8, due_at=AT, error="OSError", parked_at=AT)


def a_number(cast, n: int) -> None:
    PublicNumber.objects.create(number=f"09995550{n:03}", unit=f"单位{n}", office=cast.housing, since=AT)


def an_allowance(cast, n: int) -> None:
    WhitelistEntry.objects.create(code="PII_PHONE", about=f"policies.edition:{n}", until=today(), reason="误报", by=cast.sun, at=AT)


def a_notice(cast, n: int) -> None:
    for officer in (cast.li, cast.sun):
        Notice.objects.create(to=officer, subject=f"通知{n}", at=AT)


def a_synonym(cast, n: int) -> None:
    Synonym.objects.create(said=f"俗称{n}", formal=f"正式说法{n}")


def a_failed_mail(cast, n: int) -> None:
    Mail.objects.create(recipient="a@example.org", subject=f"通知{n}", state=Mail.State.FAILED, at=AT, due_at=AT, error="550")


def a_proposed_topic(cast, n: int) -> None:
    words = {"slug": f"t-{n}", "name": f"专题{n}", "intro": "", "audience": ""}
    Topic.objects.create(**words, proposal=words, proposed_by=cast.li)


def an_entry_about_a_paper(cast, n: int) -> None:
    journal.write("policies.edition.drafted", about=policy(cast, n), by=cast.li, at=AT)


def a_campaign_item(cast, n: int) -> None:
    given = {"office": cast.city, "ordered_by": cast.sun, "ordered_at": AT, "due_on": AT.date(), "in_force_on": AT.date()}
    scope = {"classes": ["normative"], "topic_l1": "", "formed_before": "", "offices": []}
    one, _ = Campaign.objects.get_or_create(name="清理", defaults={**given, "scope": scope})
    decided = {
        "verdict": "keep",
        "reason": "仍在执行",
        "proposed_by": cast.li,
        "proposed_at": AT,
        "checked_by": cast.zhou,
        "checked_at": AT,
    }
    a_published(cast, n)
    CampaignItem.objects.create(campaign=one, policy=Policy.objects.latest("pk"), office=cast.housing, **decided if n % 2 else {})


def a_campaign(cast, n: int) -> None:
    Campaign.objects.all().update(name=f"清理{n}")
    a_campaign_item(cast, n)


def a_mismatch(cast, n: int) -> None:
    a_published(cast, n)
    Edition.objects.filter(pk=Edition.objects.latest("pk").pk).update(stated_validity="失效", formed_on="2026-06-09")


def a_numbered(cast, n: int) -> None:
    a_published(cast, n)
    Edition.objects.filter(pk=Edition.objects.latest("pk").pk).update(
        doc_unit="澜住建发", doc_year=2026, doc_seq=2 * n, formed_on=AT.date()
    )


def a_rule_version(cast, n: int) -> None:
    RuleVersion.objects.create(number=n, effective_from=AT.date(), data=Standards().as_data(), note="细则", set_by=cast.sun, set_at=AT)


def a_target(cast, n: int) -> None:
    one = {"office": cast.city, "address": "https://a.example/", "key": "k", "created_by": cast.sun, "created_at": AT}
    Target.objects.create(name=f"省库{n}", **one)


def a_push(cast, n: int) -> None:
    if not Target.objects.exists():
        a_target(cast, 1)
    a_published(cast, n)
    parked = {"parked_at": AT, "error": "对方拒收"} if n % 2 else {"sent_at": AT, "operation": "UPSERT"}
    Push.objects.create(target=Target.objects.get(), policy=Policy.objects.latest("pk"), **parked)


def a_received(cast, n: int) -> None:
    one = {"sender": cast.transport, "office": cast.housing, "digest": "b", "operation": "UPSERT", "code": "c", "content": {}, "at": AT}
    Received.objects.create(number=f"SL{n}", sent_as=str(n), title=f"来文{n}", **one)


LISTS = [
    ("li", "home", a_draft),
    ("wang", "home", a_draft),
    ("li", "imports", a_batch),
    ("li", "import-batch", an_item),
    ("li", "drafts", a_draft),
    ("li", "policies", a_published),
    ("li", "expiring", a_published),
    ("li", "mismatches", a_mismatch),
    ("li", "quality", a_numbered),
    ("li", "quality-papers?lacks=index_no", a_published),
    ("li", "rules", a_rule_version),
    ("sun", "exchange", a_target),
    ("sun", "exchange-target", a_push),
    ("li", "received", a_received),
    ("li", "received-one", a_received),
    ("li", "campaigns", a_campaign),
    ("li", "campaign", a_campaign_item),
    ("li", "campaign-result", a_campaign_item),
    ("li", "citations", a_citation_to_confirm),
    ("li", "citations?list=open", an_open_citation),
    ("li", "topics", a_topic),
    ("li", "topic", a_topic_entry),
    ("sun", "organisations", an_organisation),
    ("sun", "organisation", an_officer),
    ("sun", "officers", an_officer),
    ("sun", "keys", a_key),
    ("sun", "journal", an_entry),
    ("sun", "background", a_parked),
    ("sun", "words", a_number),
    ("sun", "numbers", a_number),
    ("sun", "allowances", an_allowance),
    ("li", "notices", a_notice),
    ("sun", "synonyms", a_synonym),
    ("sun", "background", a_failed_mail),
    ("sun", "journal", an_entry_about_a_paper),
    ("wang", "home", a_proposed_topic),
    ("li", "topics", a_proposed_topic),
    ("sun", "home", a_notice),
]


def address(name: str, cast) -> str:
    name, _, query = name.partition("?")
    args = {
        "import-batch": ImportBatch,
        "topic": Topic,
        "campaign": Campaign,
        "campaign-result": Campaign,
        "exchange-target": Target,
        "received-one": Received,
    }.get(name)
    pks = [args.objects.first().pk] if args else [cast.housing.pk] if name == "organisation" else []
    return reverse(f"desk:{name}", args=pks) + (f"?{query}" if query else "")


@pytest.mark.parametrize(("who", "name", "make"), LISTS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_a_list_costs_the_same_however_long(who, name, make, desk, cast):
    browser, counts = desk(who), []
    for last, upto in ((0, 10), (10, 100)):
        for n in range(last + 1, upto + 1):
            make(cast, n)
        here = address(name, cast)
        browser.get(here)  # settles the session
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(here).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
    assert counts[1] <= 18, counts


def test_a_page_beyond_the_end_is_not_there_and_a_bad_number_is_told(desk, cast):
    a_draft(cast, 1)
    here = reverse("desk:drafts")
    assert desk("li").get(here, {"page": 9}).status_code == 404
    for bad in ("0", "-1", "x", "99999999999", "１"):
        answer = desk("li").get(here, {"page": bad})
        assert answer.status_code == 400 and "不是有效的数字" in answer.content.decode()


def test_a_filter_that_is_not_known_is_told_never_an_empty_list(desk):
    for name, parameter in (
        ("drafts", "state"),
        ("policies", "standing"),
        ("officers", "state"),
        ("journal", "kind"),
        ("citations", "list"),
    ):
        answer = desk("sun" if name in {"officers", "journal"} else "li").get(reverse(f"desk:{name}"), {parameter: "1' OR 1=1 --"})
        assert answer.status_code == 400 and "不认识" in answer.content.decode(), name


def test_filters_stay_in_the_pages_of_a_list(desk, cast):
    for n in range(1, 60):
        a_draft(cast, n)
    page = desk("li").get(reverse("desk:drafts"), {"state": "submitted", "q": "稿件"}).content.decode()
    assert "共 30 件" in page and "state=submitted" in page and "page=2" in page


def test_what_is_looked_for_is_found_and_what_is_not_there_is_said(desk, cast):
    a_draft(cast, 1)
    a_draft(cast, 2)
    found = desk("li").get(reverse("desk:drafts"), {"q": "第2号"}).content.decode()
    assert "稿件第2号" in found and "稿件第1号" not in found
    assert "没有符合条件的稿件" in desk("li").get(reverse("desk:drafts"), {"q": "不存在"}).content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "imports",
        "drafts",
        "policies",
        "expiring",
        "campaigns",
        "mismatches",
        "quality",
        "rules",
        "received",
        "citations",
        "topics",
        "notices",
    ],
)
def test_an_empty_list_says_what_to_do_first(name, desk):
    page = desk("li").get(reverse(f"desk:{name}")).content.decode()
    assert 'class="empty"' in page


def test_a_list_leaves_as_a_table_file(desk, cast):
    a_draft(cast, 1)
    answer = desk("li").get(reverse("desk:drafts"), {"export": "xlsx"})
    assert answer.content[:2] == b"PK" and "attachment" in answer["Content-Disposition"]


def test_the_journal_pages_by_number_and_filters_by_officer_day_and_subject(desk, cast):
    for n in range(1, 61):
        an_entry(cast, n)
    sun, here = desk("sun"), reverse("desk:journal")
    first = sun.get(here, {"kind": "policies."})
    older = first.context["page"].older
    second = sun.get(here, {"kind": "policies.", "before": older})
    assert len(first.context["page"].entries) == 50 and len(second.context["page"].entries) == 10
    assert f"before={older}" in first.content.decode()
    assert len(sun.get(here, {"about": "policies.policy:7"}).context["page"].entries) == 1
    assert not sun.get(here, {"officer": "wangfang"}).context["page"].entries
    assert len(sun.get(here, {"officer": "lisi", "day": "2026-06-01"}).context["page"].entries) == 50
    for bad in ({"day": "昨天"}, {"before": "x"}, {"officer": "nobody"}):
        assert sun.get(here, bad).status_code == 400


def test_the_counts_of_the_menu_cost_nothing_until_they_are_old_or_one_does_something(desk, cast):
    """At the size of a province each of them takes a while; a fresh count is for the page of one's work and after a step of one's own."""
    browser, here = desk("li"), reverse("desk:policies")
    for n in range(10):
        a_citation_to_confirm(cast, n)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(here).status_code == 200
        return [query["sql"] for query in queries if "COUNT(" in query["sql"]]

    browser.get(here)
    kept = asked()
    assert len(kept) == 1, kept  # only how many rows the list itself has
    browser.post(reverse("desk:notices-read-all"))
    assert len(asked()) == 2  # one more: everything that waits is counted at once
    assert len(asked()) == 1


def test_the_list_of_mismatches_leaves_as_a_table_at_the_same_cost_however_long(desk, cast):
    browser, counts = desk("li"), []
    browser.get(reverse("desk:mismatches"))
    for first, last in ((1, 4), (4, 24)):
        for n in range(first, last):
            a_mismatch(cast, n)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(reverse("desk:mismatches"), {"export": "xlsx"})
        assert answer.content[:2] == b"PK"
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
