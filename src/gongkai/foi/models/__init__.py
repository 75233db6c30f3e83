from gongkai.foi.models.case import Assignment, Case, CaseFile, Happening
from gongkai.foi.models.reply import ArchivePackage, Letter, LetterTemplate, OrganSettings, Reply, ReplyFile, Serial, Service
from gongkai.foi.models.work import (
    ClockChoice,
    Complaint,
    Consultation,
    Fee,
    Meeting,
    Note,
    Precedent,
    ProactiveProposal,
    Review,
    SearchRecord,
)

__all__ = [
    "ArchivePackage",
    "Assignment",
    "Case",
    "CaseFile",
    "ClockChoice",
    "Complaint",
    "Consultation",
    "Fee",
    "Happening",
    "Letter",
    "LetterTemplate",
    "Meeting",
    "Note",
    "OrganSettings",
    "Precedent",
    "ProactiveProposal",
    "Reply",
    "ReplyFile",
    "Review",
    "SearchRecord",
    "Serial",
    "Service",
]
