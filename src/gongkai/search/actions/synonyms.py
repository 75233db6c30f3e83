from datetime import date, datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import require
from gongkai.search.kept import forget
from gongkai.search.models import Synonym
from gongkai.search.queries import about_search
from gongkai.search.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

_SAID_LONGEST, _FORMAL_LONGEST = 20, 40


@transaction.atomic
def add_synonym(
    said: str, formal: str, *, by: Officer, at: datetime, office: Organisation | None = None, expires_on: date | None = None
) -> Synonym:
    """The pair, for every search from now on until that day; `office` answers for it. A pair that is there already gets the new owner and
    the new day, and otherwise stays. Refused when a word is empty, too short or too long, or the day is past."""
    require(by.actor(), Permit.SYNONYMS, about_search(), WHO_MAY)
    said, formal = said.strip(), formal.strip()
    if said == formal or not (2 <= len(said) <= _SAID_LONGEST and 2 <= len(formal) <= _FORMAL_LONGEST):
        raise Refused(f"同义词应为两个不同的词，俗称2至{_SAID_LONGEST}个字，正式说法2至{_FORMAL_LONGEST}个字。", field="said")
    if expires_on and expires_on < at.date():
        raise Refused("有效期至不能早于今天；长期使用的可以不填。", field="expires_on")
    answers = {"office": office, "expires_on": expires_on}
    synonym, created = Synonym.objects.get_or_create(said=said, formal=formal, defaults={**answers, "by": by, "at": at})
    if not created and (synonym.office, synonym.expires_on) == (office, expires_on):
        return synonym
    if not created:
        Synonym.objects.filter(pk=synonym.pk).update(**answers)
        synonym.refresh_from_db()
    data = {"said": said, "formal": formal, "until": expires_on.isoformat() if expires_on else None}
    journal.write("search.synonym.added" if created else "search.synonym.changed", about=synonym, by=by, at=at, data=data)
    forget()
    return synonym


@transaction.atomic
def remove_synonym(synonym: Synonym, *, by: Officer, at: datetime) -> None:
    require(by.actor(), Permit.SYNONYMS, about_search(), WHO_MAY)
    journal.write("search.synonym.removed", about=synonym, by=by, at=at, data={"said": synonym.said, "formal": synonym.formal})
    synonym.delete()
    forget()
