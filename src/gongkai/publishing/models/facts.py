"""Rows that are written once."""

from typing import Any

from django.db import models

from gongkai.shared.refusal import Refused


class WrittenOnce(models.Model):
    """A fact: it is added, never changed."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("检查、放行和审查记录不可修改，请重新办理。")
        super().save(**kwargs)
