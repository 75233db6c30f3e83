"""Cases of the fixed cast, brought to a stage by the same actions as in life: 张三 asks 澜州市住房和城乡建设局."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tests.cast import AT, ON, Cast

from gongkai.foi.actions import intake
from gongkai.foi.actions.intake import Submission
from gongkai.foi.actions.steps import take
from gongkai.foi.models import Case, Reply
from gongkai.foi.rules.applicants import ApplicantKind, IdKind
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.receipt import Application, Arrival, Carrier, Channel, Delivery
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.permits import Role

ZHANG_ID = "990100199001010012"
OTHER_ID = "990100198503150029"
COMPANY_USCC = "91990100MA00000D8K"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d0000000049454e44ae426082"
)  # the smallest picture there is


def on(day: str) -> datetime:
    """Half past nine on this day, in Beijing."""
    return datetime.combine(date.fromisoformat(day), AT.timetz())


def later(days: int, at: datetime = AT) -> datetime:
    return at + timedelta(days=days)


def submission(*, channel: Channel = Channel.ONLINE, arrival: Arrival | None = None, on: date = ON, **others: object) -> Submission:
    """What 张三 asks, on the form of 第二十九条; `others` are fields of the application or of the submission."""
    application = Application(
        kind=ApplicantKind.NATURAL,
        name="张三",
        id_number=ZHANG_ID,
        has_id_proof=True,
        phone="13900001234",
        email="zhangsan@example.com",
        address="澜州市青石街道槐树巷12号3单元502室",
        info_title="2025年度公租房配租名单",
        info_text="申请公开我市2025年度公共租赁住房配租对象名单及配租结果",
        carrier=Carrier.ELECTRONIC,
        delivery=Delivery.ONLINE,
    )
    of_application = {name: value for name, value in others.items() if name in Application.__dataclass_fields__}
    of_submission = {name: value for name, value in others.items() if name not in of_application}
    made = Submission(replace(application, **of_application), channel, arrival or Arrival(on), IdKind.RESIDENT)
    return replace(made, **of_submission)


def submitted(cast: Cast, *, at: datetime = AT, organ: Organisation | None = None, key: str = "", **others: object) -> Case:
    """Sent on the portal, not yet confirmed."""
    return intake.submit(organ or cast.housing, submission(on=at.date(), **others), by=None, at=at, key=key)


def received(cast: Cast, *, at: datetime = AT, by: Officer | None = None, **others: object) -> Case:
    """Confirmed with the applicant on the same day: the clock runs."""
    return intake.confirm_receipt(submitted(cast, at=at, **others), on=at.date(), how="电话确认", by=by or cast.li, at=at).case


def examined(cast: Cast, *, at: datetime = AT, by: Officer | None = None, **others: object) -> Case:
    """Under review, 李四 handles it."""
    by = by or cast.li
    case = intake.register(received(cast, at=at, by=by, **others), by=by, at=at).case
    return intake.examine(case, by=by, at=at).case


def answered(cast: Cast, case: Case | None = None, *, outcome: Outcome = Outcome.A2_GRANTED, at: datetime = AT, **others: object) -> Case:
    """Drafted by 李四, reviewed by 周静, signed by 王芳 and served, all in one morning."""
    case = case or examined(cast, at=at, **others)
    Reply.objects.create(
        case=case, outcome=outcome, facts=dict.fromkeys(RULINGS[outcome].needs, "见附件"), authors=[cast.li.pk], updated_at=at
    )
    for action, by in (
        (Action.DRAFT, cast.li),
        (Action.SUBMIT_DRAFT, cast.li),
        (Action.PASS_SECRECY, cast.zhou),
        (Action.PASS_LEGALITY, cast.zhou),
        (Action.SIGN, cast.wang),
        (Action.SERVE, cast.li),
    ):
        case = take(case, action, by=by, at=at, data={"outcome": outcome} if action is Action.DRAFT else {}).case
    return case


@dataclass(frozen=True)
class Town(Cast):
    """The cast and three more: 钱进 supervises for the city, 何静 edits at 澜州市自然资源和规划局, 马强 heads it."""

    qian: Officer
    planning: Organisation
    he: Officer
    ma: Officer


def peopled(cast: Cast) -> Town:
    """The cast with a supervisor at the city and an office of two people that is asked for help."""
    planning = Organisation.objects.create(
        name="澜州市自然资源和规划局", level=cast.housing.level, kind=cast.housing.kind, parent=cast.city, region_code="990100"
    )
    made = {}
    for key, username, name, office, role in (
        ("qian", "qianjin", "钱进", cast.city, Role.SUPERVISOR),
        ("he", "hejing", "何静", planning, Role.EDITOR),
        ("ma", "maqiang", "马强", planning, Role.SIGNER),
    ):
        made[key] = Officer.objects.create_user(username, "a-long-password", name=name, password_set_at=AT)
        Post.objects.create(officer=made[key], organisation=office, role=role, since=date(2020, 1, 2))
    return Town(**{name: getattr(cast, name) for name in Cast.__dataclass_fields__}, planning=planning, **made)
