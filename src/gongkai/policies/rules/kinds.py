"""The closed lists of the policy library (领域规则 6.1、6.6、6.8): what a paper is, and how one paper touches another."""

from enum import StrEnum


class Category(StrEnum):
    """What an imported paper is. A report about a policy is news, never the policy."""

    POLICY = "policy"
    INTERPRETATION = "interpretation"
    NEWS = "news"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"policy": "政策文件", "interpretation": "政策解读", "news": "资讯", "other": "其他信息"}[self.value]


class DocumentClass(StrEnum):
    RULE = "rule"
    NORMATIVE = "normative"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"rule": "政府规章", "normative": "行政规范性文件", "other": "其他文件"}[self.value]


class Disclosure(StrEnum):
    """公开属性（政府信息公开条例第十三条）."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"

    @property
    def label(self) -> str:
        return {"proactive": "主动公开", "on_request": "依申请公开", "withheld": "不予公开"}[self.value]


class Visibility(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"draft": "草稿", "public": "已发布", "withdrawn": "已撤回"}[self.value]


class RelationKind(StrEnum):
    """From an edition to a policy. The second half of the list changes what the target is worth (see CHANGING)."""

    BASED_ON = "based_on"
    IMPLEMENTS = "implements"
    INTERPRETS = "interprets"
    FORWARDS = "forwards"
    SUPPORTS = "supports"
    MENTIONS = "mentions"
    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    PARTIALLY_REPEALS = "partially_repeals"
    SUSPENDS = "suspends"
    RESUMES = "resumes"
    EXTENDS = "extends"
    DECLARES_EXPIRED = "declares_expired"

    @property
    def label(self) -> str:
        return _SEEN_FROM_SOURCE[self]

    @property
    def label_from_target(self) -> str:
        """How the target's page speaks of the same relation."""
        return _SEEN_FROM_TARGET[self]


_SEEN_FROM_SOURCE = {
    RelationKind.BASED_ON: "制定依据",
    RelationKind.IMPLEMENTS: "贯彻实施",
    RelationKind.INTERPRETS: "解读",
    RelationKind.FORWARDS: "转发",
    RelationKind.SUPPORTS: "配套",
    RelationKind.MENTIONS: "提及",
    RelationKind.AMENDS: "修改",
    RelationKind.REPEALS: "废止",
    RelationKind.REPLACES: "替代",
    RelationKind.PARTIALLY_REPEALS: "部分废止",
    RelationKind.SUSPENDS: "停止执行",
    RelationKind.RESUMES: "恢复执行",
    RelationKind.EXTENDS: "延长有效期",
    RelationKind.DECLARES_EXPIRED: "宣布失效",
}
_SEEN_FROM_TARGET = {
    RelationKind.BASED_ON: "作为依据",
    RelationKind.IMPLEMENTS: "实施文件",
    RelationKind.INTERPRETS: "相关解读",
    RelationKind.FORWARDS: "被转发",
    RelationKind.SUPPORTS: "配套文件",
    RelationKind.MENTIONS: "被提及",
    RelationKind.AMENDS: "被修改",
    RelationKind.REPEALS: "被废止",
    RelationKind.REPLACES: "被替代",
    RelationKind.PARTIALLY_REPEALS: "被部分废止",
    RelationKind.SUSPENDS: "被停止执行",
    RelationKind.RESUMES: "恢复执行",
    RelationKind.EXTENDS: "有效期延长",
    RelationKind.DECLARES_EXPIRED: "被宣布失效",
}

CHANGING = frozenset(
    {
        RelationKind.REPEALS,
        RelationKind.REPLACES,
        RelationKind.PARTIALLY_REPEALS,
        RelationKind.SUSPENDS,
        RelationKind.RESUMES,
        RelationKind.EXTENDS,
        RelationKind.DECLARES_EXPIRED,
    }
)


class ItemState(StrEnum):
    """Where one file of an import stands."""

    WAITING = "waiting"
    READY = "ready"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return {
            "waiting": "等待识别",
            "ready": "待确认",
            "duplicate": "已导入过",
            "failed": "未能导入",
            "confirmed": "已确认",
            "discarded": "已放弃",
        }[self.value]
