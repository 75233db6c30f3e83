"""A text column that is sealed on its way to the database and opened on its way back."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from gongkai.people.rules.encryption import Keyring

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


def keyring() -> Keyring:
    """The keys of this installation (settings FIELD_KEYS and FIELD_INDEX_SECRET)."""
    return _keyring(tuple(settings.FIELD_KEYS), settings.FIELD_INDEX_SECRET)


@lru_cache(maxsize=4)
def _keyring(words: tuple[str, ...], index_secret: str) -> Keyring:
    return Keyring.of(list(words), index_secret)


def blind_index(text: str) -> str:
    """What to store beside a sealed column, and to look it up by; empty for an empty text."""
    return keyring().blind(text) if text else ""


class EncryptedTextField(Text):
    """Text sealed with SM4-GCM. It can be read and written, never searched: look it up by a blind index beside it.
    Reading an altered value raises rules.encryption.CannotOpen."""

    place = ""

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        self.place = f"{cls._meta.app_label}.{cls._meta.model_name}.{name}"

    def get_prep_value(self, value: Any) -> str | None:
        return keyring().seal(value, self.place) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return keyring().unseal(value, self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.place} is sealed; look it up by its blind index")
        return super().get_lookup(lookup_name)
