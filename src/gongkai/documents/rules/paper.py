"""A paper as blocks: the one shape in which readers, rules, pages and writers hand a document to each other."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    TITLE = "title"
    HEADING = "heading"  # 编、章、节，一、（一）1. when they stand as headings; level 1 is the highest
    ARTICLE = "article"  # 第…条
    PARAGRAPH = "paragraph"
    ITEM = "item"  # （一）1. inside an article or paragraph
    TABLE = "table"
    SALUTATION = "salutation"  # 主送机关
    SIGNATURE = "signature"  # 落款
    DATE = "date"
    NOTE = "note"  # 附注，如“（此件公开发布）”
    ATTACHMENT = "attachment"  # 附件说明、附件标题


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or table. `text` is the whole paragraph including its number; `anchor` is unique in a paper."""

    kind: BlockKind
    text: str
    number: str = ""  # 第三条 · 一、 · （一） · 1.
    level: int = 0
    anchor: str = ""
    rows: tuple[tuple[str, ...], ...] = ()  # TABLE only

    def as_dict(self) -> dict[str, Any]:
        """The block as JSON values, empty parts left out."""
        kept = {name: value for name, value in asdict(self).items() if value not in ("", 0, ())}
        if self.rows:
            kept["rows"] = [list(row) for row in self.rows]
        return kept | {"kind": str(self.kind), "text": self.text}

    @staticmethod
    def from_dict(value: dict[str, Any]) -> "Block":
        rows = tuple(tuple(row) for row in value.get("rows", ()))
        return Block(**{**value, "kind": BlockKind(value["kind"]), "rows": rows})


@dataclass(frozen=True)
class Paper:
    """What the writers need to lay out one official document (GB/T 9704)."""

    title: str
    blocks: tuple[Block, ...]
    issuer_mark: str = ""  # 发文机关标志，如“××市人民政府文件”
    doc_no: str = ""
    footer_note: str = ""
    copies: tuple[str, ...] = ()  # 抄送机关, as the paper says it: “抄送：市委办公室。”


def plain_text(blocks: Iterable[Block]) -> str:
    """The blocks as text, one paragraph a line; table cells are joined by tabs."""
    lines: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            lines.extend("\t".join(row) for row in block.rows)
        else:
            lines.append(block.text)
    return "\n".join(lines)
