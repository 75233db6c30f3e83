"""Asking: the question is answered and kept, masked, with everything needed to see later why it was answered so (领域规则 18 ⑤)."""

import hashlib
import secrets
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from gongkai.assistant import answering, knowledge, queries, wording
from gongkai.assistant.answering import Answered
from gongkai.assistant.models import Conversation, Question, QuestionPaper
from gongkai.assistant.rules.answers import Answer, Scope, as_json, from_json, scope_from_json
from gongkai.assistant.rules.entries import Channel
from gongkai.assistant.rules.prompts import VERSION
from gongkai.assistant.rules.routing import LONGEST, Not
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.throttle import allow
from gongkai.policies import queries as policies
from gongkai.search.rules.masking import masked
from gongkai.shared.refusal import Refused

UNSAID = "（涉及具体个人，没有保存原话）"
PER_MINUTE, PER_HOUR = 12, 150  # questions from one source, whatever door: an office behind one address still gets on
WHY_LONGEST = 300
DELETED_AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """A question as kept, what was answered, and the key of its conversation. `again`: it had been sent before and was not asked anew."""

    question: Question
    answer: Answer
    key: str
    again: bool = False


def ask(
    text: str,
    *,
    place: str,
    at: datetime,
    key: str = "",
    page: str = "",
    about: str | None = None,
    token: str = "",
    by: Officer | None = None,
    reword: bool = True,
    channel: Channel = Channel.SITE,
) -> Kept:
    """Answer and keep one question. `key`: of the conversation it belongs to (a new one begins when it is unknown or over); `page`: the code
    of the policy on whose page it is asked; `about`: the code of the policy chosen, "" to speak of no policy any more, None to go on as
    before; `token`: of the form, so that the same words sent twice are kept once; `reword`: let a model put it better, where one is set up;
    `channel`: whose reviewed entries answer.
    Refused for an empty or overlong question."""
    began = time.perf_counter()
    if token:  # a form whose answer was cut off may be sent again with other words: that is another question
        token = hashlib.sha256(f"{token}\n{about}\n{text}".encode()).hexdigest()[:40]
    conversation = _conversation(key, at=at)
    if conversation is not None and (before := _sent(conversation, token)) is not None:
        return Kept(before, from_json(before.answer), conversation.key, again=True)
    scope = _scope(conversation, about)
    actor = by.actor() if by else None
    with knowledge.asked_in(channel):
        answered = answering.answer(text, on=at.date(), actor=actor, scope=scope, page=page, cuts=queries.calibration(at))
    if reword and wording.is_possible(answered.answer):
        answered = replace(answered, answer=wording.reword(masked(text, longest=LONGEST), answered.answer, now=at))
    took = round((time.perf_counter() - began) * 1000)
    kept = UNSAID if answered.answer.note.startswith(Not.PERSONAL.label) else masked(text, longest=LONGEST)
    return _keep(answered, kept, conversation, place=place, page=page, token=token, by=by, at=at, took=took)


def may_ask(source: str, *, at: datetime) -> bool:
    """Whether this address may ask once more now; counts it."""
    return allow(f"qa-minute:{source}", PER_MINUTE, timedelta(minutes=1), at) and allow(f"qa:{source}", PER_HOUR, timedelta(hours=1), at)


def widen(key: str) -> None:
    """The conversation speaks of no policy any more: the asker took it away."""
    Conversation.objects.filter(key=key).update(scope={})


def worded(kept: Kept, answer: Answer) -> Kept:
    """The same question with the answer in a model's words, once they have all come and been verified."""
    kept.question.answer, kept.question.model, kept.question.prompt = as_json(answer), answer.worded_by, VERSION if answer.worded_by else ""
    kept.question.save(update_fields=["answer", "model", "prompt"])
    return replace(kept, answer=answer)


def like(number: int, *, key: str, liked: bool, why: str = "") -> Question:
    """What the asker thinks of an answer; the last word counts. Refused for a question that is not of this conversation."""
    question = Question.objects.filter(conversation__key=key, number=number).first() if key else None
    if question is None:
        raise Refused("这次提问已经过期，不能再评价。可以重新提问。")
    question.liked = Question.Liked.YES if liked else Question.Liked.NO
    question.liked_why = masked(why, longest=WHY_LONGEST)
    question.save(update_fields=["liked", "liked_why"])
    return question


def forget(*, before: datetime, at: datetime) -> int:
    """Delete the questions asked before that time and the conversations left empty; returns how many questions. The journal keeps the number."""
    total = 0
    while ids := list(Question.objects.filter(asked_at__lt=before).order_by("asked_at").values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        with transaction.atomic():
            Question.objects.filter(pk__in=ids).delete()
            journal.write("assistant.questions.forgotten", about="assistant.question:every", by=None, at=at, data={"count": len(ids)})
        total += len(ids)
    Conversation.objects.filter(last_at__lt=before, questions=None).delete()
    return total


def _conversation(key: str, *, at: datetime) -> Conversation | None:
    return queries.open_conversation(key, at=at)


def _sent(conversation: Conversation, token: str) -> Question | None:
    return conversation.questions.filter(token=token).first() if token else None


def _scope(conversation: Conversation | None, about: str | None) -> Scope:
    kept = scope_from_json(conversation.scope) if conversation else Scope()
    if about is None:
        return kept
    return replace(kept, codes=(about,), titles=(), offered=()) if about else Scope()


def _keep(
    answered: Answered,
    text: str,
    conversation: Conversation | None,
    *,
    place: str,
    page: str,
    token: str,
    by: Officer | None,
    at: datetime,
    took: int,
) -> Kept:
    answer = answered.answer
    policy = policies.visible(at.date()).filter(code=page).first() if page else None
    office = by.posts.filter(until=None).order_by("id").first() if by else None
    row = Question(
        token=token[:40],
        place=place,
        policy=policy,
        office=office.organisation if office else None,
        text=text,
        kind=answer.kind,
        outcome=answer.outcome,
        confidence=answer.confidence,
        answer=as_json(answer),
        retrieved=[list(one) for one in answered.retrieved],
        entry_id=answer.entry_id,
        model=answer.worded_by,
        prompt=VERSION if answer.worded_by else "",
        calibration=answered.calibration,
        took_ms=took,
        asked_at=at,
    )
    key = conversation.key if conversation else secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            if conversation is None:
                conversation = Conversation.objects.create(key=key, office=row.office, begun_at=at, last_at=at)
            else:
                Conversation.objects.filter(pk=conversation.pk).update(last_at=F("last_at"))  # the lock: one question after another
            row.conversation = conversation
            row.number = (conversation.questions.aggregate(last=Max("number"))["last"] or 0) + 1
            row.save(force_insert=True)
            cited = {one.code for one in answer.citations} | ({page} if policy else set())
            named = policies.visible(at.date()).filter(code__in=cited).values_list("pk", flat=True) if cited else ()
            QuestionPaper.objects.bulk_create(QuestionPaper(question=row, policy_id=pk) for pk in named)
            Conversation.objects.filter(pk=conversation.pk).update(scope=as_json(answer)["scope"], last_at=at)
    except IntegrityError:  # sent twice at the same moment: the first one counts
        before = _sent(conversation, token) if conversation else None
        if before is None:
            raise
        return Kept(before, from_json(before.answer), key, again=True)
    return Kept(row, answer, key)
