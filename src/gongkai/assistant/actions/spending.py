"""The daily budget of the model endpoint, counted in the database for all nodes together."""

from datetime import date

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest

from gongkai.assistant.models import ModelUse


def take(day: date, *, tokens: int) -> bool:
    """Set one call and so many tokens aside before it is made; False when the budget of the day does not reach."""
    ModelUse.objects.get_or_create(day=day)
    left = ModelUse.objects.filter(day=day)
    if settings.MODEL_CALLS_PER_DAY:
        left = left.filter(calls__lt=settings.MODEL_CALLS_PER_DAY)
    if settings.MODEL_TOKENS_PER_DAY:
        left = left.filter(tokens__lte=settings.MODEL_TOKENS_PER_DAY - tokens)
    return bool(left.update(calls=F("calls") + 1, tokens=F("tokens") + tokens))


def settle(day: date, *, taken: int, used: int) -> None:
    """What the call really cost, in place of what was set aside for it."""
    ModelUse.objects.filter(day=day).update(tokens=Greatest(F("tokens") + (used - taken), 0))
