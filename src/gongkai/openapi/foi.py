"""依申请公开 for other systems: a business system or the platform above sends applications in, follows them, and takes the ledger.

Every operation needs a key; it opens the organisation the key was issued for and those below it, any other case is not there."""

import base64
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Path, Query, Router, Status
from pydantic import StringConstraints

from gongkai.foi import ledger
from gongkai.foi.actions import intake
from gongkai.foi.actions.intake import Handed, Submission
from gongkai.foi.models import Case
from gongkai.foi.organs import asked
from gongkai.foi.rules import account
from gongkai.foi.rules.applicants import IdKind, Material
from gongkai.foi.rules.clock import Clock
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Application, Arrival, Channel
from gongkai.foi.rules.stages import Stage
from gongkai.foi.standing import clock_of, facts_of
from gongkai.journal import actions as journal
from gongkai.openapi import cursors, guard
from gongkai.openapi.foi_shapes import (
    FoiApplicantGivenShape,
    FoiApplicationShape,
    FoiChangedShape,
    FoiChangesShape,
    FoiClockShape,
    FoiDayShape,
    FoiFileShape,
    FoiReceiptShape,
    FoiSaidShape,
    FoiStandingShape,
)
from gongkai.openapi.parameters import knowing_its_parameters
from gongkai.openapi.shapes import ProblemShape
from gongkai.people.models import ApiKey, Organisation
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import now, today
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

TAG, LEDGER, IDEMPOTENCY_KEY = "依申请公开", "foi.changes", "Idempotency-Key"
LARGEST = 100

Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{4,40}$", description="查询码或者登记号")]
Key = Annotated[
    str,
    StringConstraints(pattern=r"^[\x21-\x7e]{8,200}$"),
    Header(alias=IDEMPOTENCY_KEY, description="这件申请在贵系统中的唯一编号，8 至 200 个可见 ASCII 字符；重发时不变"),
]
Cursor = Annotated[str, Query(max_length=500, description="上次返回的 next_cursor，原样带回；不带则从头开始")]
Size = Annotated[int, Query(ge=1, le=LARGEST, description="一次的件数")]

router = Router(tags=[TAG])


class NoCase(Exception):
    """No such case, or not one that this key opens."""


class UsedKey(Exception):
    """The idempotency key was used for an application of other content."""


def keyed(
    method: Callable[..., Any],
    path: str,
    shapes: dict[int, Any],
    *,
    scope: Scope,
    summary: str,
    also: tuple[HTTPStatus, ...] = (),
    body: str = "application",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation for the holders of a key with this scope. `body`: its argument that is sent as the body."""
    wrong = (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
        *also,
    )

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        operation: Callable[..., Any] = method(
            path,
            response={**shapes, **dict.fromkeys(wrong, ProblemShape)},
            auth=guard.Holder(scope),
            summary=summary,
            operation_id=view.__name__,
        )(knowing_its_parameters(view, path, (body, "idempotency_key")))
        return operation

    return register


@keyed(
    router.post,
    "/cases",
    {200: FoiReceiptShape, 201: FoiReceiptShape},
    scope=Scope.FOI_SUBMIT,
    summary="提交申请",
    also=(HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
)
def foi_submit(
    request: HttpRequest, response: HttpResponse, application: FoiApplicationShape, idempotency_key: Key
) -> Status[FoiReceiptShape]:
    """需要 foi:submit 权限。请求头 Idempotency-Key 使重发不会成为两件：编号和内容都相同的返回原来那件（200），
    编号相同而内容不同的返回 409，新的返回 201。收到日由受理机关与申请人确认（第三十一条）。"""
    key, at = _key(request), now()
    submission = _submission(application, at.date())
    organ = _organ(key, application.organ)
    sent_as = f"api:{key.organisation_id}:{sm3(idempotency_key.encode())}"
    is_new = not Case.objects.filter(idempotency_key=sent_as).exists()
    try:
        with journal.through(f"openapi {key.prefix}"):
            case = intake.submit(organ, submission, by=None, at=at, key=sent_as)
    except Refused as refused:
        if refused.field == "key":
            raise UsedKey from refused
        raise
    response["Location"] = f"/api/v1/foi/cases/{case.ticket}"
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, _receipt(case))


@keyed(router.get, "/cases", {200: FoiChangesShape}, scope=Scope.FOI_READ, summary="台账")
def foi_changes(
    request: HttpRequest,
    cursor: Cursor = "",
    size: Size = 50,
    applicant: bool = Query(False, description="是否连同申请人信息；需要 foi:applicant 权限，每次取用都留痕"),
) -> FoiChangesShape:
    """需要 foi:read 权限。使用单位和下级机关的申请，按变化的先后给出现状，每件一次。
    more 为真时接着取（这一页可能是空的）；为假时记住 next_cursor，过一会儿再来，只会得到新的变化。"""
    key, on = _key(request), today()
    if applicant and not key.opens(Scope.FOI_APPLICANT):
        raise guard.NotOpened(Scope.FOI_APPLICANT)
    place = cursors.read(LEDGER, cursor)
    found = ledger.changes(key.organisation, after=place[0] if place else 0, size=size)
    cases = [item.case for item in found.items]
    if applicant and cases:
        ledger.hand_over(cases, key=key, at=now())
    return FoiChangesShape(
        items=[
            FoiChangedShape(**_standing(item.case, on), changed_at=item.at, applicant=_applicant(item.case) if applicant else None)
            for item in found.items
        ],
        next_cursor=cursors.written(LEDGER, found.reached),
        more=found.more,
    )


@keyed(router.get, "/cases/{code}", {200: FoiStandingShape}, scope=Scope.FOI_READ, summary="进度")
def foi_case(request: HttpRequest, code: Code) -> FoiStandingShape:
    """需要 foi:read 权限。一件申请的环节、期限，以及期限是怎样逐日算出来的。没有申请人信息。"""
    case = ledger.find(_key(request).organisation, code)
    if case is None:
        raise NoCase
    clock = clock_of(case, facts_of(case))
    on = today()
    return FoiStandingShape(**_standing(case, on), clock=_clock(clock, on, case.is_correction) if clock else None)


def _key(request: HttpRequest) -> ApiKey:
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key


def _organ(key: ApiKey, named: str) -> Organisation:
    """The organ asked, by its code or full name. Errors: Refused when the key does not reach it, or it answers no applications."""
    wanted = named.strip()
    by = {"uscc": wanted.upper()} if wanted.isascii() else {"name": wanted}
    found = list(asked().at_or_below(key.organisation.path).filter(**by)[:2])
    if len(found) != 1:
        raise Refused("没有这个受理机关，或者不在密钥的使用单位之下。请用统一社会信用代码，或者与网站一致的机关全称。", field="organ")
    return found[0]


def _submission(sent: FoiApplicationShape, on: date) -> Submission:
    a = sent.applicant
    files = [_file(file) for file in sent.files]
    application = Application(
        kind=a.kind,
        name=a.name,
        id_number=a.id_number,
        has_id_proof=any(file.material is Material.IDENTITY for file in files),
        representative=a.representative,
        agent=a.agent,
        has_authority=any(file.material is Material.AUTHORITY for file in files),
        phone=a.phone,
        email=a.email,
        address=a.address,
        fax=a.fax,
        info_title=sent.info_title,
        info_doc_no=sent.info_doc_no,
        info_text=sent.info_text,
        carrier=sent.carrier,
        delivery=sent.delivery,
    )
    return Submission(
        application,
        Channel.PLATFORM,
        Arrival(on),
        id_kind=a.id_kind,
        purpose=sent.purpose,
        needs_help=sent.needs_help,
        is_correction=sent.is_correction,
        files=files,
    )


def _file(sent: FoiFileShape) -> Handed:
    try:
        data = base64.b64decode(sent.content, validate=True)
    except ValueError:
        raise Refused(f"附件“{sent.name}”的内容不是 Base64，请重新编码。", field="files") from None
    return Handed(sent.name, data, sent.material)


def _receipt(case: Case) -> FoiReceiptShape:
    waits = case.received_on is None
    return FoiReceiptShape(
        ticket=case.ticket,
        number=case.number,
        organ=case.organ.name,
        stage=case.stage,
        stage_words=Stage(case.stage).label,
        submitted_at=case.submitted_at,
        received_on=case.received_on,
        track_url=f"{settings.SITE_URL}{reverse('portal:foi-track')}#{case.ticket}",
        message="已转受理机关，双方确认收到之日为收到日，从次日起计算答复期限。"
        if waits
        else "受理机关已收到，从收到日次日起计算答复期限。",
    )


def _standing(case: Case, on: date) -> dict[str, Any]:
    names = ("ticket", "number", "received_on", "channel", "applicant_kind", "is_correction", "stage", "outcome")
    dates = ("decided_on", "served_on", "closed_on", "due_on", "is_paused")
    return {
        **{name: getattr(case, name) for name in (*names, *dates)},
        "organ": case.organ.name,
        "organ_uscc": case.organ.uscc,
        "stage_words": Stage(case.stage).label,
        "outcome_words": Outcome(case.outcome).label if case.outcome else "",
        "is_overdue": ledger.is_overdue(case, on),
    }


def _applicant(case: Case) -> FoiApplicantGivenShape:
    return FoiApplicantGivenShape(
        name=case.applicant_name,
        id_kind=IdKind(case.id_kind),
        **{name: getattr(case, name) for name in ("id_number", "representative", "agent", "phone", "email", "address", "fax")},
    )


def _clock(clock: Clock, on: date, is_correction: bool) -> FoiClockShape:
    state = clock.state(on)
    return FoiClockShape(
        due_on=clock.due_on,
        first_due_on=clock.first_due_on,
        is_provisional=clock.is_provisional,
        state=state,
        state_words=state.label,
        remaining=clock.remaining(on),
        explained=[
            FoiSaidShape(on=said.on, says=said.says, basis=said.basis) for said in account.explained(clock, is_correction=is_correction)
        ],
        days=[FoiDayShape(day=line.day, weekday=line.weekday, number=line.number, why=line.why) for line in account.days(clock, on)],
    )
