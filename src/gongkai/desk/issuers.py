"""Whether a paper stands with the office that issued it."""

from collections.abc import Sequence

from gongkai.people.models import Organisation
from gongkai.people.queries import organisation_named

LOOKED_AT = 5  # issuers; a joint paper may name twenty


def not_issued_by(office: Organisation, issuers: Sequence[str]) -> str:
    """A warning when none of those who issued a paper is the office that answers for it; empty when one is, or none is named.
    Two queries an issuer."""
    named = issuers[:LOOKED_AT]
    if not named or any(name in (office.name, office.short_name) for name in named):
        return ""
    if any(organisation_named(name, near=office) == office for name in named):
        return ""
    return f"责任单位是{office.name}，发文机关是{'、'.join(named)}，两者不同。请核对是不是放错了单位；代为发布的，请确认由本单位负责。"
