from datetime import datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.search.models import Synonym
from gongkai.search.queries import about_search
from gongkai.search.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

_SAID_LONGEST, _FORMAL_LONGEST = 20, 40


@transaction.atomic
def add_synonym(said: str, formal: str, *, by: Officer, at: datetime) -> Synonym:
    """The pair, for every search from now on; adding it again changes nothing. Refused when a word is empty, too short or too long."""
    require(by.actor(), Permit.SYNONYMS, about_search(), WHO_MAY)
    said, formal = said.strip(), formal.strip()
    if said == formal or not (2 <= len(said) <= _SAID_LONGEST and 2 <= len(formal) <= _FORMAL_LONGEST):
        raise Refused(f"同义词应为两个不同的词，俗称2至{_SAID_LONGEST}个字，正式说法2至{_FORMAL_LONGEST}个字。", field="said")
    synonym, created = Synonym.objects.get_or_create(said=said, formal=formal)
    if created:
        journal.write("search.synonym.added", about=synonym, by=by, at=at, data={"said": said, "formal": formal})
    return synonym


@transaction.atomic
def remove_synonym(synonym: Synonym, *, by: Officer, at: datetime) -> None:
    require(by.actor(), Permit.SYNONYMS, about_search(), WHO_MAY)
    journal.write("search.synonym.removed", about=synonym, by=by, at=at, data={"said": synonym.said, "formal": synonym.formal})
    synonym.delete()
