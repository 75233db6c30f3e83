"""Whether two questions ask for the same thing. An entry is answered word for word, so this is strict: the same things are named on both
sides, the same is asked of them (when, where, who, how much …), with the same numbers, and nothing is denied on one side alone.
Other ways of asking are not guessed; they are written into the entry."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongkai.search.rules.tokens import fold, grams, plain_words, simplified
from gongkai.search.rules.tokens import words as fine_words

MATCHES = 0.6  # of the pairs of characters two questions share: below it the same words say something else
SPECIFIC = 3  # words that make a question clear by itself; one of fewer words must name something of the paper
VERY_NEAR = 0.8  # 别的单位已发布的问题近到这一程度，由审核人说明为什么还要发布【推】
ALIKE_ENOUGH = 0.58  # 重复提示: near enough to be shown side by side to whoever writes

Synonyms = tuple[tuple[str, str], ...]

_ASKS: tuple[tuple[str, str], ...] = (
    (
        "whether",
        r"是不是|能不能|可不可以|要不要|需不需要|用不用|会不会|有没有|是否|能否|可否|应否|吗(?=[?？。！!\s]*$)|(?<![什怎那这多])么(?=[?？。！!\s]*$)",
    ),
    ("why", r"为什么|为何|为啥|凭什么"),
    ("when", r"什么时候|什么时间|何时|哪一?天|几月几[日号]|几号|哪年"),
    ("where", r"什么地方|哪里|哪儿|何处|在哪|到哪|去哪"),
    ("who", r"哪些?(?:个)?(?:部门|单位|机关|人)|什么(?:部门|单位|机关|人)|由谁|何人|谁"),
    ("long", r"多久|多长时间|几个?(?:工作日|月|天|日|年)|多少个?(?:工作日|月|天|日|年)|多长"),
    ("much", r"多少|几(?=[个元次人户套间平])|多大|多高"),
    ("how", r"怎么办理|怎么样|怎么|怎样|如何|咋"),
    ("what", r"有哪些|是哪些|是什么|指什么|要什么|需要什么|什么样的|哪些|哪个|哪种|什么|啥"),
)
_NOT_TOLD_APART = frozenset({"what"})  # “条件有哪些”“什么条件”“条件”: what is asked for stands in the noun
_DENIES = re.compile(
    r"不(?!动产|同|锈|定期|良|足|低于|超过|少于|高于|小于|大于)|没有?|未(?!来|成年)|无(?!障碍|偿|人)|禁止|严禁|非(?!遗|税|机动|营利)"
)
_CHATTER = re.compile(
    r"请问一?下?|您好|你好|麻烦问?一?下?|打扰了?|谢谢|想(?:要)?(?:请?问|了解|知道|咨询|查询?)(?:一?下)?|咨询一?下|告诉我|帮我(?:查|看)?(?:一?下)?|有谁知道"
)
_MODAL = re.compile(r"可以|能够|(?<![功性节职效智技本可万潜核热动电])能(?![源力效耗级量见手干])")  # 能养狗 and 可以养狗 are cut alike
_LIGHT = frozenset(
    ["的", "了", "地", "得", "着", "过", "呢", "吧", "呀", "啊", "嘛", "哦", "吗", "么", "我", "我们", "咱", "咱们", "我家", "你", "您", "你们", "他", "她", "它", "自己", "个", "一个", "这", "那", "这个", "那个", "这些", "那些", "在", "对", "对于", "关于", "和", "与", "及", "以及", "或", "或者", "等", "是", "为", "为了", "被", "把", "给", "向", "从", "到", "由", "于", "按", "按照", "根据", "有", "要", "需", "需要", "想", "想要", "能", "能够", "可以", "可", "应", "应该", "应当", "会", "会儿", "就", "都", "也", "还", "又", "再", "才", "只", "很", "更", "最", "都是", "现在", "目前", "当前", "今天", "已经", "年", "具体", "情况", "问题", "事", "事情", "时", "时候", "里", "里面", "内", "中", "上", "下", "一下", "一般", "本市", "我市", "我们市", "市里", "咱们市", "办理", "办", "进行", "做", "去", "来", "规定", "相关", "有关", "政策", "之", "其", "所", "者", "如果", "若", "的话", "用"]
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question as it is compared. `asks`: what it asks of what it names."""

    words: frozenset[str]
    pairs: frozenset[str]
    numbers: frozenset[str]
    asks: frozenset[str]
    denies: bool
    terms: frozenset[str] = frozenset()  # its words uncut: “公共租赁住房”

    @property
    def sense(self) -> tuple[object, ...]:
        """What it asks, whatever the order of its words."""
        return self.words, self.numbers, self.asks, self.denies


@lru_cache(maxsize=4096)
def read(question: str, synonyms: Synonyms = ()) -> Asked:
    """The question in comparable form."""
    text = _formal(simplified(fold(" ".join(question.split()))), synonyms)
    text = _CHATTER.sub(" ", text)
    asks = set()
    for kind, pattern in _ASKS:
        text, found = re.subn(pattern, " ", text)
        if found:
            asks.add(kind)
    text = _MODAL.sub(" ", text)
    terms = [word for word in plain_words(text) if word not in _LIGHT]
    words = [piece for word in terms for piece in _pieces(word) if piece not in _LIGHT]
    return Asked(
        words=frozenset(word for word in words if not _is_number(word)),
        pairs=frozenset(pair for pair in grams(_without_light(text)) if not _is_number(pair)),
        numbers=frozenset(word for word in words if _is_number(word)),
        asks=frozenset(asks) - _NOT_TOLD_APART,
        denies=bool(_DENIES.search(text)),
        terms=frozenset(word for word in terms if not _is_number(word)),
    )


def score(question: Asked, entry: Asked, *, given: Asked | None = None, on_its_page: bool = False) -> float:
    """How far the two are the same question, 0 when they are not. `given`: the titles of the papers the entry rests on. What they name the
    question may name as well; asked on the page of such a paper (`on_its_page`), it need not name it."""
    known = given or _NOTHING
    if question.denies != entry.denies or question.asks != entry.asks:
        return 0.0
    if question.numbers - known.numbers != entry.numbers - known.numbers and question.numbers != entry.numbers:
        return 0.0
    more = {word for word in _missing(question, entry) if not _covered(word, known)}
    less = _missing(entry, question)
    if on_its_page:
        less = {word for word in less if not _covered(word, known)}
    if more or less or not (question.words and entry.words):
        return 0.0
    if on_its_page and not any(not _covered(word, known) for word in entry.words):
        return 0.0  # nothing but the name of the paper is left: anything on the page would match
    if not on_its_page and len(question.words) < SPECIFIC and not any(_covered(word, known) for word in question.words):
        return 0.0  # “能领多少”: of what?
    shared = question.pairs & entry.pairs
    beyond = known.pairs - shared
    mine, its = question.pairs - beyond, (entry.pairs - beyond if on_its_page else entry.pairs)
    alike = _dice(mine, its) if mine and its else float(question.words == entry.words)
    return alike if alike >= MATCHES else 0.0


def likeness(one: Asked, other: Asked) -> float:
    """How much two questions have in common, whatever they ask: for showing them side by side, and for gathering. Half of it is whole words,
    so that two questions about the same long-named thing are not alike for its name alone."""
    return (_dice(one.terms | one.numbers, other.terms | other.numbers) + _dice(one.pairs, other.pairs)) / 2


def _dice(mine: frozenset[str], its: frozenset[str]) -> float:
    return 2 * len(mine & its) / (len(mine) + len(its)) if mine and its else 0.0


def best_of(candidates: Mapping[int, Iterable[float]], *, own: Collection[int] = ()) -> tuple[int, float] | None:
    """The one candidate that matches best, None when none does. Two entries that compete never put each other out: those in `own`, whose
    office answers for what they cite, go before the others, and of equals the older."""
    ranked = sorted(((key in own, max(scores, default=0.0), -key) for key, scores in candidates.items()), reverse=True)
    found = next((one for one in ranked if one[1] > 0), None)
    return (-found[2], found[1]) if found else None


def _missing(of: Asked, within: Asked) -> set[str]:
    return {word for word in of.words if not _covered(word, within)}


def _covered(word: str, asked: Asked) -> bool:
    """Whether the word is named there, as it is or inside a longer word, whichever way the text was cut into words."""
    if word in asked.words:
        return True
    if len(word) == 1:
        return any(word in pair for pair in asked.pairs)
    return all(pair in asked.pairs for pair in grams(word))


def _pieces(word: str) -> list[str]:
    """“申请材料” as 申请 and 材料, so that it is found however the two stand; a word that is not made of others as it is."""
    pieces = [piece for piece in fine_words(word) if piece != word]
    return pieces if "".join(pieces) == word else [word]


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _without_light(text: str) -> str:
    """The text with light words as gaps, so that pairs of characters do not run over them."""
    parts, at = [], 0
    for word in plain_words(text):
        place = text.find(word, at)
        if place < 0:
            continue
        parts.append(" " * (place - at))
        parts.append(" " if word in _LIGHT else word)
        at = place + len(word)
    return "".join(parts)


def _formal(text: str, synonyms: Synonyms) -> str:
    """Everyday words as the papers write them."""
    if not synonyms:
        return text
    pattern, formal = _replacing(synonyms)
    return pattern.sub(lambda match: formal.get(match[0], match[0]), text)


@lru_cache(maxsize=8)
def _replacing(synonyms: Synonyms) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Formal words stand in the pattern as well, the longest first, so that a short word inside one of them stays."""
    formal: dict[str, str] = {}
    for said, meant in sorted(synonyms):
        formal.setdefault(said, meant)
    every: Collection[str] = {*formal, *formal.values()}
    return re.compile("|".join(map(re.escape, sorted(every, key=len, reverse=True)))), formal


_NOTHING = Asked(frozenset(), frozenset(), frozenset(), frozenset(), denies=False)
