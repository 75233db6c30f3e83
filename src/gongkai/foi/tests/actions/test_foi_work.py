"""Working on a case: offices, people, searches, meetings, urging, repeats, proposals, ratings, archive; and many at one go."""

from datetime import date

import pytest

from gongkai.catalogue.models import Proposal
from gongkai.foi.actions import bulk, proactive, steps, waits, work
from gongkai.foi.models import ArchivePackage, Assignment, Case, Meeting, Note
from gongkai.foi.queries import visible_to
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import Evidence, Outcome
from gongkai.foi.rules.stages import Stage
from gongkai.foi.standing import standing_of
from gongkai.foi.tests.cases import OTHER_ID, answered, examined, later, on, peopled, submitted
from gongkai.foi.tests.replying import SECRET, drafted, ready, redacted, served
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.people.models import Post
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")
BY = date(2026, 6, 10)


@pytest.fixture
def town(cast):
    return peopled(cast)


@pytest.fixture
def case(town):
    return examined(town)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def told(officer) -> list[str]:
    return list(Notice.objects.filter(to=officer).order_by("id").values_list("subject", flat=True))


# —— 转办、协办 ——


def test_the_office_that_leads_is_told_and_sees_the_case(case, town):
    assert not visible_to(town.he).exists()
    step = work.dispatch(case, town.planning, "请提出答复意见", BY, by=town.li, at=AT)
    assert step.case.stage == Stage.DISPATCHED
    assert visible_to(town.he).get() == case
    assert told(town.he) == [f"依申请公开转办：{case.number}"]
    assert "张三" not in str(list(Notice.objects.values()))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_on": date(2026, 7, 1)}, "法定答复期限"),
        ({"due_on": date(2026, 5, 31)}, "早于今天"),
        ({"task": " "}, "写明事项"),
        ({"task": "张三要配租名单"}, "姓名"),
        ({"office": "housing"}, "受理机关自己"),
    ],
)
def test_a_task_lies_inside_the_legal_date_and_names_nobody(case, town, change, words):
    given = {"office": "planning", "task": "请提出答复意见", "due_on": BY, **change}
    given["office"] = getattr(town, given["office"])
    with pytest.raises(Refused, match=words):
        work.dispatch(case, **given, by=town.li, at=AT)
    assert not Assignment.objects.exists()


def test_a_closed_office_gets_nothing(case, town):
    town.planning.closed_on = date(2026, 5, 1)
    town.planning.save()
    with pytest.raises(Refused, match="已经撤销"):
        work.dispatch(case, town.planning, "请提出答复意见", BY, by=town.li, at=AT)


def test_given_back_with_a_reason_it_is_the_organs_again(case, town):
    work.dispatch(case, town.planning, "请提出答复意见", BY, by=town.li, at=AT)
    row = Assignment.objects.get()
    with pytest.raises(Refused, match="退回的原因"):
        work.give_back(row, " ", by=town.he, at=later(1))
    with pytest.raises(Refused, match="权限"):
        work.give_back(row, "不归我们", by=town.zhao, at=later(1))
    step = work.give_back(row, "不属于我局职责", by=town.he, at=later(1))
    assert step.case.stage == Stage.UNDER_REVIEW
    assert told(town.li) == [f"转办退回：{case.number}"]
    assert not visible_to(town.he).exists()
    with pytest.raises(Refused, match="已经反馈或者退回"):
        work.give_back(row, "不属于我局职责", by=town.he, at=later(1))


def test_given_to_another_office_the_first_one_is_out(case, town):
    work.dispatch(case, town.planning, "请提出答复意见", BY, by=town.li, at=AT)
    work.dispatch(case, town.transport, "请提出答复意见", BY, by=town.wang, at=later(1))
    assert visible_to(town.zhao).exists() and not visible_to(town.he).exists()
    assert [row.answered_at for row in Assignment.objects.order_by("id")] == [later(1), None]


def test_every_helper_answers_and_the_draft_is_warned_while_one_has_not(case, town):
    steps_ = work.ask_help(case, [town.planning, town.transport, town.planning], "请核实", BY, by=town.li, at=AT)
    assert len(steps_) == 2 and standing_of(case, on=AT.date()).facts.open_helps == 2
    with pytest.raises(Refused, match="已经在办理"):
        work.ask_help(case, [town.planning], "请再核实", BY, by=town.li, at=AT)
    first, second = Assignment.objects.order_by("id")
    with pytest.raises(Refused, match="权限"):
        work.give_help(second, "我们没有", by=town.he, at=later(1))
    with pytest.raises(Refused, match="反馈意见"):
        work.give_help(first, "", by=town.he, at=later(1))
    work.give_help(first, "我局没有制作该信息", by=town.he, at=later(1))
    work.give_help(second, "来电答复：没有", by=town.li, at=later(1))
    assert standing_of(case, on=AT.date()).facts.open_helps == 0
    first.refresh_from_db()
    assert (first.answer, first.answered_by) == ("我局没有制作该信息", town.he)
    assert visible_to(town.he).exists()


def test_a_helper_gives_back_what_is_not_its_business(case, town):
    work.ask_help(case, [town.planning], "请核实", BY, by=town.li, at=AT)
    work.give_back(Assignment.objects.get(), "不属于我局职责", by=town.he, at=later(1))
    assert standing_of(case, on=AT.date()).facts.open_helps == 0
    assert now(case).stage == Stage.UNDER_REVIEW


def test_the_lead_searches_and_drafts_in_the_organs_place(case, town):
    with pytest.raises(Refused, match="权限"):
        work.search(case, place="档案系统", words="配租", reach="2025年", found="无", by=town.he, at=AT)
    work.dispatch(case, town.planning, "请提出答复意见", BY, by=town.li, at=AT)
    _, record = work.search(case, place="档案系统", words="配租", reach="2025年", found="无", is_found=False, by=town.he, at=AT)
    assert (record.office, record.is_found) == (town.planning, False)
    assert steps.take(case, Action.DRAFT, by=town.he, at=AT, data={"outcome": Outcome.D1_NOT_FOUND}).case.stage == Stage.DRAFTING
    with pytest.raises(Refused, match="权限"):
        waits.extend(case, 5, "需要核实", by=town.ma, at=AT)


# —— 承办人 ——


def test_a_handler_is_an_editor_of_the_organ_and_is_told(case, town):
    with pytest.raises(Refused, match="不是澜州市住房和城乡建设局的采编人员"):
        work.assign(case, town.zhao, by=town.wang, at=AT)
    with pytest.raises(Refused, match="权限"):
        work.assign(case, town.li, by=town.zhou, at=AT)
    before = now(case).version
    assert work.assign(case, town.li, by=town.wang, at=AT).version == before + 1
    assert told(town.li) == [f"指定您承办：{case.number}"]


# —— 检索、备注、会商 ——


def test_a_search_says_where_with_which_words_how_far_and_what(case, town):
    _, record = work.search(case, place="OA系统", words="配租 名单", reach="2024—2025年", found="未检索到", by=town.li, at=AT)
    assert (record.by, record.at, record.office) == (town.li, AT, None)
    assert Evidence.SEARCH in standing_of(case, on=AT.date()).facts.evidence
    for field in ("place", "words", "reach", "found"):
        with pytest.raises(Refused) as refused:
            work.search(case, **{"place": "a", "words": "b", "reach": "c", "found": "d", field: " "}, by=town.li, at=AT)
        assert refused.value.field == field


def test_notes_are_sealed_and_talk_is_kept_apart(case, town):
    work.note(case, Note.Kind.INTERNAL, "张三上月也来过", by=town.zhou, at=AT)
    work.note(case, Note.Kind.CONTACT, "已电话说明进度", by=town.li, at=AT)
    assert list(case.notes.values_list("kind", flat=True)) == ["internal", "contact"]
    with pytest.raises(Refused, match="收到补正"):
        work.note(case, Note.Kind.APPLICANT, "我说", by=town.li, at=AT)
    with pytest.raises(Refused, match="权限"):
        work.note(case, Note.Kind.INTERNAL, "看看", by=town.qian, at=AT)


def test_one_meeting_is_written_down_at_each_of_its_cases(case, town):
    other = examined(town)
    meeting = work.meet(
        [case, other, case],
        "配租名单能否公开",
        on=AT.date(),
        present="住建局、司法局",
        conclusion="可以部分公开",
        is_standing=True,
        by=town.li,
        at=AT,
    )
    assert set(meeting.cases.all()) == {case, other}
    assert all(each.happenings.filter(kind=Action.MEET).count() == 1 for each in (case, other))


def test_a_meeting_names_no_applicant_and_mixes_no_organs(case, town):
    theirs = examined(town, organ=town.transport, by=town.zhao)
    given = {"subject": "能否公开", "on": AT.date(), "present": "住建局", "by": town.li, "at": AT}
    for cases, change, words in (
        ([], {}, "请选择"),
        ([case, theirs], {}, "同一机关"),
        ([theirs], {}, "权限"),
        ([case], {"conclusion": "答复张三"}, "姓名"),
        ([case], {"is_standing": True}, "写明结论"),
        ([case], {"on": date(2026, 6, 2)}, "今天之后"),
    ):
        with pytest.raises(Refused, match=words):
            work.meet(cases, **{**given, **change})
    assert not Meeting.objects.exists()


# —— 催办 ——


def test_urging_reaches_the_handler_and_the_offices_that_have_not_answered(case, town):
    work.ask_help(case, [town.planning], "请核实", BY, by=town.li, at=AT)
    work.remind(case, "请抓紧", by=town.qian, at=later(1))
    assert told(town.li) == [f"催办：{case.number}"] and told(town.he)[-1] == f"催办：{case.number}"
    assert "2026年6月30日" in Notice.objects.filter(to=town.li).get().body
    with pytest.raises(Refused, match="权限"):
        work.remind(case, by=town.li, at=later(1))


def test_a_case_nobody_has_taken_up_is_urged_on_all_who_could(town):
    case = submitted(town)
    work.remind(case, by=town.wang, at=AT)
    assert told(town.li) == [f"催办：{case}"]


# —— 重复、转主动公开、评价、归档 ——


def test_a_repeat_points_to_an_earlier_reply_to_the_same_applicant(town):
    first = answered(town)
    unanswered = examined(town, at=later(30))
    other = answered(town, examined(town, name="李雷", id_number=OTHER_ID))
    again = examined(town, at=later(60))
    for earlier, words in ((unanswered, "还没有答复"), (other, "同一申请人"), (again, "同一申请人")):
        with pytest.raises(Refused, match=words):
            work.mark_repeat(again, earlier, by=town.li, at=later(60))
    assert work.mark_repeat(again, first, by=town.li, at=later(60)).repeat_of == first
    assert Evidence.EARLIER_REPLY in standing_of(now(again), on=later(60).date()).facts.evidence


def test_what_several_asked_for_is_proposed_and_the_head_decides(case, town):
    with pytest.raises(Refused, match="权限"):
        proactive.propose([case], "配租名单", "多人申请", by=town.zhao, at=AT)
    with pytest.raises(Refused, match="姓名"):
        proactive.propose([case], "配租名单", "张三等多人申请", by=town.li, at=AT)
    proposal = proactive.propose([case], "年度配租名单", "三个申请人申请", by=town.li, at=AT)
    with pytest.raises(Refused, match="权限"):
        proactive.decide(proposal, True, "", by=town.li, at=AT)
    with pytest.raises(Refused, match="写明理由"):
        proactive.decide(proposal, False, "", by=town.wang, at=AT)
    assert proactive.decide(proposal, True, "同意", by=town.wang, at=AT).is_approved
    with pytest.raises(Refused, match="已经有了决定"):
        proactive.decide(proposal, False, "再想想", by=town.wang, at=AT)


def test_what_is_to_be_public_becomes_a_draft_with_the_files_that_were_handed_out(town):
    case = examined(ready(town))
    drafted(town, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    redacted(town, case)
    served(town, drafted(town, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私"))
    proposal = proactive.propose([case], "年度配租名单", "多人申请", "青石街道 槐树社区", by=town.li, at=AT)
    policy = proactive.decide(proposal, True, "同意", by=town.wang, at=AT).policy
    (edition,) = policy.editions.all()
    assert (policy.title, policy.category, policy.office) == ("年度配租名单（青石街道 槐树社区）", "other", town.housing)
    assert edition.draft.written_by == town.li and edition.draft.facts["issuers"] == [town.housing.name]
    assert (wanted := Proposal.objects.get()).title == policy.title and wanted.asked == 1  # for the catalogue
    (file,) = edition.attachments.all()
    assert file.name == "附件1（区分处理）.pdf" and SECRET not in str(file.public.read())


def test_without_its_proposer_at_the_organ_nothing_is_drafted_in_his_name(case, town):
    proposal = proactive.propose([case], "年度配租名单", "多人申请", by=town.li, at=AT)
    Post.objects.filter(officer=town.li).update(until=AT.date())
    assert proactive.decide(proposal, True, "同意", by=town.wang, at=AT).policy is None


def test_the_applicant_rates_once_and_only_a_reply(case, town):
    with pytest.raises(Refused, match="收到答复后"):
        work.rate(case, 5, at=AT)
    answered(town, case)
    with pytest.raises(Refused, match="1 到 5"):
        work.rate(case, 6, at=AT)
    assert work.rate(case, 4, "及时", at=AT).satisfaction == 4
    with pytest.raises(Refused, match="已经评价过"):
        work.rate(case, 1, at=AT)


def test_what_is_put_away_is_kept_ten_years_and_closed_to_further_notes(case, town):
    with pytest.raises(Refused, match="不能办理“归档”"):
        work.archive(case, by=town.li, at=AT)
    answered(town, case)
    archived = work.archive(case, by=town.li, at=later(5)).case
    assert (archived.stage, archived.archived_on, archived.retained_until) == (Stage.ARCHIVED, later(5).date(), date(2036, 12, 31))
    with pytest.raises(Refused):
        work.note(case, Note.Kind.INTERNAL, "补一句", by=town.li, at=later(6))


# —— 批量 ——


def test_each_row_has_its_own_result(town):
    mine, done, theirs = examined(town), answered(town), examined(town, organ=town.transport, by=town.zhao)
    results = bulk.assign([mine.pk, done.pk, theirs.pk, 999_999, mine.pk], town.li, by=town.wang, at=AT)
    assert [(each.case_id, each.is_done) for each in results] == [(mine.pk, True), (done.pk, False), (theirs.pk, False), (999_999, False)]
    assert "已经办结" in results[1].refused
    assert results[2].refused == results[3].refused == bulk.GONE and results[2].name == ""
    assert Entry.objects.filter(kind="foi.case.assigned").count() == 1


def test_many_are_urged_and_many_put_away(town):
    open_case, done = examined(town), answered(town)
    assert [each.is_done for each in bulk.remind([open_case.pk, done.pk], by=town.wang, at=AT)] == [True, False]
    assert [each.is_done for each in bulk.archive([open_case.pk, done.pk], by=town.li, at=AT)] == [False, True]
    assert ArchivePackage.objects.get().case == done
    with pytest.raises(Refused, match="至少选择一件"):
        bulk.archive([], by=town.li, at=AT)
    with pytest.raises(Refused, match="最多办理 500 件"):
        bulk.archive(range(501), by=town.li, at=AT)
