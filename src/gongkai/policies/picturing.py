"""一图读懂 of an explanation: laid out from its own words, so that what was reviewed is what is drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.documents.rules.paper import Block
from gongkai.documents.writers.poster import Poster, PosterCard, PosterRow
from gongkai.policies.rules import kit

LABEL = ("AI 生成，逐句摘自原文，经人工审核。", "办事以文件原文为准。")
KIND = "一图读懂"
MARK = "AI 生成"


def poster(title: str, blocks: Sequence[Block], of: Mapping[str, Any], *, machine_made: bool, address: str = "") -> Poster:
    """`of`: the facts of the paper it explains; `address`: where that paper is read."""
    cards = kit.cards(blocks)
    name = title.removeprefix(KIND).strip("《》 ") or of.get("title") or title
    about = ["、".join(of.get("issuers") or ()), of.get("doc_no") or ""]
    days = [("自", of.get("effective_on"), "起施行"), ("有效期至", of.get("expires_on"), "")]
    said = "，".join(f"{before}{_day(day)}{after}" for before, day, after in days if day)
    return Poster(
        title=title,
        kind=KIND,
        name=name,
        about=[line for line in (*about, said) if line],
        cards=[PosterCard(card.label, _rows(card)) for card in cards],
        foot=[line for line in ("扫码看文件原文和有效性" if address else "", *(LABEL if machine_made else ())) if line],
        address=address,
        mark=MARK if machine_made else "",
    )


def _rows(card: kit.Card) -> list[PosterRow]:
    rows, under = [], False
    for row in card.rows:
        rows.append(PosterRow(row.text, row.clause, row.kind, under and row.kind == "plain"))
        under = row.kind == "head"
    return rows


def _day(value: str) -> str:
    year, month, day = str(value).split("-")
    return f"{year}年{int(month)}月{int(day)}日"
