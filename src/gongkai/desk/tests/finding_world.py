"""One of everything of the search: address arguments by url name."""

from datetime import timedelta

from tests.cast import AT, Cast

from gongkai.people.models.encrypted import blind_index
from gongkai.policies.models import Policy
from gongkai.search.actions.judging import add_query
from gongkai.search.actions.saving import save
from gongkai.search.models import Pin, SavedSearch, Synonym
from gongkai.search.rules.saved import Wanted
from gongkai.shared.clock import today

RENTS = Wanted("公租房", "/search?tab=all&q=x", {})


def finding_world(cast: Cast, policy: Policy) -> dict[str, dict[str, object]]:
    """孙洁 keeps all of it; the saved search is her own."""
    pin = a_pin(cast, policy)
    query = {"pk": add_query("公租房", by=cast.sun, at=AT).pk}
    own = {"pk": save(RENTS, by=cast.sun, at=AT).pk}
    return {
        "synonym-remove": {"pk": Synonym.objects.get_or_create(said="房本", formal="不动产权证书")[0].pk},
        "pin-end": {"pk": pin.pk},
        "judged": query,
        "judged-remove": query,
        "saved-end": own,
        "saved-renew": own,
        "saved-stop": {"pk": a_citizen().pk},
    }


def a_pin(cast: Cast, policy: Policy, words: str = "公租房") -> Pin:
    until = today() + timedelta(days=30)
    return Pin.objects.create(words=words, policy=policy, office=cast.housing, reason="问得多", by=cast.sun, at=AT, until=until)


def a_citizen(n: int = 0) -> SavedSearch:
    return SavedSearch.objects.create(
        wanted=RENTS.written(),
        wanted_index=blind_index(RENTS.written()),
        address=f"zhangsan{n}@example.com",
        address_index=blind_index(f"zhangsan{n}@example.com"),
        token=f"token{n}",
        token_digest=f"digest{n}",
        at=AT,
        confirmed_at=AT,
        expires_on=today() + timedelta(days=100),
    )
