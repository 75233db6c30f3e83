"""One of everything that is done with the library as a whole: the arguments of its addresses."""

from tests.cast import AT, Cast

from gongkai.desk.policies.urls import urlpatterns
from gongkai.policies.models import Campaign, Policy


def library_world(cast: Cast, policy: Policy) -> dict[str, dict[str, object]]:
    """Address arguments by url name; `policy` is a published paper of the housing office."""
    given = {"ordered_by": cast.sun, "ordered_at": AT, "due_on": AT.date(), "in_force_on": AT.date()}
    scope = {"classes": ["normative"], "topic_l1": "", "formed_before": "", "offices": []}
    campaign = Campaign.objects.create(name="清理", office=cast.housing, scope=scope, **given)
    item = campaign.items.create(policy=policy, office=cast.housing)
    of_campaign = {one.name: {"pk": campaign.pk} for one in urlpatterns if str(one.pattern).startswith("clearing/<row:pk>/")}
    of_campaign["mismatch-accept"] = {"code": policy.code, "kind": "stated"}
    return of_campaign | {name: {"pk": campaign.pk, "item": item.pk} for name in ("campaign-decide", "campaign-check", "campaign-return")}
