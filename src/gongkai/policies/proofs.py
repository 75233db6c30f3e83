"""存证: what the digest of a published text is taken over, and the proof that it stood in the journal on that day."""

from gongkai.journal import proofs
from gongkai.journal import queries as journal
from gongkai.journal.models import Entry
from gongkai.journal.rules.seals import Proof
from gongkai.policies.queries import PolicyPage
from gongkai.shared.digest import canonical
from gongkai.shared.refusal import Refused

PUBLISHED = "policies.edition.published"
MOST_PUBLICATIONS = 500  # of one policy


def hashed(page: PolicyPage) -> bytes:
    """What the digest of the page's text is taken over: facts, blocks, and name and digest of every file that was public with it."""
    files = [[file.name, file.public.digest] for file in page.files if file.public]
    return canonical({"facts": page.text.facts, "blocks": page.text.blocks, "attachments": files})


def publication(page: PolicyPage) -> Entry | None:
    """The journal's entry of the publication of the page's text."""
    named = (page.edition.number, page.text.number)
    entries = journal.entries(about=page.policy, kind=PUBLISHED, limit=MOST_PUBLICATIONS).entries
    return next((entry for entry in entries if (entry.data.get("edition"), entry.data.get("text")) == named), None)


def inclusion(entry: Entry | None) -> Proof | None:
    """The proof that the entry lies under a seal; None while it is not sealed."""
    try:
        return proofs.inclusion(entry) if entry else None
    except Refused:
        return None
