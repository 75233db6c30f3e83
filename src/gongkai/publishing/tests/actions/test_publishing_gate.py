"""From a written text to the gate: who may do what, and what stops it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.permits import Role
from gongkai.publishing import actions
from gongkai.publishing.followers import remind_of_allowances
from gongkai.publishing.models import Override, PublicNumber, SecrecyReview, WhitelistEntry, Word
from gongkai.publishing.queries import findings_of, missing_for_publication, rulebook, word_list
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.material import paper_of
from gongkai.publishing.rules.words import WrongWord
from gongkai.shared.refusal import Refused

AT = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
ABOUT = "policies.edition:5"
REASON = "此号码系申请人书面同意公布的公共服务号码"
CLEAN = paper_of("通知\n各区人民政府：\n请认真贯彻执行。")
WITH_PHONE = paper_of("通知\n联系人：王某，13812345678。\n建立台帐。")

pytestmark = pytest.mark.django_db


class Cast:
    def __init__(self):
        self.city = Organisation.objects.create(name="澜州市人民政府", level="city", kind="government")
        self.housing = Organisation.objects.create(name="澜州市住房和城乡建设局", level="city", kind="department", parent=self.city)
        self.transport = Organisation.objects.create(name="澜州市交通运输局", level="city", kind="department", parent=self.city)
        self.li = self._officer("李四", self.housing, Role.EDITOR)
        self.wang = self._officer("王芳", self.housing, Role.REVIEWER, Role.SIGNER)
        self.zhao = self._officer("赵敏", self.transport, Role.EDITOR, Role.REVIEWER)
        self.wu = self._officer("吴昊", self.city, Role.SUPERVISOR)
        self.sun = self._officer("孙洁", self.city, Role.ADMIN)
        self.qian = self._officer("钱进", self.housing, Role.ADMIN, Role.EDITOR)  # administrator of a department who also writes

    def _officer(self, name, organisation, *roles):
        officer = Officer.objects.create(username=name, name=name)
        for role in roles:
            Post.objects.create(officer=officer, organisation=organisation, role=role, since=date(2026, 1, 1))
        return officer


@pytest.fixture
def cast():
    return Cast()


def inspected(cast, material=WITH_PHONE, by=None, writer=None, *, office=None, about=ABOUT, at=AT):
    writer = writer or cast.li
    return actions.inspect(about, material, office=office or cast.housing, written_by=writer.pk, by=by, at=at)


def reviewed(cast, digest, conclusion="可以公开", by=None, **more):
    by = by or cast.wang
    return actions.review_secrecy(ABOUT, digest, office=cast.housing, written_by=cast.li.pk, by=by, at=AT, conclusion=conclusion, **more)


def gate(cast, digest):
    return missing_for_publication(ABOUT, digest, written_by=cast.li.pk)


def test_a_clean_text_that_was_reviewed_may_go_out(cast):
    inspection = inspected(cast, CLEAN)
    reviewed(cast, inspection.digest)
    actions.require_publishable(ABOUT, inspection.digest, written_by=cast.li.pk)


def test_everything_missing_is_said_in_one_refusal(cast):
    inspection = inspected(cast)
    with pytest.raises(Refused) as refusal:
        actions.require_publishable(ABOUT, inspection.digest, written_by=cast.li.pk)
    assert "2项" in refusal.value.message and "138****5678" in refusal.value.message and "保密审查" in refusal.value.message
    assert "13812345678" not in refusal.value.message


def test_a_finding_let_pass_by_another_person_no_longer_stops_it(cast):
    inspection = inspected(cast)
    finding = findings_of(inspection)[0]
    actions.override(finding, by=cast.wang, reason=REASON, at=AT)
    reviewed(cast, inspection.digest)
    assert gate(cast, inspection.digest) == ()
    assert [finding.level for finding in findings_of(inspection)] == [Level.HIGH, Level.LOW]


def test_a_changed_text_must_be_inspected_and_reviewed_again(cast):
    inspection = inspected(cast, CLEAN)
    reviewed(cast, inspection.digest)
    assert len(gate(cast, paper_of("通知\n改过的正文").digest())) == 2


def test_the_writer_neither_lets_pass_nor_reviews(cast):
    Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=date(2026, 1, 1))
    inspection = inspected(cast)
    with pytest.raises(Refused, match="起草人"):
        actions.override(findings_of(inspection)[0], by=cast.li, reason=REASON, at=AT)
    with pytest.raises(Refused, match="起草人"):
        reviewed(cast, inspection.digest, by=cast.li)


def test_an_officer_of_another_office_may_do_nothing_here(cast):
    inspection = inspected(cast)
    with pytest.raises(Refused):
        inspected(cast, by=cast.zhao)
    with pytest.raises(Refused):
        actions.override(findings_of(inspection)[0], by=cast.zhao, reason=REASON, at=AT)
    with pytest.raises(Refused):
        reviewed(cast, inspection.digest, by=cast.zhao)


def test_a_reason_must_say_something(cast):
    with pytest.raises(Refused, match="至少10个字"):
        actions.override(findings_of(inspected(cast))[0], by=cast.wang, reason="误报", at=AT)


def test_a_finding_is_let_pass_once_and_advice_never(cast):
    first, advice = findings_of(inspected(cast))
    actions.override(first, by=cast.wang, reason=REASON, at=AT)
    with pytest.raises(Refused, match="已经放行"):
        actions.override(first, by=cast.wang, reason=REASON, at=AT)
    with pytest.raises(Refused, match="不需要放行"):
        actions.override(advice, by=cast.wang, reason=REASON, at=AT)


def test_after_a_new_inspection_the_old_findings_are_closed(cast):
    old = findings_of(inspected(cast))[0]
    inspected(cast)
    with pytest.raises(Refused, match="最新一次"):
        actions.override(old, by=cast.wang, reason=REASON, at=AT)


@pytest.mark.parametrize("conclusion, said", [("不予公开", "不予公开"), ("不能确定", "第十七条")])
def test_any_other_conclusion_keeps_it_in(cast, conclusion, said):
    inspection = inspected(cast, CLEAN)
    with pytest.raises(Refused, match="依据"):
        reviewed(cast, inspection.digest, conclusion)
    reviewed(cast, inspection.digest, conclusion, basis="条例第十五条：涉及个人隐私")
    (reason,) = gate(cast, inspection.digest)
    assert said in reason


def test_the_latest_review_counts(cast):
    inspection = inspected(cast, CLEAN)
    reviewed(cast, inspection.digest, "不能确定", basis="条例第十七条：需报主管部门")
    reviewed(cast, inspection.digest)
    assert gate(cast, inspection.digest) == ()


def test_an_unknown_conclusion_is_refused(cast):
    with pytest.raises(Refused, match="审查结论"):
        reviewed(cast, "0" * 64, "随便")


def test_records_are_written_once(cast):
    inspection = inspected(cast, CLEAN)
    inspection.digest = "0" * 64
    with pytest.raises(Refused, match="不可修改"):
        inspection.save()
    with pytest.raises(Refused, match="不可修改"):
        reviewed(cast, inspection.digest).save()


def test_no_raw_number_is_stored_anywhere(cast):
    inspection = inspected(cast)
    actions.override(findings_of(inspection)[0], by=cast.wang, reason=REASON, at=AT)
    stored = [str(row) for model in (Override, SecrecyReview) for row in model.objects.values()]
    stored += [str(row) for row in inspection.findings.values()] + [str(row) for row in Entry.objects.values()]
    assert not any("13812345678" in row for row in stored)


def test_each_step_is_in_the_journal(cast):
    inspection = inspected(cast)
    actions.override(findings_of(inspection)[0], by=cast.wang, reason=REASON, at=AT)
    reviewed(cast, inspection.digest)
    kinds = list(Entry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["publishing.paper.inspected", "publishing.finding.overridden", "publishing.secrecy.reviewed"]


def test_a_registered_number_is_no_finding_until_retired(cast):
    row = actions.register_number("138 1234 5678", unit="市住建局值班室", office=cast.housing, by=cast.wang, at=AT)
    assert actions.register_number("13812345678", unit="市住建局", office=cast.housing, by=cast.wang, at=AT) == row
    assert not [finding for finding in findings_of(inspected(cast)) if finding.blocks]
    actions.retire_number(row, by=cast.wang, at=AT)
    assert [finding.code for finding in findings_of(inspected(cast)) if finding.blocks] == ["PII_PHONE"]
    assert PublicNumber.objects.get().until == AT


def test_a_short_number_is_refused(cast):
    with pytest.raises(Refused, match="区号"):
        actions.register_number("12", unit="市住建局", office=cast.housing, by=cast.wang, at=AT)


def test_a_whitelisted_value_is_no_finding_until_its_day(cast):
    finding = findings_of(inspected(cast))[0]
    entry = actions.allow(finding, everywhere=True, until=date(2027, 5, 20), reason=REASON, by=cast.wu, at=AT)
    assert not [one for one in findings_of(inspected(cast)) if one.blocks]
    actions.end_allowance(entry, by=cast.wu, at=AT)
    assert [one for one in findings_of(inspected(cast)) if one.blocks]
    assert WhitelistEntry.objects.get().ended_at == AT


def test_an_allowance_lasts_a_year_at_most_and_needs_a_supervisor(cast):
    finding = findings_of(inspected(cast))[0]
    with pytest.raises(Refused, match="一年"):
        actions.allow(finding, everywhere=True, until=date(2028, 5, 20), reason=REASON, by=cast.wu, at=AT)
    with pytest.raises(Refused):
        actions.allow(finding, everywhere=True, until=date(2027, 5, 20), reason=REASON, by=cast.wang, at=AT)


NEW = WrongWord("临江接道", "临江街道", "错别字", Level.LOW, "街道名称")


def test_an_own_word_is_found_and_changes_the_rulebook(cast):
    before = rulebook(AT.date()).version()
    actions.change_word(NEW, by=cast.sun, at=AT)
    assert rulebook(AT.date()).version() != before
    found = findings_of(inspected(cast, paper_of("通知\n临江接道办事处")))
    assert [finding.sample for finding in found] == ["临江接道"]


def test_a_word_of_the_list_can_be_switched_off_and_its_history_stays(cast):
    seed = next(line.word for line in word_list(AT.date()) if line.word.wrong == "台帐")
    actions.change_word(seed, by=cast.sun, at=AT, off=True)
    assert not findings_of(inspected(cast, paper_of("通知\n建立台帐")))
    actions.change_word(seed, by=cast.sun, at=AT)
    assert findings_of(inspected(cast, paper_of("通知\n建立台帐")))
    assert Word.objects.filter(wrong="台帐").count() == 2


def test_an_administrator_of_a_department_changes_words_for_its_own_papers_only(cast):
    seed = next(line.word for line in word_list(AT.date()) if line.word.wrong == "台帐")
    row = actions.change_word(seed, by=cast.qian, at=AT, off=True)
    assert row.office == cast.housing
    paper = paper_of("通知\n建立台帐")
    assert not findings_of(inspected(cast, paper))
    assert findings_of(inspected(cast, paper, office=cast.transport, about="policies.edition:6"))
    assert [line.off for line in word_list(AT.date()) if line.word.wrong == "台帐"] == [False]
    with pytest.raises(Refused):
        actions.change_word(seed, by=cast.qian, at=AT, off=True, office=cast.transport)
    actions.change_word(seed, by=cast.sun, at=AT, off=True)  # everybody's row beside the office's own
    assert not findings_of(inspected(cast, paper, office=cast.transport, about="policies.edition:6"))


def test_what_an_office_changes_in_the_common_list_lapses_after_a_year_and_its_own_words_do_not(cast):
    seed = next(line.word for line in word_list(AT.date()) if line.word.wrong == "台帐")
    actions.change_word(seed, by=cast.qian, at=AT, off=True)
    actions.change_word(NEW, by=cast.qian, at=AT)
    paper, later = paper_of("通知\n建立台帐\n临江接道办事处"), AT + timedelta(days=367)
    assert [finding.sample for finding in findings_of(inspected(cast, paper, at=AT + timedelta(days=366)))] == ["临江接道"]
    assert {finding.sample for finding in findings_of(inspected(cast, paper, at=later))} == {"临江接道", "台帐"}


def test_an_officer_in_charge_of_several_offices_says_which(cast):
    Post.objects.create(officer=cast.qian, organisation=cast.transport, role=Role.ADMIN, since=date(2026, 1, 1))
    with pytest.raises(Refused, match="请选择为哪一个单位修改"):
        actions.change_word(NEW, by=cast.qian, at=AT)
    assert actions.change_word(NEW, by=cast.qian, at=AT, office=cast.transport).office == cast.transport


@pytest.mark.parametrize(("who", "reaches_transport"), [("qian", False), ("wu", False), ("sun", True)])
def test_everywhere_is_every_paper_of_the_office_and_of_every_office_only_for_the_administrator_of_the_root(cast, who, reaches_transport):
    finding = findings_of(inspected(cast))[0]
    entry = actions.allow(finding, everywhere=True, until=date(2027, 5, 20), reason=REASON, by=getattr(cast, who), at=AT)
    assert (entry.by, entry.until) == (getattr(cast, who), date(2027, 5, 20))
    assert entry.office == (None if reaches_transport else cast.housing)
    assert not [one for one in findings_of(inspected(cast, about="policies.edition:7")) if one.blocks]
    elsewhere = inspected(cast, office=cast.transport, about="policies.edition:6")
    assert bool([one for one in findings_of(elsewhere) if one.blocks]) is not reaches_transport
    if reaches_transport:
        with pytest.raises(Refused, match="全平台的误报白名单"):
            actions.end_allowance(entry, by=cast.qian, at=AT)


def test_nobody_allows_a_finding_in_a_paper_of_their_own_even_of_an_earlier_state(cast):
    first = findings_of(inspected(cast, writer=cast.qian))[0]
    again = findings_of(inspected(cast, writer=cast.li))[0]
    for finding in (first, again):
        with pytest.raises(Refused, match="不是起草人本人"):
            actions.allow(finding, everywhere=False, until=date(2027, 5, 20), reason=REASON, by=cast.qian, at=AT)
    assert actions.allow(again, everywhere=False, until=date(2027, 5, 20), reason=REASON, by=cast.sun, at=AT).office == cast.housing


def test_a_mark_of_secrecy_is_never_allowed(cast):
    material = paper_of("机密★1年\n通知")
    finding = next(one for one in findings_of(inspected(cast, material)) if one.code == "SECRET_MARK")
    with pytest.raises(Refused, match="密级或内部标志不能列入白名单"):
        actions.allow(finding, everywhere=False, until=date(2027, 5, 20), reason=REASON, by=cast.sun, at=AT)
    WhitelistEntry.objects.create(code="SECRET_MARK", about=ABOUT, until=date(2027, 5, 20), reason=REASON, by=cast.sun, at=AT)
    assert any(one.code == "SECRET_MARK" for one in findings_of(inspected(cast, material)))


@pytest.mark.parametrize(
    "word",
    [
        WrongWord("帐", "账", "错别字", Level.LOW, "理由"),
        WrongWord("甲乙", "甲乙", "错别字", Level.LOW, "理由"),
        WrongWord("甲乙", "乙甲", "错别字", Level.LOW, " "),
        WrongWord("甲乙", "乙甲", "错别字", Level.LOW, "理由", ("丙",)),
    ],
)
def test_an_unsound_word_is_refused(cast, word):
    with pytest.raises(Refused):
        actions.change_word(word, by=cast.wu, at=AT)


def test_only_supervisors_and_administrators_keep_the_words(cast):
    with pytest.raises(Refused):
        actions.change_word(NEW, by=cast.li, at=AT)


def test_the_gate_asks_few_questions(cast, django_assert_max_num_queries):
    inspection = inspected(cast, paper_of("通知\n" + "\n".join(f"手机1381234{n:04}" for n in range(50))))
    with django_assert_max_num_queries(3):
        assert len(gate(cast, inspection.digest)) == 51


def test_the_owner_of_an_allowance_is_told_once_before_it_ends(cast):
    entry = WhitelistEntry.objects.create(
        code="PII_PHONE", office=cast.housing, about=ABOUT, until=AT.date() + timedelta(days=20), reason=REASON, by=cast.wu, at=AT
    )
    remind_of_allowances(AT)
    assert not Notice.objects.exists()
    for _ in range(2):
        remind_of_allowances(AT + timedelta(days=6))
    assert Notice.objects.get().to == cast.wu and entry.until.day == 10
