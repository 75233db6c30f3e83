from gongkai.foi.models.case import Assignment, Case, CaseFile, Happening
from gongkai.foi.models.reply import Letter, LetterTemplate, Reply, ReplyFile, Serial, Service
from gongkai.foi.models.work import ClockChoice, Complaint, Consultation, Fee, Meeting, Note, Precedent, ProactiveProposal, Review, SearchRecord

__all__ = [
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
    "Precedent",
    "ProactiveProposal",
    "Reply",
    "ReplyFile",
    "Review",
    "SearchRecord",
    "Serial",
    "Service",
]
