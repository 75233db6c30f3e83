"""How a reader wants the pages to look; kept in cookies so that it works without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass

ELDER_COOKIE = "elder"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
KEPT_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    elder: bool = False
    theme: str = ""  # "", light, dark: empty follows the device


def look_of(cookies: Mapping[str, str]) -> Look:
    theme = cookies.get(THEME_COOKIE, "")
    return Look(elder=cookies.get(ELDER_COOKIE) == "1", theme=theme if theme in THEMES else "")
