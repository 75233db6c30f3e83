"""Reading what was inspected and what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from gongkai.people.models import Organisation
from gongkai.publishing.models import Finding, Inspection, PublicNumber, SecrecyReview, WhitelistEntry, Word
from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules.publishability import Review, Standing, missing
from gongkai.publishing.rules.rulebook import Allowance, Rulebook
from gongkai.publishing.rules.words import WrongWord
from gongkai.shared.clock import day_of
from gongkai.shared.digest import sm3

LONGEST_ALLOWANCE_DAYS = 366  # 白名单最长一年，到期重新核实【推】


@dataclass(frozen=True)
class WordLine:
    """One line of the word list as kept: the rule, whether it is off, whether an officer changed it, for which office only, and the last
    day of what an office changed in the common list."""

    word: WrongWord
    off: bool = False
    own: bool = False
    office_id: int | None = None
    until: date | None = None


def rulebook(on: date, office: Organisation | None = None) -> Rulebook:
    """Everything an inspection of a paper of this office applies on this day; without an office, what holds for everybody. Three queries."""
    ours = Q(office=None) | Q(office=office) | ~Q(about="")
    return Rulebook(
        words=tuple(line.word for line in word_list(on, office) if not line.off),
        public_numbers=frozenset(PublicNumber.objects.filter(until=None).values_list("number", flat=True)),
        allowances=tuple(
            Allowance(entry.code, entry.about, entry.fingerprint, entry.until)
            for entry in WhitelistEntry.objects.filter(ours, until__gte=on, ended_at=None)
        ),
        key=sm3(f"gongkai.publishing:{settings.SECRET_KEY}".encode()).encode(),
    )


def word_list(on: date, office: Organisation | None = None) -> list[WordLine]:
    """The list that comes with the program, changed and added to for everybody and then for this office's papers, in the order of the
    wrong words. What an office changes in the common list is an exception: it lapses after a year, like any other."""
    lines = {word.wrong: WordLine(word) for word in seed_words()}
    rows = list(Word.objects.filter(Q(office=None) | Q(office=office), until=None))
    for row in sorted(rows, key=lambda row: row.office_id is not None):
        is_exception = row.office_id is not None and row.wrong in lines
        until = day_of(row.since) + timedelta(days=LONGEST_ALLOWANCE_DAYS) if is_exception else None
        if until is None or on <= until:
            lines[row.wrong] = WordLine(row.as_rule(), row.off, own=True, office_id=row.office_id, until=until)
    return [lines[wrong] for wrong in sorted(lines)]


def inspection_of(about: str, digest: str) -> Inspection | None:
    """The latest inspection of exactly this text; None when it was never inspected or has changed since."""
    return Inspection.objects.filter(about=about, digest=digest).first()


def findings_of(inspection: Inspection) -> QuerySet[Finding]:
    """Findings with who let them pass, in one query."""
    return inspection.findings.select_related("override__by")


def secrecy_review_of(about: str, digest: str) -> SecrecyReview | None:
    """The latest secrecy review of exactly this text."""
    return SecrecyReview.objects.select_related("by").filter(about=about, digest=digest).first()


def missing_for_publication(about: str, digest: str, *, written_by: int | None, writers: Collection[int] = ()) -> tuple[str, ...]:
    """Every reason why this text cannot be published yet, in Chinese; empty when it may. `written_by` is the id of the officer who
    wrote last, `writers` the ids of all who wrote a part."""
    inspection = inspection_of(about, digest)
    review = secrecy_review_of(about, digest)
    standings = [
        Standing(finding.code, finding.level, finding.sample, finding.where, _overridden_by(finding))
        for finding in (findings_of(inspection) if inspection else ())
    ]
    wrote = frozenset(writers) | ({written_by} if written_by is not None else frozenset())
    return missing(inspection is not None, standings, Review(review.conclusion, review.by_id) if review else None, wrote)


def _overridden_by(finding: Finding) -> int | None:
    return finding.override.by_id if hasattr(finding, "override") else None
