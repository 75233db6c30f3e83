"""政策文件包: what is packed of a topic, for an audience to carry away; public papers in public texts with public files only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from gongkai.policies.models import Attachment, Edition, Policy, Text, Topic
from gongkai.policies.queries import open_files, still_open, topic_entries

MOST_PAPERS = 60  # of a topic in one package; what is beyond stands in the index with its address


@dataclass(frozen=True)
class Packed:
    """One paper of a package with its heading in the topic; `text` None: only its line in the index."""

    heading: str
    policy: Policy
    text: Text | None
    files: tuple[Attachment, ...]


def package(topic: Topic, on: date) -> list[Packed]:
    """The papers of a topic that the public may see, in its order: four queries however many there are."""
    entries = topic_entries(topic, on)
    texts = _texts([entry.policy for entry in entries[:MOST_PAPERS]], on)
    found = []
    for entry in entries:
        text = texts.get(entry.policy.current_id or 0)
        files = tuple(one for one in text.edition.files if one.went_with(text.published_at) and one.public) if text else ()
        found.append(Packed(entry.heading, entry.policy, text, files))
    return found


def _texts(policies: Sequence[Policy], on: date) -> dict[int, Text]:
    """The last open text of the current edition of each, by edition, its edition and public files fetched along."""
    editions = Edition.objects.filter(published_on__lte=on).prefetch_related(open_files())
    rows = still_open().filter(edition__in=[one.current_id for one in policies], edition__published_on__lte=on).order_by("number")
    return {text.edition_id: text for text in rows.prefetch_related(Prefetch("edition", editions))}
