"""An office that can write letters, and cases brought to every one of the twenty-three outcomes by the actions of real life."""

from collections.abc import Callable
from datetime import date, datetime

from tests.cast import AT, Cast

from gongkai.documents.redaction import Ground, Mark
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import pdf
from gongkai.foi.actions import letters, replies, serving, told, waits, work
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.waits import Answer, Kind
from gongkai.foi.models import Case, Consultation, Letter
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.tests.cases import examined, later, on
from gongkai.people.models import DocCode, Officer

COURT = "澜州市青石区人民法院"
ONLINE_CHANNEL = "https://reconsideration.example/lanzhou"
LIST = "澜州市2025年度公共租赁住房配租名单"
SECRET = "990100199001019999"


def ready(cast: Cast) -> Cast:
    """澜州市住房和城乡建设局 with its 机关代字, court and channel for reconsideration."""
    DocCode.objects.create(organisation=cast.housing, code="澜住建", valid_from=date(2020, 1, 1))
    own = {
        "court": COURT,
        "reconsideration_url": ONLINE_CHANNEL,
        "phone": "0999-5550121",
        "address": "澜州市政务路1号",
        "payment": "持本通知到市政务服务大厅12号窗口缴纳",
    }
    letters.set_organ(cast.housing, own, by=cast.wang, at=AT)
    return cast


def named_list() -> bytes:
    """A one-page PDF with an identity number in it."""
    return pdf.write(
        Paper(LIST, (Block(BlockKind.PARAGRAPH, "第一户：青石小区1号楼。"), Block(BlockKind.PARAGRAPH, f"身份证号：{SECRET}。")))
    )


def drafted(
    cast: Cast, case: Case, outcome: Outcome, *, at: datetime = AT, by: Officer | None = None, body: str = "", **facts: str
) -> Case:
    return replies.draft(case, outcome, facts, body, by=by or cast.li, at=at).case


def passed(cast: Cast, case: Case, *, at: datetime = AT) -> Case:
    """Submitted by 李四, both reviews by 周静."""
    replies.submit(case, by=cast.li, at=at)
    replies.pass_secrecy(case, by=cast.zhou, at=at)
    return replies.pass_legality(case, by=cast.zhou, at=at).case


def signed(cast: Cast, case: Case, *, at: datetime = AT) -> Letter:
    return replies.sign(passed(cast, case, at=at), by=cast.wang, at=at)


def served(cast: Cast, case: Case, *, at: datetime = AT) -> Letter:
    letter = signed(cast, case, at=at)
    serving.serve(case, ServiceMode.ONLINE, sent_on=at.date(), by=cast.li, at=at)
    return letter


def redacted(cast: Cast, case: Case, at: datetime = AT) -> None:
    row = replies.attach(case, Handed("配租名单.pdf", named_list()), by=cast.li, at=at)
    replies.redact(row, [Mark(1, (0.1, 0.2, 0.9, 0.6), Ground.PRIVACY)], by=cast.li, at=at)


def consulted(cast: Cast, case: Case, answer: Answer = Answer.REFUSES, at: datetime = AT) -> Consultation:
    """A third party asked and heard."""
    step = told.consult(case, Kind.THIRD_PARTY, party="澜州安居物业有限公司", question="2025年物业服务合同", by=cast.li, at=at).step
    asked = Consultation.objects.get(pk=step.happening.data["key"])
    waits.record_reached(asked, on=at.date(), by=cast.li, at=at)
    waits.record_opinion(asked, answer, "涉及报价", on=at.date(), by=cast.li, at=at)
    return asked


def _searched(cast: Cast, case: Case) -> None:
    work.search(case, place="市住建局档案系统", words="公租房 配租 2025", reach="2025年全部归档文件", found="无", by=cast.li, at=AT)


def _clarified(cast: Cast, case: Case) -> None:
    told.clarify(case, ["请写明小区名称"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    waits.take_clarification(case, "就是那个小区", by=None, at=later(1))


def _rejected(cast: Cast, case: Case) -> None:
    told.ask_reason(case, "今年以来申请人已提出126件申请", answer_by=date(2026, 6, 15), by=cast.li, at=AT)
    waits.take_reason(case, "没有理由", by=None, at=later(1))
    waits.judge_reason(case, False, "申请人没有说明合理的用途", by=cast.li, at=later(1))


def _answered_before(cast: Cast, case: Case) -> None:
    """The same had been asked and answered: the earlier case has the smaller number, so it is made to be the case in hand's own past."""
    earlier = Case.objects.filter(organ=case.organ, pk__lt=case.pk).get()
    work.mark_repeat(case, earlier, by=cast.li, at=AT)


def _enclosed(cast: Cast, case: Case) -> None:
    drafted(cast, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    redacted(cast, case)


_REPLIES: dict[Outcome, tuple[Callable[[Cast, Case], object] | None, dict[str, str]]] = {
    Outcome.A1_ALREADY_PUBLIC: (None, {"public_source": "本机关网站“住房保障”栏目"}),
    Outcome.A2_GRANTED: (None, {"items": "2025年度配租结果"}),
    Outcome.B_PARTIAL: (_enclosed, {"items": "配租名单", "grounds": "名单中的身份证号属于个人隐私"}),
    Outcome.C1_SECRET: (None, {"grounds": "该信息已依法定密", "secret_basis": "定密号〔2025〕1"}),
    Outcome.C2_LAW: (None, {"grounds": "法律禁止公开", "forbidding_law": "《中华人民共和国统计法》第十一条"}),
    Outcome.C3_SAFETY: (None, {"grounds": "公开后可能危及公共安全"}),
    Outcome.C4_THIRD: (consulted, {"grounds": "公开会损害第三方的商业秘密"}),
    Outcome.C5_INTERNAL: (None, {"grounds": "属于内部工作流程"}),
    Outcome.C6_PROCESS: (None, {"grounds": "属于讨论记录"}),
    Outcome.C7_ENFORCE: (None, {"grounds": "属于行政执法案卷"}),
    Outcome.C8_QUERY: (None, {"special_law": "《不动产登记暂行条例》"}),
    Outcome.D1_NOT_FOUND: (_searched, {}),
    Outcome.D1_NOT_OURS: (None, {"not_ours": "该事项由公积金中心负责", "responsible": "澜州市住房公积金管理中心，0999-5550188"}),
    Outcome.D2_NEED_CREATE: (None, {"reasons": "需要汇总分析多年数据"}),
    Outcome.D3_STILL_UNCLEAR: (_clarified, {}),
    Outcome.E1_PETITION: (None, {"reasons": "所提内容为投诉"}),
    Outcome.E2_REPEAT: (_answered_before, {}),
    Outcome.E3_PUBLICATION: (None, {"where_sold": "新华书店"}),
    Outcome.E4_EXCESSIVE: (_rejected, {}),
    Outcome.E5_CONFIRM: (None, {"reasons": "要求确认已获取的信息"}),
}
LAST_DAY = on("2026-07-20")


def brought_to(cast: Cast, outcome: Outcome) -> tuple[Case, Letter]:
    """A case of 张三 with this outcome, served where there is something to serve, and the letter that ends it."""
    if outcome is Outcome.E2_REPEAT:
        first = examined(cast)
        served(cast, drafted(cast, first, Outcome.A2_GRANTED, items="配租结果"))
    case = examined(cast)
    if RULINGS[outcome].is_ending:
        return _ended(cast, case, outcome)
    before, facts = _REPLIES[outcome]
    at = later(1) if before in (_clarified, _rejected) else AT
    if before:
        before(cast, case)
    drafted(cast, case, outcome, at=at, **facts)
    letter = served(cast, case, at=at)
    return Case.objects.get(pk=case.pk), letter


def _ended(cast: Cast, case: Case, outcome: Outcome) -> tuple[Case, Letter]:
    if outcome is Outcome.F3_OTHER:
        done = told.withdraw(case, "申请人来信撤回申请", "6月1日的撤回书", by=cast.li, at=AT)
    elif outcome is Outcome.F1_NO_CORRECTION:
        told.clarify(case, ["请写明小区名称"], answer_by=date(2026, 6, 15), by=cast.li, at=AT)
        done = told.close(case, outcome, by=cast.wang, at=LAST_DAY)
    else:
        told.charge(case, Mode.BY_PAGE, pages=50, why="本月已提出31件", by=cast.li, at=AT)
        waits.record_notice(case, on=AT.date(), by=cast.li, at=AT)
        done = told.close(case, outcome, by=cast.wang, at=LAST_DAY)
    return Case.objects.get(pk=case.pk), done.letters[0]
