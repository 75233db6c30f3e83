"""缺口: gathering questions that ask for the same, and when one is due."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.matching import Asked, likeness, score
from gongkai.assistant.rules.routing import Not
from gongkai.assistant.rules.routing import read as read_as_asked
from gongkai.search.rules.masking import MASK
from gongkai.search.rules.tokens import HAN, fold, grams
from gongkai.shared.labelled import Labelled

SHOWN_FROM = 3  # 不同会话问到这么多次，问题原文（脱敏）才给责任单位以外的人看【推】，个人信息保护法第六条最小范围
GAP_WORKDAYS = 10  # 缺口办理期限，工作日【推】，待复核
REMIND_WORKDAYS = 2  # 期限前提醒，工作日【推】，待复核
SHOWN_LONGEST = 60  # characters of a question that stand as the title of a gap and in what officers are told
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


def is_worth_gathering(text: str) -> bool:
    """Whether a question as kept (masked) could be told by any entry: not what gives orders to the machine or asks about somebody,
    not gibberish, not how one person's own case stands."""
    if read_as_asked(text).not_answered in (Not.HOSTILE, Not.PERSONAL):
        return False
    return not _is_gibberish(text) and not is_of_one_person(text)


def is_of_one_person(text: str) -> bool:
    """“＊的公租房申请批了吗”: how the case of somebody named stands; papers do not tell it, and it is nobody else's business."""
    return bool(MASK in text and (_CASE.search(text) or _SOMEBODYS.search(text)))


_SOMEBODYS = re.compile(rf"{re.escape(MASK)}(?:家|本人)?的")
_CASE = re.compile(
    r"(?:批|办|审核?|通过|发|下来|到账|领|签|查)(?:下来|到|完|好|过)?了(?:吗|没有?|$|[？?])|到哪一?步|到哪里了|进度|审批结果"
)
_REPEATED = re.compile(r"(\S)\1{4,}")
_HAN_SIGN = re.compile(f"[{HAN}]")
FEWEST_HAN = 1 / 3  # 汉字不到这一比例的提问不归入缺口【推】


def _is_gibberish(text: str) -> bool:
    signs = "".join(text.split())
    return bool(_REPEATED.search(signs)) or len(_HAN_SIGN.findall(signs)) < max(2, len(signs) * FEWEST_HAN)


def answers(asked: Iterable[Asked], wordings: Iterable[Asked], given: Asked, *, of_its_paper: bool, written_for: bool = False) -> bool:
    """Whether an entry that may be asked for in these wordings answers a gap of these questions: one of them asks the same, or they speak of
    the same thing beyond what the papers it cites are called by (`given`: their titles), on the paper they were asked about
    (`of_its_paper`) or in nearly the same words. Of one that was `written_for` the gap the name of that paper is enough."""
    ways = list(wordings)
    for question in asked:
        for way in ways:
            if score(question, way, given=given, on_its_page=of_its_paper):
                return True
            shared = _told(question) & _told(way)
            if shared - given.pairs and (of_its_paper or likeness(question, way) >= ALIKE):
                return True
            if shared and of_its_paper and written_for:
                return True
    return False


def _told(asked: Asked) -> set[str]:
    """The pairs of characters of its telling words, however the text was cut into words (养狗要, 养狗)."""
    return {pair for term in asked.terms - GENERIC for pair in grams(term)} - GENERIC


# what is asked of anything: that two questions share it says nothing
GENERIC = frozenset(
    ["条件", "申请", "材料", "时间", "标准", "流程", "手续", "补贴", "补助", "政策", "规定", "办理", "地点", "电话", "部门", "费用", "期限", "要求", "资格", "范围", "人员", "单位", "工作", "通知", "办法", "证明"]
)  # fmt: skip


def cut(text: str) -> str:
    """A question as a title."""
    return text if len(text) <= SHOWN_LONGEST else text[: SHOWN_LONGEST - 1] + "…"


def telling(questions: Sequence[Asked], most: int = TELLING) -> list[str]:
    """The words most of the questions share, longest first among equals: what is shown where the questions themselves are not."""
    counted: dict[str, int] = {}
    for asked in questions:
        for word in asked.terms:
            counted[word] = counted.get(word, 0) + 1
    ranked = sorted(counted, key=lambda word: (-counted[word], -len(word), word))
    return [word for word in ranked if len(word) > 1 and MASK not in word and not any(sign.isdigit() for sign in word)][:most]


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
