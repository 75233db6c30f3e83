"""Entries made from what is there already: the questions of an interpretation, an enquiry, a gap. Each is a draft for a person to finish."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from gongkai.assistant.actions.entries import write
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import LINE_LONGEST, Line, Origin, Source, Written, questions_in, subject_of, with_subject
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.enquiries.models import Enquiry
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy, Relation
from gongkai.policies.rules.kinds import RelationKind
from gongkai.publishing.rules.inspection import personal_spans
from gongkai.publishing.rules.masking import replaced
from gongkai.search.rules.masking import masked
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

_ASKED_LONGEST = 120


def asked_in(interpretation: Policy, on: date) -> list[tuple[str, tuple[str, ...], str]]:
    """(question, sentences of the answer, the key an entry made of it has) of a public interpretation, in its order."""
    if interpretation.current_id is None:
        return []
    blocks = policies.bodies([interpretation.current_id], on=on).get(interpretation.current_id, ())
    found = questions_in(block.text for block in blocks)
    return [(question, answer, f"interpretation:{interpretation.code}:{sm3(question.encode())[:16]}") for question, answer in found]


@transaction.atomic
def from_interpretation(
    interpretation: Policy, questions: Sequence[str], *, office: Organisation, by: Officer, at: datetime
) -> list[FaqEntry]:
    """A draft for each of these questions of an interpretation, with its topic and what it speaks of, the sentences quoting it; the paper it
    interprets is for the writer to add.
    Refused when one of them does not stand in it, or was made into an entry before."""
    on = at.astimezone(BEIJING).date()
    there = {question: (answer, key) for question, answer, key in asked_in(interpretation, on)}
    about = _interpreted(interpretation, on)
    topic = interpretation.topic_l1 or next((one.topic_l1 for one in about if one.topic_l1), "")
    subject = subject_of(interpretation.title, *(one.title for one in about))
    made = []
    for question in questions:
        if question not in there:
            raise Refused(f"这篇解读里没有“{question[:40]}”这个问题，请刷新页面后重新选择。")
        answer, key = there[question]
        lines = tuple(Line(sentence, (Source(interpretation.code, ""),)) for sentence in answer)
        written = Written(with_subject(question, subject)[:_ASKED_LONGEST], lines, topic=topic)
        made.append(write(written, office=office, by=by, at=at, origin=Origin.INTERPRETATION, origin_key=key))
    if not made:
        raise Refused("没有选中任何一个问题。请先打勾。")
    return made


def _interpreted(interpretation: Policy, on: date) -> list[Policy]:
    """The public policies an interpretation speaks of."""
    rows = Relation.objects.filter(source=interpretation.current_id, kind=RelationKind.INTERPRETS, target__in=policies.visible(on))
    return [row.target for row in rows.select_related("target").order_by("id")]


def without_persons(text: str, on: date) -> str:
    """What a citizen wrote, with whatever points to a person masked, cut to the length of a question."""
    return masked(replaced(text, personal_spans(text, on)), longest=_ASKED_LONGEST)


def without_callers(written: Written, on: date) -> Written:
    """What another system sends, with whatever points to the person who called masked. The words quoted from papers stay as they are."""

    def plain(text: str) -> str:
        return masked(replaced(text, personal_spans(text, on)), longest=LINE_LONGEST)

    return replace(
        written,
        question=plain(written.question),
        wordings=tuple(map(plain, written.wordings)),
        topic=plain(written.topic),
        audience=tuple(map(plain, written.audience)),
        lines=tuple(Line(replaced(line.text, personal_spans(line.text, on)), line.sources) for line in written.lines),
    )


def from_enquiry(enquiry: Enquiry, *, office: Organisation, by: Officer, at: datetime) -> FaqEntry:
    """A draft that asks what the letter asks, masked. Refused when one was made of it before, or the letter is too short to be a question."""
    require(by.actor(), Permit.WRITE_ENTRY, About(office.path), WHO_MAY)
    written = Written(without_persons(enquiry.text, at.astimezone(BEIJING).date()), ())
    return write(written, office=office, by=by, at=at, origin=Origin.ENQUIRY, origin_key=f"enquiry:{enquiry.pk}")
