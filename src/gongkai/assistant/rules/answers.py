"""What a question gets back, in values: the same on the page, in the stream, at the open API and in the record."""

from dataclasses import asdict, dataclass, field
from typing import Any

from gongkai.shared.labelled import Labelled


class Outcome(Labelled):
    ANSWER = "answer", "已回答"
    EVIDENCE = "evidence", "给出依据"  # the topic is ours, the rule asked for was not found: clauses, no claim
    CLARIFY = "clarify", "请补充"  # two policies compete: which year, which district
    REFUSED = "refused", "未能回答"  # not ours, or not for us to answer: handed over to people


class Kind(Labelled):
    """What is asked for: it decides where the answer is taken from."""

    FACT = "fact", "规定"
    WHO = "who", "责任单位"
    PERIOD = "period", "时限"
    AMOUNT = "amount", "金额和数量"
    PHONE = "phone", "咨询电话"
    LIST = "list", "列举"
    COMPARE = "compare", "比较"
    SERVICE = "service", "办理"
    STANDING = "standing", "是否有效"
    CHAT = "chat", "闲聊"


@dataclass(frozen=True)
class Passage:
    """A clause that was retrieved, with everything a card needs. `dense` is the cosine to the question, None without vectors."""

    policy_id: int
    edition_id: int
    code: str  # 一策一码
    title: str
    doc_no: str
    label: str  # 第三条 · 三、（二）; empty for a paragraph without a number
    anchor: str
    text: str
    standing: str  # 有效性 today, in words
    in_force: bool  # may be answered from as current
    successor_code: str = ""  # the paper that took its place, where there is one
    successor_title: str = ""
    score: float = 0.0
    dense: float | None = None


@dataclass(frozen=True)
class Citation:
    """Where a sentence is taken from: the exact words, and the page that shows them."""

    code: str
    edition_id: int
    title: str
    doc_no: str
    label: str
    anchor: str
    quote: str
    standing: str
    in_force: bool


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer with the numbers (from 0) of its citations. `verbatim`: the very words of the source."""

    text: str
    citations: tuple[int, ...]
    verbatim: bool = True


@dataclass(frozen=True)
class Option:
    """One of the policies that compete, to be chosen in a clarifying question."""

    words: str
    code: str


@dataclass(frozen=True)
class Step:
    """What the asker can do next: 办理、申请公开、咨询、电话."""

    words: str
    kind: str  # "apply", "complain", "enquire", "phone", "policy", "search"
    target: str = ""  # a phone number, a policy's code or words to search for; never an address


@dataclass(frozen=True)
class Scope:
    """What a conversation is about, carried over from one question to the next; shown to the asker, who can remove it."""

    codes: tuple[str, ...] = ()  # policies
    topic: str = ""  # words
    titles: tuple[str, ...] = ()  # of the policies, for showing
    question: str = ""  # the last one as it was understood, masked: a short one after it (“那硕士呢”) asks the same of something else
    offered: tuple[Option, ...] = ()  # the papers asked back about, of which the next question may choose one in words


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    kind: Kind
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    cards: tuple[Passage, ...] = ()
    options: tuple[Option, ...] = ()
    steps: tuple[Step, ...] = ()
    note: str = ""  # what the asker should know: why not answered, an expired paper, a complete list with its count
    scope: Scope = field(default_factory=Scope)
    confidence: float = 0.0  # 0 to 1
    entry_id: int | None = None  # the reviewed entry of the knowledge base it was taken from
    worded_by: str = ""  # the model whose words these are; empty: the words of the sources

    def codes(self) -> set[str]:
        """The policies it rests on or shows."""
        return {one.code for one in self.citations} | {one.code for one in self.cards}

    def editions(self) -> set[int]:
        return {one.edition_id for one in self.citations} | {one.edition_id for one in self.cards}


def quoted(title: str) -> str:
    """A title in its marks; marks inside it become single ones (GB/T 15834)."""
    return f"《{title.translate(_SINGLE)}》"


_SINGLE = str.maketrans("《》", "〈〉")


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON values."""
    return asdict(answer)


def from_json(value: dict[str, Any]) -> Answer:
    """The answer that was kept so; what an older record lacks is as if it had never been."""
    lists: dict[str, Any] = {
        "sentences": tuple(Sentence(**{**one, "citations": tuple(one["citations"])}) for one in value.get("sentences", ())),
        "citations": tuple(Citation(**one) for one in value.get("citations", ())),
        "cards": tuple(Passage(**one) for one in value.get("cards", ())),
        "options": tuple(Option(**one) for one in value.get("options", ())),
        "steps": tuple(Step(**one) for one in value.get("steps", ())),
        "scope": scope_from_json(value.get("scope", {})),
    }
    return Answer(**{**value, **lists, "outcome": Outcome(value["outcome"]), "kind": Kind(value["kind"])})


def scope_from_json(value: dict[str, Any]) -> Scope:
    return Scope(
        tuple(value.get("codes", ())),
        value.get("topic", ""),
        tuple(value.get("titles", ())),
        value.get("question", ""),
        tuple(Option(**one) for one in value.get("offered", ())),
    )
