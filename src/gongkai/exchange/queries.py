"""What the desk and the open API read of the exchange, narrowed to what an officer or a key may see."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.exchange.models import Handling, Push, Received, Target
from gongkai.people.models import Organisation
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor

WHERE: dict[str, dict[str, Any]] = {
    "waiting": {"due_at__isnull": False, "attempts": 0},
    "failing": {"due_at__isnull": False, "attempts__gt": 0},
    "parked": {"parked_at__isnull": False, "due_at": None},
    "sent": {"due_at": None, "parked_at": None, "sent_at__isnull": False},
}
STATES = (("waiting", "待推"), ("failing", "重试中"), ("parked", "搁置"), ("sent", "已推"))


def targets(actor: Actor) -> QuerySet[Target]:
    """The targets of the actor's offices with how their pushes stand."""
    counted = {
        state: Count("pushes", filter=Q(**{f"pushes__{name}": value for name, value in where.items()})) for state, where in WHERE.items()
    }
    return (
        Target.objects.filter(reach_of(actor, "office"))
        .select_related("office")
        .annotate(**counted, last=Max("pushes__sent_at"))
        .order_by("name", "id")
    )


def target(actor: Actor, pk: int) -> Target | None:
    return targets(actor).filter(pk=pk).first()


def pushes(target: Target, *, state: str = "", q: str = "") -> QuerySet[Push]:
    rows = Push.objects.filter(target=target).select_related("policy", "target__office")
    if state:
        rows = rows.filter(**WHERE[state])
    if q:
        rows = rows.filter(Q(policy__title__icontains=q) | Q(policy__doc_no__icontains=q) | Q(policy__code=q))
    return rows.order_by("-parked_at", "-sent_at", "-id") if state == "parked" else rows.order_by("-sent_at", "-id")


def state_of(push: Push) -> str:
    """One of STATES; empty when nothing of the paper was ever to be said."""
    if push.due_at:
        return "failing" if push.attempts else "waiting"
    return "parked" if push.parked_at else "sent" if push.sent_at else ""


def received(actor: Actor, *, handling: str = "") -> QuerySet[Received]:
    rows = Received.objects.filter(reach_of(actor, "office"), **({"handling": handling} if handling else {}))
    return rows.select_related("sender", "office", "handled_by", "batch").defer("content")


def received_one(actor: Actor, pk: int) -> Received | None:
    return Received.objects.filter(reach_of(actor, "office"), pk=pk).select_related("sender", "office", "handled_by", "batch").first()


def earlier(received: Received) -> list[Received]:
    """What the same sender said of the same paper before."""
    rows = Received.objects.filter(sender=received.sender_id, code=received.code).exclude(pk=received.pk).exclude(code="")
    return list(rows.select_related("batch").defer("content")[:20])


def receipt(number: str, organisation: Organisation) -> Received | None:
    """A receipt that the organisation's key (or that of one above it) was given."""
    return Received.objects.filter(number=number, sender__path__startswith=organisation.path).defer("content").first()


def waiting_count(actor: Actor) -> int:
    return Received.objects.filter(reach_of(actor, "office"), handling=Handling.WAITING).count()
