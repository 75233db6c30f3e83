"""What of a draft is played: for its writers and those who review it, before it is public."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from gongkai.documents.rules.kinds import PLAYED, SOUND
from gongkai.policies.models import Attachment


@dataclass(frozen=True)
class Played:
    """The cleaned copy of one file; `element`: audio or video."""

    name: str
    url: str
    element: str
    size: int


def played(files: Iterable[Attachment]) -> list[Played]:
    """Those of the files that are played, at the address that asks for the permit of the draft."""
    return [
        Played(
            one.name,
            reverse("desk:draft-file", args=[one.edition_id, one.pk]),
            "audio" if one.public.kind in SOUND else "video",
            one.public.size,
        )
        for one in files
        if one.public and one.public.kind in PLAYED
    ]
