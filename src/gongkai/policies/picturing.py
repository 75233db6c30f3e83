"""一图读懂 of an explanation: laid out from its own words, so that what was reviewed is what is drawn; drawn once it is public."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from gongkai.documents.rules.paper import Block
from gongkai.documents.writers.poster import Poster, PosterCard, PosterRow
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.policies import interpretations, queries
from gongkai.policies.drawing import drawn_or_asked
from gongkai.policies.models import Interpretation
from gongkai.policies.queries import PolicyPage
from gongkai.policies.rules import kit
from gongkai.policies.rules.interpreting import Form
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

LABEL = ("AI 生成，逐句摘自原文，经人工审核。", "办事以文件原文为准。")
KIND = "一图读懂"
MARK = "AI 生成"
KINDS = ("policies.edition.published", "policies.policy.standing_changed")

log = logging.getLogger(__name__)


@follower("policies.public_pictures", kinds=KINDS, batch=20, per_node=True)
def ask_for_what_is_public(entries: list[Entry]) -> None:
    """The pictures of what was published, and of what explains it, since they name its number and days; each node draws its own."""
    wanted = {int(entry.about.rpartition(":")[2]) for entry in entries}
    rows = Interpretation.objects.filter(Q(paper__in=wanted) | Q(of__policy__in=wanted), machine_made=True, form=Form.PICTURE)
    for code in rows.order_by("pk").values_list("paper__code", flat=True):
        found = public(code, on=clock.today())
        try:
            _ = found and drawn_or_asked(found[2])
        except Refused as refused:  # its page says so, and asks again
            log.warning("the picture of %s: %s", code, refused)


def public(code: str, *, on: date) -> tuple[PolicyPage, Interpretation, Poster] | None:
    """The page of a public explanation with its picture as it is to be drawn; None when there is none."""
    page = queries.page(code, on=on)
    one = interpretations.rows_of([page.policy]).get(page.policy.pk) if page else None
    if page is None or one is None or not one.is_drawn:
        return None
    policy = next((policy for policy in page.interpreted if policy.current_id), None)
    edition = queries.shown_editions([one.of_id or 0], on=on).get(one.of_id or 0)
    text = edition.texts.first() if edition else None
    address = settings.SITE_URL + policy.get_absolute_url() if policy else ""
    facts = text.facts if text else {}
    return page, one, poster(page.edition.title, page.text.body(), facts, machine_made=one.machine_made, address=address)


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
