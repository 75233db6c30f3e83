"""Entries of lists on their way round where the office has set rounds, and under the patrol once they are public."""

from datetime import timedelta

import pytest
from tests.cast import AT, ON

from gongkai.catalogue.models import Publication
from gongkai.catalogue.tests.world import in_force
from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.publishing import rounds
from gongkai.publishing.actions import patrol
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import Circulation, PatrolFinding
from gongkai.publishing.rules.rounds import Round
from gongkai.publishing.subjects import kind_of
from gongkai.registers import queries
from gongkai.registers.actions import importing, keeping
from gongkai.registers.models import Entry, EntryVersion
from gongkai.registers.tests.world import FEE, listed, opened, proposed
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

TWO = (Round("初审", Role.REVIEWER, 2), Round("签发", Role.SIGNER, 1))


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def two_rounds(cast):
    acting.set_rounds(cast.housing, keeping.ENTRY, TWO, by=cast.sun, at=AT)


def of(version):
    return rounds.current(f"registers.entry:{version.entry_id}")


def test_without_rounds_one_approval_is_enough_as_before(cast):
    version = proposed(cast, opened(cast))
    assert of(version) is None
    keeping.approve(version, by=cast.zhou, at=AT)
    assert Entry.objects.get().is_listed


def test_an_entry_is_public_only_after_every_round_and_by_its_signer(cast, two_rounds):
    version = proposed(cast, opened(cast))
    circulation = of(version)
    assert (circulation.kind, circulation.waits_for, circulation.writers) == ("registers.entry", 1, [cast.li.pk])
    for officer in (cast.zhou, cast.wang):
        with pytest.raises(Refused, match="初审还没有通过"):
            keeping.approve(version, by=officer, at=AT)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="已审过第1轮"):
        keeping.approve(version, by=cast.zhou, at=AT)
    assert importing.approve_many([version], by=cast.wang, at=AT) == []
    assert Entry.objects.get().is_listed and of(version) is None
    assert dict(Circulation.objects.get().opinions.values_list("round", "by")) == {1: cast.zhou.pk, 2: cast.wang.pk}


def test_a_reviewer_who_signs_nothing_does_not_do_the_last_round(cast, two_rounds):
    other = Officer.objects.create_user("qianjin", "a-long-password", name="钱进", password_set_at=AT)
    Post.objects.create(officer=other, organisation=cast.housing, role=Role.REVIEWER, since=ON)
    version = proposed(cast, opened(cast))
    acting.pass_round(of(version), by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="须由本单位签发人员办理"):
        keeping.approve(version, by=other, at=AT)


def test_whoever_wrote_a_returned_state_does_not_review_the_next(cast, two_rounds):
    Post.objects.create(officer=cast.zhou, organisation=cast.housing, role=Role.EDITOR, since=ON)
    version = proposed(cast, opened(cast), by=cast.zhou)
    kind_of("registers.entry:1").send_back(f"registers.entry:{version.entry_id}", reason="收费标准请核对", by=cast.wang, at=AT)
    assert Notice.objects.get(to=cast.zhou).subject.startswith("审核退回")
    with pytest.raises(Refused, match="退回了稿件"):
        keeping.approve(version, by=cast.wang, at=AT)
    again = proposed(cast, version.entry.register, version.entry, values={"standard": "每户每月7元"}, by=cast.li)
    assert (again.number, EntryVersion.objects.count()) == (1, 1)
    assert of(again).writers == sorted([cast.li.pk, cast.zhou.pk])
    with pytest.raises(Refused):
        acting.pass_round(of(again), by=cast.zhou, at=AT)


def test_what_waits_in_a_round_is_not_written_over(cast, two_rounds):
    version = proposed(cast, opened(cast))
    with pytest.raises(Refused, match="已有一个版本等待批准"):
        proposed(cast, version.entry.register, version.entry)


def test_the_next_version_starts_from_the_first_round(cast, two_rounds):
    first = proposed(cast, opened(cast))
    acting.pass_round(of(first), by=cast.zhou, at=AT)
    keeping.approve(first, by=cast.wang, at=AT)
    following = proposed(cast, first.entry.register, Entry.objects.get(), note="按目录清单公布")
    assert (of(following).number, of(following).waits_for, of(following).carried) == (2, 1, {})


def test_declined_for_good_it_is_on_no_round_any_more(cast, two_rounds):
    version = proposed(cast, opened(cast))
    keeping.decline(version, reason="不属于收费项目", by=cast.zhou, at=AT)
    assert not Entry.objects.exists() and not Circulation.objects.filter(closed_at=None).exists()


def test_the_signer_signs_what_was_shown(cast, two_rounds):
    version = proposed(cast, opened(cast))
    acting.pass_round(of(version), by=cast.zhou, at=AT)
    about = f"registers.entry:{version.entry_id}"
    with pytest.raises(Refused, match="又改过"):
        kind_of(about).publish(about, seen="0" * 64, by=cast.wang, at=AT)
    kind_of(about).publish(about, seen=of(version).digest, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="已经批准或者退回"):
        kind_of(about).publish(about, seen="", by=cast.wang, at=AT)


# —— 巡查 ——


def dirty(cast, register):
    """An entry whose standard holds an identity number, as if it came in before the detectors were there."""
    entry = listed(cast, register)
    last = entry.current
    EntryVersion.objects.bulk_create([
        EntryVersion(
            entry=entry, number=2, values=FEE | {"standard": "王某某，身份证号110101199003078515，每月8元"}, valid_from=ON, note="按规定调整",
            made_by=cast.li, made_at=AT, approved_by=cast.wang, approved_at=AT,
        )
    ])  # fmt: skip
    keeping.bring_up_to(entry, on=ON)
    assert entry.current != last
    return entry


def found_in_lists():
    patrol.begin_quarterly(AT)
    patrol.go_on(AT)
    return PatrolFinding.objects.filter(level="高", about__startswith="registers.")


def test_the_patrol_reads_every_version_and_what_it_takes_down_is_shown_nowhere(cast):
    item = in_force(cast)
    register = opened(cast, item=item)
    entry = dirty(cast, register)
    (finding,) = found_in_lists()
    version = entry.versions.get(number=2)
    assert (finding.about, finding.block, finding.office) == (f"registers.version:{version.pk}", "standard", cast.housing)
    assert patrol.choices_for(finding) == ("keep", "withdraw", "archive")
    with pytest.raises(Refused):
        patrol.decide(finding, choice="keep", reason="经核实可以继续公开这些信息", by=cast.li, at=AT)
    patrol.decide(finding, choice="withdraw", reason="含有个人信息，立即撤下", by=cast.wang, at=AT)
    entry.refresh_from_db()
    assert (entry.is_listed, entry.current.number) == (False, 1)
    assert queries.as_of(register, ON) == [] and queries.as_of(register, ON - timedelta(days=1))[0][1].number == 1
    assert [one.version.number for one in queries.history(register, entry)] == [1]
    assert kind_of(finding.about).find(finding.about) is None
    with pytest.raises(Refused, match="已经撤下"):
        keeping.take_down(version, reason="再撤一次看看", by=cast.wang, at=AT)
    keeping.approve(proposed(cast, register, entry), by=cast.wang, at=AT)
    assert queries.entries(register).get().current.number == 3


def test_a_version_taken_down_counts_as_published_no_more(cast):
    item = in_force(cast)
    entry = listed(cast, opened(cast, item=item))
    assert Publication.objects.get().withdrawn_on is None
    keeping.take_down(entry.current, reason="内容有误，重新核对", by=cast.zhou, at=AT)
    assert Publication.objects.get().withdrawn_on is not None


def test_whoever_wrote_an_entry_does_not_decide_that_it_stays(cast):
    Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=ON)
    dirty(cast, opened(cast))
    (finding,) = found_in_lists()
    with pytest.raises(Refused):
        patrol.decide(finding, choice="keep", reason="经核实可以继续公开这些信息", by=cast.li, at=AT)


def test_only_reviewers_and_signers_of_the_office_take_down(cast):
    entry = listed(cast, opened(cast))
    for officer in (cast.li, cast.zhao, cast.sun):
        with pytest.raises(Refused, match="权限"):
            keeping.take_down(entry.current, reason="内容有误，重新核对", by=officer, at=AT)


def test_pages_of_the_walk_are_full_over_what_was_taken_down(cast):
    register = opened(cast)
    entries = [listed(cast, register, name=f"收费{n}") for n in range(6)]
    for one in entries[1:3]:
        keeping.take_down(one.current, reason="内容有误，重新核对", by=cast.zhou, at=AT)
    kind = kind_of("registers.version:1")
    first = kind.published(0, None, 3)
    assert [one.row for one in first] == [entries[n].current.pk for n in (0, 3, 4)]
    assert [one.row for one in kind.published(first[-1].row, None, 3)] == [entries[5].current.pk]


def test_the_list_itself_is_walked_and_mended_by_hand(cast):
    listed(cast, opened(cast))
    kind = kind_of("registers.register:1")
    (shown,) = kind.published(0, None, 20)
    assert kind.find(shown.about).title == shown.title and "收费" in shown.read().blocks[0].text and kind.mend
