"""What can be wrong with a sentence that claims to say what its source says."""

from dataclasses import dataclass

from gongkai.shared.labelled import Labelled


class Trouble(Labelled):
    NUMBER = "number", "数字"
    DATE = "date", "日期"
    PERIOD = "period", "期限"
    AMOUNT = "amount", "金额"
    SHARE = "share", "比例"
    BOUND = "bound", "界限"
    ORDER = "order", "次序"
    DOC_NO = "doc_no", "文号"
    ARTICLE = "article", "条款"
    OFFICE = "office", "单位"
    PARTIES = "parties", "主体"
    MODAL = "modal", "情态词"
    NEGATION = "negation", "否定"
    LIMIT = "limit", "限定"
    CONDITION = "condition", "条件"
    OPPOSITE = "opposite", "相反"
    STRANGE = "strange", "来历不明"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a sentence: its words, the source's in their place (empty where there are none), and why in Chinese."""

    kind: Trouble
    said: str
    source: str
    why: str
