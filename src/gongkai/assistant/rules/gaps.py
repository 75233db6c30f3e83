"""缺口: gathering questions that ask for the same, and when one is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.matching import Asked, likeness
from gongkai.search.rules.tokens import fold
from gongkai.shared.labelled import Labelled

SHOWN_FROM = 3  # 不同会话问到这么多次，问题原文（脱敏）才给责任单位以外的人看【推】，个人信息保护法第六条最小范围
GAP_WORKDAYS = 10  # 缺口办理期限，工作日【推】，待复核
REMIND_WORKDAYS = 2  # 期限前提醒，工作日【推】，待复核
ALIKE = 0.65  # from here on two questions ask for the same
LOW = 0.35  # 把握低于此的回答也计入缺口【推】，由校准替代
TELLING = 4  # words shown of a gap


class Close(Labelled):
    ENTRY = "entry", "编入问答库"
    DOCUMENT = "document", "已有文件公开"
    REASON = "reason", "说明理由"


@dataclass(frozen=True)
class Cluster:
    """A gap as gathering sees it: whose, about which paper, and the first question."""

    key: int
    office: int | None
    inside: bool
    policy: int | None
    asked: Asked


def is_trouble(outcome: str, *, disliked: bool, confidence: float) -> bool:
    """Whether a question belongs into a gap: not answered, not liked, or answered without much confidence."""
    if outcome in (Outcome.REFUSED, Outcome.EVIDENCE) or disliked:
        return True
    return outcome == Outcome.ANSWER and confidence < LOW


def home_of(asked: Asked, *, office: int | None, inside: bool, policy: int | None, among: Iterable[Cluster]) -> int | None:
    """The key of the gap a question joins: of the same office and paper, the likest, or of the same office in the same words; None when it begins one of its own. Gaps are asked in
    the order they began, so that the same questions always gather the same way."""
    best, key = ALIKE, None
    for cluster in among:
        if (cluster.office, cluster.inside) != (office, inside):
            continue
        # of another paper only the very same question: which paper came first when it was asked is chance
        alike = likeness(asked, cluster.asked) if cluster.policy == policy else ALIKE * (asked.sense == cluster.asked.sense)
        if alike > best or (alike == best and key is None):
            best, key = alike, cluster.key
    return key


def telling(questions: Sequence[Asked], most: int = TELLING) -> list[str]:
    """The words most of the questions share, longest first among equals: what is shown where the questions themselves are not."""
    counted: dict[str, int] = {}
    for asked in questions:
        for word in asked.terms:
            counted[word] = counted.get(word, 0) + 1
    ranked = sorted(counted, key=lambda word: (-counted[word], -len(word), word))
    return [word for word in ranked if len(word) > 1 and not any(sign.isdigit() for sign in word)][:most]


def in_order(words: Sequence[str], sample: str) -> list[str]:
    """The words as they stand in the first question, those that stand side by side in it as one (电动 自行车: 电动自行车)."""
    text = fold(sample)
    found: list[str] = []
    end = -1
    for at, word in sorted((text.find(word) if word in text else len(text), word) for word in words):
        if at == end and found:
            found[-1] += word
        else:
            found.append(word)
        end = at + len(word) if at < len(text) else -1
    return found


def shows_text(*, ours: bool, askers: int) -> bool:
    """Whether the questions of a gap may be read: in its own office, elsewhere only once several people asked."""
    return ours or askers >= SHOWN_FROM
