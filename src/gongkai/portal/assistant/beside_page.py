"""An answer given on the page of a paper, where that paper does not tell what was asked: it is said to be so."""

from dataclasses import replace

from gongkai.assistant.rules.answers import Answer, Outcome

NOT_FOUND = "在本站公开的文件里没有查到"  # so begins what is said where nothing was found
OTHERS = "以下出自其他文件"
NOT_HERE, FROM_OTHERS = "这份文件里没有说到所问的事。", f"这份文件里没有找到能直接回答的内容，{OTHERS}。"
SOME_FROM_OTHERS = "有的出自其他文件，请看清文件名称。"


def is_not_answered_by(answer: Answer, code: str) -> bool:
    """Whether the paper of this page leaves the question open: nothing was found, or only what is near."""
    return _is_not_found(answer) or (answer.outcome is Outcome.EVIDENCE and answer.codes() == {code})


def told(answer: Answer, code: str) -> Answer:
    """The answer with this said in front of it, where the answer does not say so itself."""
    if _is_not_found(answer):
        return replace(answer, note=f"{NOT_HERE}{answer.note.replace(NOT_FOUND, '在本站公开的其他文件里也没有查到', 1)}")
    if answer.outcome not in (Outcome.ANSWER, Outcome.EVIDENCE) or OTHERS in answer.note:
        return answer
    stated = {one.code for one in answer.citations} or answer.codes()
    if stated and code not in stated:
        return replace(answer, note=f"{FROM_OTHERS}{answer.note}")
    return replace(answer, note=f"{answer.note}{SOME_FROM_OTHERS}") if stated - {code} else answer


def _is_not_found(answer: Answer) -> bool:
    return answer.outcome is Outcome.REFUSED and answer.note.startswith(NOT_FOUND)
