"""One of everything that is done with the library as a whole: the arguments of its addresses."""

from tests.cast import AT, Cast

from gongkai.desk.policies.urls import urlpatterns
from gongkai.exchange.models import Push, Received, Target
from gongkai.policies.models import Campaign, Policy


def library_world(cast: Cast, policy: Policy) -> dict[str, dict[str, object]]:
    """Address arguments by url name; `policy` is a published paper of the housing office."""
    given = {"ordered_by": cast.sun, "ordered_at": AT, "due_on": AT.date(), "in_force_on": AT.date()}
    scope = {"classes": ["normative"], "topic_l1": "", "formed_before": "", "offices": []}
    campaign = Campaign.objects.create(name="清理", office=cast.housing, scope=scope, **given)
    item = campaign.items.create(policy=policy, office=cast.housing)
    found = {one.name: {"pk": campaign.pk} for one in urlpatterns if str(one.pattern).startswith("clearing/<row:pk>/")}
    target = Target.objects.create(
        name="省库", office=cast.housing, address="https://a.example/", key="k", created_by=cast.sun, created_at=AT
    )
    push = Push.objects.create(target=target, policy=policy, due_at=AT)
    received = Received.objects.create(
        number="SL1", sender=cast.housing, office=cast.housing, sent_as="a", digest="b", operation="UPSERT", code="c", title="来文",
        content={"content_text": "正文"}, at=AT,
    )  # fmt: skip
    found |= {name: {"pk": target.pk} for name in ("exchange-target", "exchange-edit", "exchange-stop", "exchange-again-all")}
    found |= {name: {"pk": target.pk, "push": push.pk} for name in ("exchange-push", "exchange-again")}
    found |= {name: {"pk": received.pk} for name in ("received-one", "received-take", "received-note")}
    found["mismatch-accept"] = {"code": policy.code, "kind": "stated"}
    return found | {name: {"pk": campaign.pk, "item": item.pk} for name in ("campaign-decide", "campaign-check", "campaign-return")}
