"""What was inspected, found, let pass and reviewed; and the reference data inspection works with."""

from gongkai.publishing.models.inspection import Finding, Inspection, Override
from gongkai.publishing.models.reference import PublicNumber, WhitelistEntry, Word
from gongkai.publishing.models.secrecy import SecrecyReview

__all__ = ["Finding", "Inspection", "Override", "PublicNumber", "SecrecyReview", "WhitelistEntry", "Word"]
