"""What was inspected, found, let pass and reviewed; sent round and patrolled; and the reference data inspection works with."""

from gongkai.publishing.models.down import TakenDown
from gongkai.publishing.models.inspection import Finding, Inspection, Override
from gongkai.publishing.models.links import LinkPlace, OutsideLink
from gongkai.publishing.models.patrol import PatrolBatch, PatrolDecision, PatrolFinding
from gongkai.publishing.models.reference import PublicNumber, WhitelistEntry, Word
from gongkai.publishing.models.rounds import Absence, Circulation, Opinion, Release, Remark, RoundPlan, Waiver
from gongkai.publishing.models.secrecy import SecrecyReview

__all__ = [
    "Absence",
    "Circulation",
    "Finding",
    "Inspection",
    "LinkPlace",
    "Opinion",
    "OutsideLink",
    "Override",
    "PatrolBatch",
    "PatrolDecision",
    "PatrolFinding",
    "PublicNumber",
    "Release",
    "Remark",
    "RoundPlan",
    "SecrecyReview",
    "TakenDown",
    "Waiver",
    "WhitelistEntry",
    "Word",
]
