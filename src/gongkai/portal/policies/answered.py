"""A search that is a question: what offices have answered and reviewed stands on top, and 智能问答 can be asked with the same words."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.assistant import knowledge
from gongkai.assistant.rules.answers import quoted
from gongkai.portal.policies.beside import carried
from gongkai.search.rules.query import Intent, Parsed
from gongkai.shared.clock import today

SHORT = 160  # characters of an answer shown


@dataclass(frozen=True)
class Reviewed:
    """An entry of the 政策问答库 on top of the results. `sources`: (words, address)."""

    question: str
    address: str
    said: str
    sources: tuple[tuple[str, str], ...]
    office: str
    published_at: datetime


def by_people(text: str) -> Reviewed | None:
    """The reviewed entry that answers the very question, if there is one; one query where there is none."""
    match = knowledge.best(text, on=today())
    if match is None:
        return None
    said = "".join(one.text for one in match.sentences)
    places = (
        (f"{quoted(one.title)}{one.label}", reverse("portal:policy", args=[one.code]) + (f"#{one.anchor}" if one.anchor else ""))
        for one in match.citations
    )
    return Reviewed(
        question=match.question,
        address=reverse("portal:answer", args=[match.code]),
        said=said if len(said) <= SHORT else f"{said[:SHORT]}…",
        sources=tuple(dict.fromkeys(places)),
        office=match.office,
        published_at=match.published_at,
    )


def to_ask(text: str, query: Parsed) -> str:
    """The address of 智能问答 with this question in its form, without what could point to a person; empty where no question was typed."""
    words = carried(text)
    return f"{reverse('portal:qa')}?{urlencode({'q': words})}" if query.intent is Intent.QUESTION and words else ""
