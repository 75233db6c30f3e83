"""Reading what was asked and answered, for the doors."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from django.core.cache import cache
from django.db.models import Count

from gongkai.assistant.answering import answer
from gongkai.assistant.models import Calibration as Row
from gongkai.assistant.models import Conversation, FaqEntry, Question
from gongkai.assistant.retrieval import by_codes
from gongkai.assistant.rules.answers import Outcome, Scope, scope_from_json
from gongkai.assistant.rules.entries import State
from gongkai.assistant.rules.outcome import Calibration
from gongkai.policies import queries as policies
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.provisions import headings
from gongkai.policies.rules.units import duties
from gongkai.policies.rules.validity import Status
from gongkai.search.rules.masking import MASK

SHOWN = 20  # questions of a conversation shown again
SUGGESTED = 6
QUIET = timedelta(hours=2)  # after which a conversation is over: the next person at the same machine does not read it


def calibration(at: datetime) -> Calibration:
    """The cuts in force: as built in, or as this site has set them since."""
    row = Row.objects.filter(effective_from__lte=at).first()
    if row is None:
        return Calibration()
    return Calibration(version=row.version, direct=row.direct, direct_from=row.direct_from, dense_cut=row.cut)


def open_conversation(key: str, *, at: datetime) -> Conversation | None:
    """The conversation of this key, unless it is unknown or over."""
    return Conversation.objects.filter(key=key, last_at__gte=at - QUIET).first() if key else None


def conversation(key: str, *, at: datetime) -> tuple[list[Question], Scope]:
    """The last questions of a conversation, oldest first, and what it is about; nothing for one that is unknown or over."""
    found = open_conversation(key, at=at)
    if found is None:
        return [], Scope()
    scope = scope_from_json(found.scope)
    titles = dict(policies.visible(at.date()).filter(code__in=scope.codes).values_list("code", "title")) if scope.codes else {}
    there = tuple(code for code in scope.codes if code in titles)  # what was withdrawn since is not named any more
    scope = replace(scope, codes=there, titles=tuple(titles[code] for code in there))
    return list(found.questions.order_by("-number")[:SHOWN])[::-1], scope


ASKED_BY, WITHIN_DAYS, LONGEST_SUGGESTED, KEPT_SECONDS = 5, 30, 40, 600  # conversations, days, characters, seconds


def suggestions(code: str, *, on: date) -> tuple[str, ...]:
    """Questions to offer, a few that are answered today: about one policy, what its facts, annotations and interpretations answer; else what
    the knowledge base answers and what several people asked that was answered, never what had to be masked."""
    key = f"qa-suggestions:{code}:{on}"
    kept: tuple[str, ...] | None = cache.get(key)
    if kept is None:
        offered = _about(code, on=on) if code else _in_general(on)
        answered = (one for one in offered if answer(one, on=on, page=code).answer.outcome is Outcome.ANSWER)
        kept = tuple(islice(answered, SUGGESTED))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _in_general(on: date) -> tuple[str, ...]:
    kinds = ("现在有效吗？", "的咨询电话是多少？")
    by_topic: dict[str, list[str]] = {}  # an entry without a topic often does not say of what it speaks
    rows = FaqEntry.objects.filter(state=State.PUBLISHED).exclude(topic="").order_by("-changed_at", "pk")
    for topic, question in rows.values_list("topic", "current__question")[:60]:
        by_topic.setdefault(topic, []).append(question or "")
    written = [question for questions in by_topic.values() for question in questions[:2]][:6]
    asked = Question.objects.filter(outcome=Outcome.ANSWER, policy=None, asked_at__date__gte=on - timedelta(days=WITHIN_DAYS), office=None)
    counted = asked.values("text").annotate(people=Count("conversation", distinct=True)).filter(people__gte=ASKED_BY)
    often = [
        row["text"] for row in counted.order_by("-people", "text")[:6] if MASK not in row["text"] and len(row["text"]) <= LONGEST_SUGGESTED
    ]
    offered = dict.fromkeys((*often, *(one for one in written if one and len(one) <= LONGEST_SUGGESTED)))
    if len(offered) < len(kinds) * 2:
        rules = policies.visible(on).filter(category=Category.POLICY, standing=Status.VALID, document_class=DocumentClass.NORMATIVE)
        names = [_name(policy.title) for policy in rules.order_by("-published_on", "-pk")[:4]]
        offered |= dict.fromkeys(f"《{name}》{kinds[place % 2]}" for place, name in enumerate(names))
    return tuple(offered)


def _name(title: str) -> str:
    """The name of what a notice sends out: 关于印发…的通知."""
    return re.sub(r"^.*?关于印发(.+?)的通知$", r"\1", title)


def _about(code: str, *, on: date) -> tuple[str, ...]:
    paper = next(iter(by_codes([code], on=on)), None)
    if paper is None:
        return ()
    found = ["这份文件现在有效吗？"] if paper.category is Category.POLICY else []
    if len(headings(paper.blocks)) > 1:
        found.append("这份文件分几个部分？")
    charged = duties(paper.blocks)
    found += [f"哪些任务由{unit}负责？" for unit, _ in Counter(one for duty in charged for one in duty.units).most_common(2)]
    asked = [one.head for one in paper.provisions if one.head.endswith(("？", "?"))]
    found += [re.sub(r"^[^：:]{0,6}[：:]", "", one) for one in asked if len(one) <= LONGEST_SUGGESTED][:3]
    return (*found, *(["咨询电话是多少？"] if paper.edition.consult_phone else []))
