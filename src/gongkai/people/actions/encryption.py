"""更换加密密钥: put the new key first in GONGKAI_FIELD_KEYS, keep the old one behind it, seal again, then drop the old one."""

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from gongkai.people.models.encrypted import EncryptedTextField, keyring

BATCH = 500


def seal_again() -> int:
    """Every sealed value of every room, under the current key; returns how many were changed. Safe to stop and to run twice."""
    changed = 0
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                changed += _seal_column_again(model, field)
    return changed


def _seal_column_again(model: type[models.Model], field: EncryptedTextField) -> int:
    changed = 0
    stale = (
        model._default_manager.annotate(as_kept=Cast(field.name, models.TextField()))
        .exclude(as_kept="")
        .exclude(as_kept=None)
        .exclude(as_kept__startswith=f"{keyring().current}:")
        .order_by("pk")
    )
    while True:
        with transaction.atomic():
            rows = list(stale.select_for_update().values_list("pk", field.name)[:BATCH])
            for pk, text in rows:
                model._default_manager.filter(pk=pk).update(**{field.name: text})
        changed += len(rows)
        if len(rows) < BATCH:
            return changed
