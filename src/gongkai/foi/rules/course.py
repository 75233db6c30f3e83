"""办理经过: what happened on the way to a reply, as the letter tells it (领域规则 2.3)."""

from collections.abc import Iterator
from datetime import date

from gongkai.foi.rules.facts import CaseFacts, Consulted


def course(facts: CaseFacts) -> str:
    """One sentence for each step the applicant was told of, in the order of the law; empty when there was none."""
    return "".join(_sentences(facts))


def _sentences(facts: CaseFacts) -> Iterator[str]:
    if asked := facts.clarification:
        yield f"本机关于{_day(asked.asked_on)}告知您补正"
        yield f"，您于{_day(asked.answered_on)}补正。" if asked.answered_on else "，您未在期限内补正。"
    if reason := facts.reason_request:
        yield f"本机关于{_day(reason.asked_on)}要求您说明理由"
        yield f"，您于{_day(reason.answered_on)}作了说明。" if reason.answered_on else "，您未在期限内说明。"
    for kind in Consulted:
        if sent := [each.sent_on for each in facts.consultations if each.kind is kind]:
            yield f"本机关于{_day(min(sent))}就您申请的信息征求了{kind.label}的意见。"
    if fee := facts.fee:
        yield f"本机关于{_day(fee.notified_on)}通知您缴纳信息处理费"
        yield f"，您于{_day(fee.paid_on)}缴纳。" if fee.paid_on else "，您未在期限内缴纳。"
    if facts.extension:
        yield f"经批准，本件答复期限于{_day(facts.extension.approved_on)}延长{facts.extension.workdays}个工作日。"
    if facts.delay:
        yield f"本机关于{_day(facts.delay.decided_on)}确定延迟答复{facts.delay.workdays}个工作日。"


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
