"""Questions offered to whoever does not know how to begin."""

from gongkai.assistant import queries
from gongkai.shared.clock import today


def suggestions(code: str = "") -> tuple[str, ...]:
    """Questions that are answered: of one policy from its own headings, else those asked most and the published entries."""
    return queries.suggestions(code, on=today())
