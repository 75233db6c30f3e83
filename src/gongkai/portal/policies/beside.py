"""What stands beside the results of a search: related searches; and, where nothing was found, where else to turn."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from gongkai.policies import queries
from gongkai.policies.models import Edition, Policy, Topic
from gongkai.search import asked as counts
from gongkai.search.backend import NoIndex
from gongkai.search.rules.masking import MASK, masked
from gongkai.search.rules.tokens import plain_words
from gongkai.search.similar import former, similar
from gongkai.shared.clock import today

TITLES = 5  # of the results, looked at for what they are about
TOPICS = 3
_MARKS = str.maketrans(dict.fromkeys(f'{MASK}“”"「」『』', " "))


def related(text: str, titles: Iterable[str]) -> list[str]:
    """相关搜索 for what was typed."""
    return list(counts.related(text, on=today(), titles=list(titles)[:TITLES]))


@dataclass(frozen=True)
class Help:
    """For a search without a result: papers and topics with a like name, and the addresses of who can be asked. The words go along, what
    could point to a person taken out. `ask`: 智能问答, empty where this site has none."""

    former: list[Edition]  # earlier editions with the 文号 that was typed
    similar: list[Policy]
    topics: list[Topic]
    apply: str
    enquire: str
    ask: str


def help_for(text: str) -> Help:
    words = carried(text)
    return Help(
        former=former(text, on=today()),
        similar=_similar(text),
        topics=_topics(text),
        apply=_with("portal:foi-apply", title=words),
        enquire=_with("portal:enquiry", searched=words),
        ask=_with("portal:qa", q=words),
    )


def carried(text: str) -> str:
    """The words as they may go along to another page: without what could point to a person, and without marks of the search."""
    return " ".join(masked(text).translate(_MARKS).split())


def _similar(text: str) -> list[Policy]:
    try:
        return queries.listed(similar(text, on=today()), on=today())
    except NoIndex:
        return []


def _topics(text: str) -> list[Topic]:
    wanted = {word for word in plain_words(text) if len(word) > 1}
    found = [topic for topic in queries.topics(today()) if wanted & set(plain_words(topic.name))]
    return found[:TOPICS]


def _with(name: str, **more: str) -> str:
    try:
        address = reverse(name)
    except NoReverseMatch:  # a column this site does not have
        return ""
    return f"{address}?{urlencode({key: value for key, value in more.items() if value})}".rstrip("?")
