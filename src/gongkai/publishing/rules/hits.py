"""What an inspection can find (已公开信息安全巡查的发现类型) and how a finding is put."""

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """高 and 中 stop publication until corrected or overridden by another person; 低 is advice."""

    HIGH = "高"
    MIDDLE = "中"
    LOW = "低"


class Code(StrEnum):
    PII_ID = "PII_ID"
    PII_PHONE = "PII_PHONE"
    PII_BANK = "PII_BANK"
    PII_ADDR = "PII_ADDR"
    PII_HEALTH = "PII_HEALTH"
    PII_MINOR = "PII_MINOR"
    PII_OTHER = "PII_OTHER"
    SECRET_MARK = "SECRET_MARK"  # noqa: S105 (a code, no password)
    WORK_SECRET = "WORK_SECRET"  # noqa: S105
    ERR_POLITICAL = "ERR_POLITICAL"
    ERR_TYPO = "ERR_TYPO"
    GARBLED = "GARBLED"
    EXPIRED = "EXPIRED"
    DEAD_LINK = "DEAD_LINK"
    ATTACH_RISK = "ATTACH_RISK"
    UNREAD = "UNREAD"
    MISSING_FIELD = "MISSING_FIELD"
    FMT = "FMT"


NAMES: dict[Code, str] = {
    Code.PII_ID: "居民身份证号",
    Code.PII_PHONE: "个人电话",
    Code.PII_BANK: "银行卡号",
    Code.PII_ADDR: "家庭住址",
    Code.PII_HEALTH: "健康信息",
    Code.PII_MINOR: "未成年人信息",
    Code.PII_OTHER: "其他个人信息",
    Code.SECRET_MARK: "密级或内部标志",
    Code.WORK_SECRET: "工作秘密",
    Code.ERR_POLITICAL: "严重表述错误",
    Code.ERR_TYPO: "错别字或用语不规范",
    Code.GARBLED: "乱码或损坏的文字",
    Code.EXPIRED: "内容已过期",
    Code.DEAD_LINK: "附件缺失或链接失效",
    Code.ATTACH_RISK: "附件含隐藏信息",
    Code.UNREAD: "附件里没有检查到的内容",
    Code.MISSING_FIELD: "必填要素缺失",
    Code.FMT: "格式问题",
}


BESIDE = "beside:"


@dataclass(frozen=True)
class Place:
    """Where it stands: in the body (file empty) or in a file; block anchor or line from 1; start and end count
    characters inside that block or line; column is the heading of a table column found as a whole. What stands beside the text has
    no anchor: its block is BESIDE and what it is called."""

    file: str = ""
    block: str = ""
    line: int = 0
    start: int = 0
    end: int = 0
    column: str = ""

    def in_words(self) -> str:
        """The place as a reader would say it: “附件《名单.xlsx》第3行”."""
        said = f"附件《{self.file}》" if self.file else "正文"
        if self.block.startswith(BESIDE):
            called = self.block.removeprefix(BESIDE)
            said = f"{said}的{called}" if self.file else called
        if self.line:
            said += f"第{self.line}行"
        if self.column:
            said += f"“{self.column}”列"
        return said


@dataclass(frozen=True)
class Found:
    """A sighting inside one passage, before it is given its place. `value` is the raw text and never leaves the rules."""

    code: Code
    level: Level
    start: int
    end: int
    value: str = field(repr=False)
    sample: str
    message: str
    advice: str


@dataclass(frozen=True)
class Hit:
    """One finding. `sample` is masked; `fingerprint` tells the same value again without revealing it."""

    code: Code
    level: Level
    place: Place
    sample: str
    message: str
    advice: str
    fingerprint: str = ""

    @property
    def blocks(self) -> bool:
        """True when it stops publication (高级、中级)."""
        return is_blocking(self.level)


def is_blocking(level: str) -> bool:
    return level in (Level.HIGH, Level.MIDDLE)
