"""Who may find what: a policy carries the names of its readers, a person the names they answer to; one in common is enough."""

from gongkai.people.rules.permits import REACHING_DOWN, Actor

PUBLIC = "public"


def readers_of(office_path: str) -> tuple[str, ...]:
    """Of what belongs to this office ("1/4/9/"): the office itself and those watching over it; without a path, everybody."""
    if not office_path:
        return (PUBLIC,)
    parts = office_path.strip("/").split("/")
    above = ["/".join(parts[: count + 1]) + "/" for count in range(len(parts))]
    return (f"at:{office_path}", *(f"under:{path}" for path in above))


def names_of(actor: Actor | None) -> tuple[str, ...]:
    """What this person answers to; a citizen only to “public”."""
    if actor is None:
        return (PUBLIC,)
    at = [f"at:{path}" for path in actor.offices() if path]
    under = [f"under:{path}" for role in REACHING_DOWN for path in actor.offices(role) if path]
    return (PUBLIC, *sorted({*at, *under}))
