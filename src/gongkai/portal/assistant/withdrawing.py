"""An earlier answer whose papers were withdrawn since: nothing of it is said any more."""

from dataclasses import replace

from gongkai.assistant.retrieval import WITHDRAWN
from gongkai.assistant.rules.answers import Answer, Outcome, Step

ALL_GONE = "这个回答引用的文件已经撤回，不再显示。可以重新提问。"
_ASK = (Step("网上咨询", "enquire"),)


def without_withdrawn(answer: Answer) -> Answer:
    """The answer without what counts or leads to words that are gone: where all of it rests on them, one sentence in its place."""
    gone = {place for place, one in enumerate(answer.citations) if one.standing == WITHDRAWN}
    if answer.outcome is Outcome.EVIDENCE and not answer.codes():
        return replace(answer, note=ALL_GONE, steps=_ASK)
    if not gone:
        return answer
    if len(gone) < len(answer.citations):
        return replace(answer, note="")
    return replace(answer, sentences=(), citations=(), cards=(), note=ALL_GONE, steps=_ASK, worded_by="")
