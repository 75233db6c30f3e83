"""问答库的导入与回传: entries from a file or from another system become drafts; people review them like any other."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.assistant.actions.citing import cite
from gongkai.assistant.actions.entries import create
from gongkai.assistant.knowledge import synonyms
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Origin, Written, problems, tidy, unfinished
from gongkai.assistant.rules.exchange import Row, as_json, refused_rows
from gongkai.assistant.rules.matching import read
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import ApiKey, Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused


@transaction.atomic
def take_in(rows: Sequence[Row], *, office: Organisation, by: Officer, at: datetime) -> list[FaqEntry]:
    """Every row as a draft, or none: Refused naming each row that is not in order, asks what another row or an entry of the office asks
    already, or has a source that cannot be found."""
    for permit in (Permit.EXPORT_ENTRIES, Permit.WRITE_ENTRY):
        require(by.actor(), permit, About(office.path), WHO_MAY)
    on = at.astimezone(BEIJING).date()
    wrong = list(_wrong(rows, office, on))
    if wrong:
        raise refused_rows(wrong)
    made = [create(row.written, office=office, by=by, at=at, origin=Origin.IMPORT, origin_key=None) for row in rows]
    journal.write("assistant.entries.imported", about=office, by=by, at=at, data={"entries": len(made)})
    return made


def _wrong(rows: Sequence[Row], office: Organisation, on: date) -> list[tuple[int, str]]:
    words = synonyms(on)
    known: dict[object, str] = {
        read(entry.question, words).sense: entry.code for entry in FaqEntry.objects.filter(office=office, retired_at=None).only("question")
    }
    found: list[tuple[int, str]] = []
    for row in rows:
        written = tidy(row.written, on=on)
        found += [(row.number, message) for _, message in problems(written, on=on)]
        found += [(row.number, message) for message in unfinished([len(line.sources) for line in written.lines])]
        sense = read(written.question, words).sense
        if sense in known:
            found.append((row.number, f"与{known[sense]}问的是同一个问题"))
        known.setdefault(sense, f"第 {row.number} 行")
        try:
            cite(written.lines, on)
        except Refused as refused:
            found.append((row.number, refused.message))
    return found


@transaction.atomic
def propose(written: Written, *, key: ApiKey, sent_as: str, at: datetime) -> tuple[FaqEntry, bool]:
    """热线回传: a question (with an answer, where there is one) from the holder of a key becomes a draft of its organisation; (the entry, is it
    new). `sent_as` names it in the other system: sent again it is the same entry. Refused, at the field "key", when it comes with another
    content."""
    office = key.organisation
    name, digest = f"api:{office.pk}:{sm3(sent_as.encode())}", sm3(canonical(as_json(written)))
    kept = FaqEntry.objects.filter(origin_key=name).first()
    if kept is None:
        try:
            with transaction.atomic():
                entry = create(written, office=office, by=None, at=at, origin=Origin.HOTLINE, origin_key=name, origin_digest=digest)
                journal.write("assistant.entry.proposed", about=entry, by=None, at=at, data={"key": key.prefix})
                return entry, True
        except IntegrityError:  # sent twice at the same moment
            kept = FaqEntry.objects.get(origin_key=name)
    if kept.origin_digest != digest:
        raise Refused("这个编号已经用于内容不同的另一条。", field="key")
    return kept, False
