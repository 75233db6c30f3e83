"""The words of a question that tell what it is about, and how far a text says them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.assistant.rules.amounts import BARE, DATE, amounts
from gongkai.search.rules.asking import NOISE
from gongkai.search.rules.tokens import fold, is_word, plain_words, simple_words

Rarity = Callable[[Iterable[str]], Mapping[str, float]]
SAID = 0.6  # how far a word must be said to count as said at all
_DATA = Path(__file__).parents[1] / "data"

# Everyday words and the words papers use for the same; each way only as written here.
SAYINGS: Mapping[str, tuple[str, ...]] = {
    said: tuple(others) for said, *others in map(str.split, (_DATA / "sayings.txt").read_text(encoding="utf-8").splitlines())
}

APART: Mapping[str, tuple[str, ...]] = {
    "低保": ("低保边缘",),
    "低保家庭": ("低保边缘",),
    "居民": ("居民委员会",),
    "村民": ("村民委员会",),
    "业主": ("业主委员会", "业主大会"),
    "工作日": ("非工作日",),
    "机动车": ("非机动车",),
    "全日": ("半日",),
}

# Words about the asking or about papers in general: they weigh little and their absence proves nothing.
WEAK = frozenset((_DATA / "weak.txt").read_text(encoding="utf-8").split())


# Acts that many papers know: alone they do not tell what a question is about (“什么时候报名？” — for what?).
ACTS = frozenset(["报名", "申请", "申领", "领取", "领", "申报", "登记", "预约", "缴费", "缴纳", "报销", "提交", "享受", "收到"])

# Those many papers speak of, and acts that many know: where nothing else of a question is said, it is about something else
# (“结婚登记要预约吗”, “孩子发烧了怎么办”).
_PERSONS = "孩子 小孩 儿童 宝宝 婴儿 大人 老人 老年人 老人家 年轻人 学生 家长 父母 女儿 儿子 居民 市民 群众 村民 个人 家庭 企业 公司 单位 员工 职工 人员 老板 外地人 学校 平台 网站"
COMMON = ACTS | frozenset(_PERSONS.split())


# What only asks is taken out before the text is cut into words, or it would be glued to its neighbours (“老年人要不要” → 人要).
_ASKING = re.compile(
    "为什么|为何|百分之(?:几|多少)|咨询电话|联系电话|电话(?:号码)?|热线|(?<!第)一[个份次件项条回趟](?!性)|最[多长迟](?!样)|(?:哪个|哪些|什么)(?:局|部门|单位|机关|处室|科室|[处科委厅](?=来?管|负责|牵头))(?:来?管|负责)?|要不要|能不能|可不可以|是不是|有没有|需不需要|用不用|会不会|怎么样?|如何|怎样|哪几[个项条类种点步]?|哪些|哪个|哪里|什么时候|什么|哪[天年月日]|几个?大?(?:部分|章|板块)|几个?(?:小时|分钟|工作日|月)|几[天日月年点号次周块档批家户场步条元分岁里人名级处所间楼层张份门座栋套辆台篇期只艘架床班组队站笔轮支株棵盒瓶箱袋桶届本页字款章节]|(?<![功性技智职不才可潜节动热机失])能(?![源力量耗效级动手干人否够])|多大年[纪龄]|多少|多久|多长时间|"
    "(?:是|归|都)?由(?=[^，。]{0,24}(?:负责|牵头|管|承担|批准|实施|组织|制定|清运|审))|谁来?|请问|[吗呢吧嘛]|几[个项条类种]"
)
_LIVES_IN = re.compile("(?<![居入常暂])住在?(?=[\u4e00-\u9fff]{2,3}(?:街道|镇|区|县|村))")  # 住望潮街道 is no 住望
_LEVELS = re.compile(r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+级?")  # what the tokens of the index leave out
_YEAR = re.compile(r"((?:19|20)\d\d)年?")


@dataclass(frozen=True)
class Term:
    """One word of a question: how much it weighs, and the words papers may use for it. `telling`: a text without it speaks of something else."""

    word: str
    weight: float
    others: tuple[str, ...] = ()
    telling: bool = True
    heard: bool = True  # some paper has it, or another word for it
    apart: tuple[str, ...] = ()  # longer words that hold this one and mean another: 低保边缘 is not 低保

    def said_in(self, text: str) -> float:
        """0 to 1: the word itself, another word for it, or as much of it as its pairs of characters show. `text` is folded."""
        for longer in self.apart:
            text = text.replace(longer, " ")
        if "(" in text and self.word not in text:  # 首台套 stands as 首台(套)
            text = text.replace("(", "").replace(")", "")
        if "·" in text and "·" not in self.word:  # 青易问·云客服 is typed without the point
            text = text.replace("·", "")
        if self.word in text:
            return 1.0
        if any(other in text for other in self.others):
            return 1.0
        if len(self.word) < 3:
            return 0.0
        if len(self.word) == 4 and self.word[:2] in text and self.word[2:] in text:
            return 0.85  # 高龄津贴: 高龄老年人津贴
        pairs = [self.word[at : at + 2] for at in range(len(self.word) - 1)]
        return 0.8 * sum(pair in text for pair in pairs) / len(pairs)


_DENIES = re.compile("不得|不能|不可(?!抗力)|禁止|不予|不许|不让|不准|严禁")
DENIAL = Term("不得", 3.0, ("不能", "不可", "禁止", "不予", "不许", "不准", "严禁"))  # “哪些情形不得申请” is not answered by who may


def terms_of(text: str, rarity: Rarity, synonyms: Sequence[tuple[str, str]] = ()) -> tuple[Term, ...]:
    """The words of a question with their weights. `rarity` as `search.queries.rarity`; `synonyms` are (俗称, 正式说法)."""
    figures, rest = _without_figures(_YEAR.sub(r" \1 ", fold(text)))
    spoken = _ASKING.sub(" ", _LIVES_IN.sub(" 住 ", rest))
    sayings = _sayings(synonyms) | {}
    for said, others in list(sayings.items()):  # 加装电梯 holds 装电梯, which stays whole in it
        for formal in others:
            if len(said) > 1 and said in formal and formal != said:
                sayings.setdefault(formal, others)
    known = sorted((said for said in sayings if len(said) > 1 and said in spoken), key=lambda said: (-len(said), said))
    usual = _usual(plain_words(spoken), rarity) if known else frozenset()
    pieces: list[str] = []
    for said in known:
        if _stands_alone(said, spoken, usual):
            spoken = spoken.replace(said, " ")
            pieces.append(said)
    cut = [*_LEVELS.findall(text), *pieces, *_in_words(spoken, rarity)]
    chosen = dict.fromkeys(
        word
        for word in cut
        if word.strip()
        and word not in NOISE
        and not _DENIES.fullmatch(word)
        and not _is_glue(word, sayings.get(word, ()) if word in pieces else None)
    )
    rare = rarity([_NOWHERE, *chosen, *figures, *(other for word in chosen for other in sayings.get(word, ()))])
    terms = tuple(_term(word, sayings.get(word, ()), rare) for word in chosen)
    # whether a figure is met is asked of figures (`extracting.unmet_figures`): as a word it only ranks
    counted = tuple(Term(words, rare.get(words, 1.0) / 2, _as_written(words), telling=False) for words in figures)
    of_each = [Term(match[1], rare.get(match[1], 1.0)) for match in _OF_EACH.finditer(text)]
    return (*terms, *of_each, *counted, *((DENIAL,) if _DENIES.search(spoken) else ()))


def _usual(cut: Sequence[str], rarity: Rarity) -> frozenset[str]:
    """Those that are words of some paper."""
    rare = rarity([*cut, _NOWHERE])
    return frozenset(word for word in cut if len(word) > 1 and rare.get(word, 0.0) < rare.get(_NOWHERE, 0.0))


def _stands_alone(said: str, text: str, usual: frozenset[str]) -> bool:
    """Whether it stands in the text as words of its own, not across those that papers use: 老人 does not in 养老人才."""
    at = text.find(said)
    if at < 0:
        return False
    end, place = at + len(said), 0
    for word in plain_words(text):
        start = text.find(word, place)
        if start < 0:
            continue
        place = start + len(word)
        overlaps, within = start < end and at < place, at <= start and place <= end
        if overlaps and not within and word in usual:
            return False
    return True


_OF_EACH = re.compile(
    r"[一每][个名间台张栋节堂部辆](?![月年天日])([\u4e00-\u9fff])(?=[最能可要有收招配多几拿交花补给])"
)  # 一个班收几个: of nothing but 班


def _as_written(figure: str) -> tuple[str, ...]:
    """90岁 stands in papers as 90周岁 and in 90至99周岁."""
    number = figure.rstrip("周岁多来余")
    return (f"{number}周岁", f"{number}岁", f"{number}至") if figure.endswith("岁") else ()


def _without_figures(text: str) -> tuple[list[str], str]:
    """The numbers with units in a question, as written, and the question without them."""
    names = [match.span() for said in SAYINGS if len(said) >= A_NAME and said in text for match in re.finditer(re.escape(said), text)]
    found = [
        one
        for one in amounts(text)
        if one.unit not in (BARE, DATE)
        and not one.unit.startswith("第")
        and not any(start <= one.start and one.end <= end for start, end in names)  # 三支一扶 are no three of anything
    ]
    for one in reversed(found):
        text = f"{text[: one.start]} {text[one.end :]}"
    return [one.words for one in found if not one.words.startswith("一")], text


A_NAME = 4  # characters


def _in_words(text: str, rarity: Rarity) -> list[str]:
    """Cut into words; where the cutter guessed at a word that neither the dictionary nor any paper knows (楼里装, 来澜州), without guesses."""
    cut = plain_words(text)
    guesses = [word for word in cut if len(word) > 1 and not word.isascii() and not is_word(word)]
    rare = rarity([*guesses, _NOWHERE]) if guesses else {}
    found: list[str] = []
    for word in cut:
        unknown = word in rare and rare[word] >= rare.get(_NOWHERE, 0.0)
        simple = simple_words(word) if unknown else [word]
        # letters none of which only joins are a name nobody has heard of: it stays what is asked for
        found += simple if any(len(one) > 1 or one in _JOINS for one in simple) else [word]
    return found


_NOWHERE = "〓"  # a word no paper has


def unheard(words: Sequence[str], rarity: Rarity) -> list[str]:
    """Those of the words that no paper has."""
    rare = rarity([*words, _NOWHERE])
    return [word for word in words if rare.get(word, 0.0) >= rare.get(_NOWHERE, 99.0)]


_JOINING = frozenset("中前后内里要由会能从到把被在和与对给让时开始的了是有没不")


_JOINS = frozenset(letter for letter in {*NOISE, *_JOINING, *"来去那这啥俺咱着过完比变往走帮跟版段档成发能要会"} if len(letter) == 1)


def _is_glue(word: str, known: tuple[str, ...] | None = None) -> bool:
    """Characters of different words that were cut as one: 中依, 内要. `known`: what papers write for a saying, which is no glue where it
    is made of words about the asking alone (不要钱) or papers write it so themselves (失能)."""
    if known is not None and (word in known or len(word) > 2):
        return False
    if all(letter in NOISE or letter in WEAK for letter in word) and (len(word) == 1 or word in WEAK or not is_word(word)):
        return True
    return len(word) == 2 and (word[0] in _JOINING or word[-1] in _JOINING) and not is_word(word)


def coverage(terms: Iterable[Term], *texts: tuple[str, float]) -> float:
    """The share of the question's weight that is said; each text counts with its own factor, a word where it counts most."""
    terms = tuple(terms)
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    said = sum(term.weight * max((factor * term.said_in(text) for text, factor in texts), default=0.0) for term in terms)
    return said / total


def missing(terms: Iterable[Term], *texts: str, enough: float = SAID) -> tuple[Term, ...]:
    """The telling words that none of the texts says; 民营企业 is said by a clause on 企业 in a paper on 民营经济."""
    together = "\n".join(texts)
    return tuple(
        term
        for term in terms
        if term.telling
        and max((term.said_in(text) for text in (*texts, *([together] if len(term.word) == 4 else []))), default=0.0) < enough
    )


def _term(word: str, others: tuple[str, ...], rare: Mapping[str, float]) -> Term:
    unheard = rare.get(word, 0.0) >= rare.get(_NOWHERE, 99.0)
    weak = word in WEAK or len(word) == 1
    weight = min([rare.get(one, 1.0) for one in (word, *others)], default=1.0)
    return Term(
        word,
        max(0.2, min(weight * 0.25, MOST_WEAK) if word in WEAK and unheard else weight * (0.25 if weak else 1.0)),
        others,
        telling=not weak,
        heard=any(rare.get(one, 0.0) < rare.get(_NOWHERE, 99.0) for one in (word, *others)),
        apart=APART.get(word, ()),
    )


MOST_WEAK = 0.4  # of the weight: a word about the asking that no paper has is no rare word


def _sayings(synonyms: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found = {fold(said): others for said, others in SAYINGS.items()}
    for said, formal in synonyms:
        found[fold(said)] = (*found.get(fold(said), ()), fold(formal))
        found[fold(formal)] = (*found.get(fold(formal), ()), fold(said))
    return found
