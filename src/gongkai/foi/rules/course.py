"""办理经过: what happened on the way to a reply, as the letter tells it (领域规则 2.3)."""

from collections.abc import Iterator
from datetime import date

from gongkai.foi.rules.facts import CaseFacts, Consulted
from gongkai.foi.rules.outcomes import Outcome

YOU, THE_APPLICANT = "您", "申请人"  # a letter speaks to its reader, a record of somebody


def course(facts: CaseFacts, who: str = YOU) -> str:
    """One sentence for each step the applicant was told of, in the order of the law; empty when there was none. That a time ran out is
    told where it did: who withdraws earlier has let nothing run out."""
    return "".join(_sentences(facts, who))


def _sentences(facts: CaseFacts, who: str) -> Iterator[str]:
    if asked := facts.clarification:
        yield f"本机关于{_day(asked.asked_on)}告知{who}补正"
        yield _answered(asked.answered_on, "补正", who, ran_out=facts.outcome is Outcome.F1_NO_CORRECTION)
    if reason := facts.reason_request:
        yield f"本机关于{_day(reason.asked_on)}要求{who}说明理由"
        yield _answered(reason.answered_on, "作了说明", who, ran_out=reason.judged_on is not None, otherwise="说明")
    for kind in Consulted:
        if sent := [each.sent_on for each in facts.consultations if each.kind is kind]:
            yield f"本机关于{_day(min(sent))}就{who}申请的信息征求了{kind.label}的意见。"
    if fee := facts.fee:
        yield f"本机关于{_day(fee.notified_on)}通知{who}缴纳信息处理费"
        yield _answered(fee.paid_on, "缴纳", who, ran_out=facts.outcome is Outcome.F2_NO_PAYMENT)
    if facts.extension and not facts.extension.is_untold:  # an extension nobody was told of has extended nothing
        yield f"经批准，本件答复期限于{_day(facts.extension.approved_on)}延长{facts.extension.workdays}个工作日。"
    if facts.delay:
        yield f"本机关于{_day(facts.delay.decided_on)}确定延迟答复{facts.delay.workdays}个工作日。"


def _answered(on: date | None, did: str, who: str, *, ran_out: bool, otherwise: str = "") -> str:
    if on:
        return f"，{who}于{_day(on)}{did}。"
    return f"，{who}未在期限内{otherwise or did}。" if ran_out else "。"


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
