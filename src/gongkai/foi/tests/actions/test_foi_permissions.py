"""谁能办什么: every action of the room × every role × one's own organ, another one, and the one above. Also: another organ's case is in no query."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from tests.cast import Cast

from gongkai.foi import earlier, numbers
from gongkai.foi.actions import intake, proactive, records, waits, work
from gongkai.foi.actions.steps import take
from gongkai.foi.models import Assignment, Case, Complaint, Consultation, Note, Reply, Review
from gongkai.foi.queries import (
    Filters,
    Tab,
    case_seen_by,
    complaints_for,
    inbox,
    narrowed,
    orders_for,
    organs_of,
    precedents_of,
    visible_to,
)
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.rows import Row
from gongkai.foi.tests.cases import Town, answered, examined, on, peopled, received, submission, submitted
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.permits import Role
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")
BY = date(2026, 6, 12)
PLACES = ("own", "other", "above")
Someone = dict[tuple[str, Role], Officer]

EDITOR, REVIEWER, SIGNER = ("own", Role.EDITOR), ("own", Role.REVIEWER), ("own", Role.SIGNER)
SUPERVISORS = {("own", Role.SUPERVISOR), ("above", Role.SUPERVISOR)}
ADMINS = {("own", Role.ADMIN), ("above", Role.ADMIN)}
HANDLERS = {EDITOR, REVIEWER, SIGNER}


@pytest.fixture
def town(cast) -> Town:
    return peopled(cast)


@pytest.fixture
def someone(town) -> Someone:
    """One officer for every role at every place, who has nothing else to do."""
    made: Someone = {}
    offices: dict[str, Organisation] = {"own": town.housing, "other": town.transport, "above": town.city}
    for place, office in offices.items():
        for role in Role:
            officer = Officer.objects.create_user(f"{place}-{role}", name=f"{place} {role}")
            Post.objects.create(officer=officer, organisation=office, role=role, since=date(2020, 1, 2))
            made[place, role] = officer
    return made


def clarifying(town: Cast) -> Case:
    return waits.clarify(examined(town), ["请写明年份"], answer_by=BY, by=town.li, at=AT).case


def explaining(town: Cast) -> Case:
    return waits.ask_reason(examined(town), "本月第46件", answer_by=BY, by=town.li, at=AT).case


def explained(town: Cast) -> Case:
    return waits.take_reason(explaining(town), "研究需要", by=town.li, at=AT).case


def reasonable(town: Cast) -> Case:
    return waits.judge_reason(explained(town), True, "确有需要", by=town.li, at=AT).case


def consulting(town: Cast) -> Case:
    kind = Consultation.Kind.CO_ORGAN
    case = waits.consult(examined(town), kind, party="", organ=town.planning, question="请提出意见", by=town.li, at=AT).case
    return waits.record_reached(case.consultations.get(), on=AT.date(), by=town.li, at=AT).case


def charged(town: Cast) -> Case:
    return waits.charge(examined(town), Mode.BY_PAGE, pages=100, why="本月已提出31件", by=town.li, at=AT).case


def helped(town: Cast) -> Case:
    (step,) = work.ask_help(examined(town), [town.planning], "请核实", BY, by=town.li, at=AT)
    return step.case


def drafted(*steps: tuple[Action, str]) -> Callable[[Cast], Case]:
    def prepare(town: Cast) -> Case:
        case = examined(town)
        Reply.objects.create(case=case, outcome=Outcome.A2_GRANTED, facts={"items": "见附件"}, authors=[town.li.pk], updated_at=AT)
        for action, who in ((Action.DRAFT, "li"), *steps):
            data = {"outcome": Outcome.A2_GRANTED} if action is Action.DRAFT else {}
            case = take(case, action, by=getattr(town, who), at=AT, data=data).case
        return case

    return prepare


SUBMITTED = ((Action.SUBMIT_DRAFT, "li"),)
REVIEWED = (*SUBMITTED, (Action.PASS_SECRECY, "zhou"), (Action.PASS_LEGALITY, "zhou"))
SIGNED = (*REVIEWED, (Action.SIGN, "wang"))


def step(action: Action, at=AT, **data):
    return lambda case, by, town: take(case, action, by=by, at=at, data=data)


# name: (the case brought to where it can be done, doing it, who may)
TABLE = {
    "submit": (lambda town: None, lambda case, by, town: intake.submit(town.housing, submission(), by=by, at=AT), {EDITOR}),
    "receive": (submitted, lambda case, by, town: intake.confirm_receipt(case, on=AT.date(), how="电话", by=by, at=AT), {EDITOR}),
    "register": (received, lambda case, by, town: intake.register(case, by=by, at=AT), {EDITOR}),
    "examine": (
        lambda town: intake.register(received(town), by=town.li, at=AT).case,
        lambda case, by, town: intake.examine(case, by=by, at=AT),
        {EDITOR},
    ),
    "split": (examined, lambda case, by, town: intake.split(case, ["甲", "乙"], by=by, at=AT), {EDITOR}),
    "reveal": (examined, lambda case, by, town: intake.reveal(case, why="核对", by=by, at=AT), {EDITOR, SIGNER}),
    "clarify": (examined, lambda case, by, town: waits.clarify(case, ["年份"], answer_by=BY, by=by, at=AT), {EDITOR}),
    "take clarification": (clarifying, lambda case, by, town: waits.take_clarification(case, "2025年", by=by, at=AT), {EDITOR}),
    "ask reason": (examined, lambda case, by, town: waits.ask_reason(case, "第46件", answer_by=BY, by=by, at=AT), {EDITOR}),
    "take reason": (explaining, lambda case, by, town: waits.take_reason(case, "研究", by=by, at=AT), {EDITOR}),
    "judge reason": (explained, lambda case, by, town: waits.judge_reason(case, True, "合理", by=by, at=AT), {EDITOR}),
    "delay": (reasonable, lambda case, by, town: waits.delay(case, 5, "件多", by=by, at=AT), {SIGNER}),
    "extend": (examined, lambda case, by, town: waits.extend(case, 5, "核实", by=by, at=AT), {SIGNER}),
    "consult": (
        examined,
        lambda case, by, town: waits.consult(case, Consultation.Kind.THIRD_PARTY, party="某公司", question="意见", by=by, at=AT),
        {EDITOR},
    ),
    "record opinion": (
        consulting,
        lambda case, by, town: waits.record_opinion(case.consultations.get(), Consultation.Answer.AGREES, on=AT.date(), by=by, at=AT),
        {EDITOR},
    ),
    "record silence": (
        consulting,
        lambda case, by, town: waits.record_silence(case.consultations.get(), by=by, at=on("2026-07-01")),
        {EDITOR},
    ),
    "charge": (examined, lambda case, by, town: waits.charge(case, Mode.BY_PAGE, pages=100, why="本月已提出31件", by=by, at=AT), {EDITOR}),
    "record notice": (charged, lambda case, by, town: waits.record_notice(case, on=AT.date(), by=by, at=AT), {EDITOR}),
    "send": (examined, step(Action.SEND), {EDITOR}),
    "record payment": (charged, lambda case, by, town: waits.record_payment(case, on=AT.date(), by=by, at=AT), {EDITOR}),
    "withdraw": (examined, lambda case, by, town: waits.withdraw(case, "书面撤回", "撤回书", by=by, at=AT), {EDITOR}),
    "close": (clarifying, lambda case, by, town: waits.close(case, Outcome.F1_NO_CORRECTION, by=by, at=on("2026-06-15")), {SIGNER}),
    "dispatch": (examined, lambda case, by, town: work.dispatch(case, town.planning, "意见", BY, by=by, at=AT), {EDITOR, SIGNER}),
    "ask help": (examined, lambda case, by, town: work.ask_help(case, [town.planning], "意见", BY, by=by, at=AT), {EDITOR, SIGNER}),
    "give help": (helped, lambda case, by, town: work.give_help(Assignment.objects.get(case=case), "没有", by=by, at=AT), {EDITOR}),
    "assign": (examined, lambda case, by, town: work.assign(case, town.li, by=by, at=AT), {EDITOR, SIGNER}),
    "search": (examined, lambda case, by, town: work.search(case, place="a", words="b", reach="c", found="d", by=by, at=AT), {EDITOR}),
    "note": (examined, lambda case, by, town: work.note(case, Note.Kind.INTERNAL, "记", by=by, at=AT), HANDLERS),
    "meet": (examined, lambda case, by, town: work.meet([case], "议题", on=AT.date(), present="两局", by=by, at=AT), HANDLERS),
    "remind": (examined, lambda case, by, town: work.remind(case, by=by, at=AT), {SIGNER, *SUPERVISORS}),
    "propose": (examined, lambda case, by, town: proactive.propose([case], "名单", "多人", by=by, at=AT), {EDITOR}),
    "draft": (examined, step(Action.DRAFT, outcome=Outcome.A2_GRANTED), {EDITOR}),
    "submit draft": (drafted(), step(Action.SUBMIT_DRAFT), {EDITOR}),
    "pass secrecy": (drafted(*SUBMITTED), step(Action.PASS_SECRECY), {REVIEWER}),
    "pass legality": (drafted(*SUBMITTED), step(Action.PASS_LEGALITY), {REVIEWER}),
    "send back": (drafted(*SUBMITTED), step(Action.SEND_BACK), {REVIEWER, SIGNER}),
    "sign": (drafted(*REVIEWED), step(Action.SIGN), {SIGNER}),
    "serve": (drafted(*SIGNED), step(Action.SERVE), {EDITOR}),
    "archive": (answered, lambda case, by, town: work.archive(case, by=by, at=AT), {EDITOR}),
    "review": (
        examined,
        lambda case, by, town: records.record_review(
            town.housing, Review.Kind.LAWSUIT, "1号", accepted_on=AT.date(), case=case, by=by, at=AT
        ),
        {EDITOR, SIGNER},
    ),
    "hear": (
        lambda town: records.complain(town.housing, Complaint.Kind.LATE, "逾期", name="甲", contact="乙", at=AT),
        lambda complaint, by, town: records.hear(complaint, "不属实", is_founded=False, by=by, at=AT),
        SUPERVISORS,
    ),
    "precedent": (
        answered,
        lambda case, by, town: records.make_precedent(case, title="名单", request="名单", reasoning="公示", by=by, at=AT),
        {EDITOR},
    ),
    "choose": (
        lambda town: None,
        lambda case, by, town: records.choose(town.housing, "first_day", "same_day", "答复", by=by, at=AT),
        {SIGNER, *ADMINS},
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_only_these_roles_at_these_places_may(name, town, someone):
    prepare, do, allowed = TABLE[name]
    case = prepare(town)
    did = set()
    for who, officer in someone.items():
        try:
            with transaction.atomic():
                do(case, officer, town)
                did.add(who)
                transaction.set_rollback(True)
        except Refused as refusal:
            assert "权限" in str(refusal), (who, str(refusal))
    assert did == set(allowed)


def test_every_step_of_the_table_of_moves_is_in_this_one():
    told = {name.replace(" ", "_") for name in TABLE}
    also = {"ask_help", "give_help"}
    apart = {
        Action.CONSULT_THIRD_PARTY: "consult",
        Action.CONSULT_CO_ORGAN: "consult",
        Action.RECORD_REACHED: "record_opinion",
        Action.RETURN: "give_help",
        Action.RECORD_DISPUTE: "review",
    }
    for action in Action:
        assert apart.get(action, action.value) in told | also, action


def test_whoever_wrote_it_neither_reviews_nor_signs_it(town, someone):
    case = drafted(*SUBMITTED)(town)
    for role in (Role.REVIEWER, Role.SIGNER):
        Post.objects.create(officer=town.li, organisation=town.housing, role=role, since=date(2020, 1, 2))
    with pytest.raises(Refused, match="不是起草人本人"):
        take(case, Action.PASS_SECRECY, by=town.li, at=AT)
    for action in (Action.PASS_SECRECY, Action.PASS_LEGALITY):
        case = take(case, action, by=town.zhou, at=AT).case
    with pytest.raises(Refused, match="不是起草人本人"):
        take(case, Action.SIGN, by=town.li, at=AT)


def test_another_organs_case_is_in_no_query(town, someone):
    case = answered(town)
    records.record_review(town.housing, Review.Kind.LAWSUIT, "1号", accepted_on=AT.date(), case=case, by=town.li, at=AT)
    records.make_precedent(case, title="名单", request="名单", reasoning="公示", by=town.li, at=AT)
    open_case = examined(town)
    complaint = records.complain(town.housing, Complaint.Kind.LATE, "逾期", name="甲", contact="乙", case=case, at=AT)
    records.hear(complaint, "属实", is_founded=True, order="整改", order_due_on=BY, by=town.qian, at=AT)
    strangers = [officer for (place, role), officer in someone.items() if place == "other" or role is Role.ADMIN]
    strangers += [officer for (place, role), officer in someone.items() if place == "above" and role is not Role.SUPERVISOR]
    for officer in [town.zhao, *strangers]:
        assert not visible_to(officer).exists()
        assert case_seen_by(officer, case.pk) is None and case_seen_by(officer, open_case.pk) is None
        for tab in Tab:
            assert inbox(officer, Filters(tab)).lines == ()
            assert inbox(officer, Filters(tab, words=open_case.number)).lines == ()
        assert not narrowed(visible_to(officer), Filters(words=case.ticket)).exists()
        assert earlier.similar(open_case, among=visible_to(officer)) == ()
        organs = set(organs_of(officer.actor()).values_list("pk", flat=True))
        assert numbers.board(organs, AT.date()).total == 0
        assert not numbers.behind(organs, 2026, Row.NEW_RECEIVED).exists()
        assert sum(numbers.counts_of_year(organs, 2026).new.values()) == 0
        assert numbers.hot_topics(organs, AT.date(), AT.date()) == ()
        course = numbers.course(organs, AT.date(), AT.date())
        assert not course.received and not course.closed
        assert sum(cell for row in numbers.dispute_table(organs, 2026).values() for cell in row.values()) == 0
        assert not complaints_for(officer).exists() and not orders_for(officer).exists() and not precedents_of(officer).exists()


def test_supervision_sees_the_case_and_never_who_asked(town, someone):
    case = examined(town)
    for place, role in SUPERVISORS:
        officer = someone[place, role]
        seen = case_seen_by(officer, case.pk)
        assert seen.case.due_on == date(2026, 6, 30) and seen.applicant is None
        assert "applicant_name" in seen.case.get_deferred_fields() and "id_number" in seen.case.get_deferred_fields()
        (line,) = inbox(officer).lines
        assert line.case == case and line.applicant == ""
    (line,) = inbox(town.zhou).lines
    assert line.applicant == "张*" and case_seen_by(town.zhou, case.pk).applicant.id_number == "990100********0012"
    for word in ("张三", "13900001234", "槐树巷"):
        assert inbox(town.li, Filters(words=word)).lines == ()


def test_the_office_that_was_asked_sees_it_until_it_gives_it_back(town, someone):
    case = helped(town)
    assert [line.applicant for line in inbox(town.he, Filters(Tab.ASKED)).lines] == ["张*"]
    assert [line.case for line in inbox(town.he).lines] == [case]
    assert case_seen_by(town.ma, case.pk).asked[0].office == town.planning
    work.give_back(Assignment.objects.get(), "不归我局", by=town.he, at=AT)
    assert inbox(town.he, Filters(Tab.ASKED)).lines == inbox(town.he, Filters(Tab.ALL)).lines == ()
    assert case_seen_by(town.he, case.pk) is None
