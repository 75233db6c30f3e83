"""Reading what was inspected and what is still missing."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from gongkai.publishing.models import Finding, Inspection, PublicNumber, SecrecyReview, WhitelistEntry, Word
from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules.publishability import Review, Standing, missing
from gongkai.publishing.rules.rulebook import Allowance, Rulebook
from gongkai.publishing.rules.words import WrongWord
from gongkai.shared.digest import sm3

LONGEST_ALLOWANCE_DAYS = 366  # 白名单最长一年，到期重新核实【推】


@dataclass(frozen=True)
class WordLine:
    """One line of the word list as kept: the rule, whether it is off, and whether an officer changed it."""

    word: WrongWord
    off: bool = False
    own: bool = False


def rulebook(on: date) -> Rulebook:
    """Everything an inspection on this day applies. Three queries."""
    return Rulebook(
        words=tuple(line.word for line in word_list() if not line.off),
        public_numbers=frozenset(PublicNumber.objects.filter(until=None).values_list("number", flat=True)),
        allowances=tuple(
            Allowance(entry.code, entry.about, entry.fingerprint, entry.until)
            for entry in WhitelistEntry.objects.filter(until__gte=on, ended_at=None)
        ),
        key=sm3(f"gongkai.publishing:{settings.SECRET_KEY}".encode()).encode(),
    )


def word_list() -> list[WordLine]:
    """The list that comes with the program, changed and added to by the current rows, in the order of the wrong words."""
    lines = {word.wrong: WordLine(word) for word in seed_words()}
    for row in Word.objects.filter(until=None):
        lines[row.wrong] = WordLine(row.as_rule(), row.off, own=True)
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


def missing_for_publication(about: str, digest: str, *, written_by: int | None) -> tuple[str, ...]:
    """Every reason why this text cannot be published yet, in Chinese; empty when it may. `written_by` is an officer's id."""
    inspection = inspection_of(about, digest)
    review = secrecy_review_of(about, digest)
    standings = [
        Standing(finding.code, finding.level, finding.sample, finding.where, _overridden_by(finding))
        for finding in (findings_of(inspection) if inspection else ())
    ]
    return missing(inspection is not None, standings, Review(review.conclusion, review.by_id) if review else None, written_by)


def _overridden_by(finding: Finding) -> int | None:
    return finding.override.by_id if hasattr(finding, "override") else None
