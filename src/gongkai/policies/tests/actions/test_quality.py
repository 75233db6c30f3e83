"""The figures of the library count what is there; the rules of the library come in versions, each from its day."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.cast import AT, ON, drafted, published

from gongkai.journal.models import Entry
from gongkai.policies import quality
from gongkai.policies.actions import drafts
from gongkai.policies.actions.standards import set_standards, standards_on
from gongkai.policies.models import RuleVersion
from gongkai.policies.rules.kinds import DocumentClass
from gongkai.policies.rules.standards import Standards, put_in_order
from gongkai.shared.refusal import Refused

NUMBERED = {"index_no": "119901007000051110/2026-1000023", "doc_no": "澜住建发〔2026〕9号"}
TEXT = "根据《南澜省人民政府关于老旧小区改造的意见》（南政发〔2026〕1号），现通知如下。"


def strict(number: int = 0) -> Standards:
    return Standards(number, Standards().needed | {DocumentClass.OTHER: put_in_order(["index_no", "expires_on"])})


def test_each_office_is_measured_and_all_together(cast):
    published(cast, title="澜州市住房和城乡建设局关于甲事的通知", text=TEXT, **NUMBERED)
    published(cast, title="澜州市住房和城乡建设局关于乙事的通知", index_no="12", doc_no="澜住建发〔2026〕12号", formed_on="2026-01-05")
    drafted(cast, title="澜州市住房和城乡建设局关于丙事的通知")
    whole, housing = quality.measures(cast.li.actor(), on=ON)
    assert housing.office == cast.housing and whole.measures == housing.measures
    one = whole.measures
    assert (one.total, one.complete, one.well_formed, one.based, one.linked, one.recent) == (2, 2, 1, 1, 1, 2)
    assert (one.in_time, one.judged, one.updated_on.isoformat()) == (1, 2, "2026-05-21")
    assert quality.by_form(cast.li.actor()) == [("doc_no", 0), ("index_no", 1), ("normative_reg_no", 0)]
    assert [gap.says for gap in quality.coverage(cast.li.actor())] == ["10-11"]
    assert quality.measures(cast.zhao.actor(), on=ON)[0].measures.total == 0


def test_an_index_number_given_out_twice_is_told(cast):
    for name in ("甲", "乙"):
        published(cast, title=f"澜州市住房和城乡建设局关于{name}事的通知", index_no=NUMBERED["index_no"], text=f"现将{name}事通知如下。")
    assert quality.doubled_index_numbers(cast.li.actor()) == [(NUMBERED["index_no"], 2)]


def test_only_the_admin_of_the_root_sets_rules_and_every_version_stays(cast):
    for officer in (cast.li, cast.wang):
        with pytest.raises(Refused):
            set_standards(strict(), effective_from=ON, note="省细则第五条", by=officer, at=AT)
    with pytest.raises(Refused, match="从今天或以后"):
        set_standards(strict(), effective_from=ON - timedelta(days=1), note="省细则第五条", by=cast.sun, at=AT)
    assert standards_on(ON) == Standards()
    set_standards(strict(), effective_from=ON + timedelta(days=10), note="省细则第五条", by=cast.sun, at=AT)
    set_standards(Standards(longest_years=3), effective_from=ON, note="市里的办法", by=cast.sun, at=AT)
    assert standards_on(ON).longest_years == 3 and standards_on(ON).number == 2
    assert standards_on(ON + timedelta(days=10)) == strict(1)
    assert RuleVersion.objects.count() == 2 and Entry.objects.filter(kind="policies.rules.set").count() == 2


def test_a_draft_is_checked_by_the_rules_of_the_day(cast):
    edition = drafted(cast)
    set_standards(strict(), effective_from=ON + timedelta(days=1), note="省细则第五条", by=cast.sun, at=AT)
    assert not [one for one in drafts.problems(edition.draft, on=ON) if one.blocking]
    later = drafts.problems(edition.draft, on=ON + timedelta(days=1))
    assert [one.field for one in later if one.blocking] == ["index_no", "expires_on"]
    with pytest.raises(Refused, match="请填写索引号"):
        drafts.submit(edition.draft, by=cast.li, at=AT + timedelta(days=1))


def test_papers_published_before_are_listed_by_what_the_new_rules_miss(cast):
    policy = published(cast).policy
    assert not quality.shortcomings(cast.li.actor(), on=ON).exists()
    set_standards(strict(), effective_from=ON, note="省细则第五条", by=cast.sun, at=AT)
    cache.clear()
    assert quality.measures(cast.li.actor(), on=ON)[0].measures.complete == 0
    lacking = {name: lacks for name, _, lacks in quality.by_fact(cast.li.actor(), on=ON)}
    assert lacking["index_no"] == 1 and lacking["title"] == 0
    assert list(quality.shortcomings(cast.li.actor(), on=ON, field="index_no")) == [policy]
