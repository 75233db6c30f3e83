"""Whether words may stand before the public: they are looked at before anybody sees them."""

from collections.abc import Iterable
from datetime import datetime

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Organisation
from gongkai.publishing import actions as publishing
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.material import Material
from gongkai.shared.refusal import Refused


def require_fit(about: str, words: Iterable[str], *, office: Organisation, at: datetime, then: str) -> None:
    """Refused when the words hold a secret or somebody's data; `then`: what to do about it."""
    looked = publishing.look(about, material(words), on=at.date(), office=office)
    if grave := [hit for hit in looked.hits if hit.level is Level.HIGH]:
        raise Refused(f"这些内容会向社会公开，里面{'；'.join(f'{hit.message}（{hit.sample}）' for hit in grave[:5])}。{then}")


def material(words: Iterable[str]) -> Material:
    return Material(title="", blocks=tuple(Block(BlockKind.PARAGRAPH, text, anchor="item") for text in words if text))
