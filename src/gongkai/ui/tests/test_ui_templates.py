"""What the strict content policy and readers of small screens rely on, checked in the sources."""

import re
from pathlib import Path

import pytest

from gongkai.ui import icons

SRC = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(SRC.glob("gongkai/*/templates/**/*.html"))
CSS = (SRC / "gongkai/ui/static/ui/ui.css").read_text(encoding="utf-8")

# text colour on ground colour (WCAG 2.2, 1.4.3: at least 4.5)
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "red", "blue", "blue-deep", "green") for ground in ("ground", "soft")),
    ("on-blue", "blue"),
    ("blue", "blue-soft"),
    ("red", "red-soft"),
    ("green", "green-soft"),
    ("ink", "sunk"),
]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_style_handler_or_unsigned_script(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"\son[a-z]+=", source)
    for tag in re.findall(r"<script[^>]*>", source):
        assert "src=" in tag or "nonce=" in tag or 'type="application/ld+json"' in tag


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_named_in_a_template_is_drawn(path):
    named = re.findall(r'ui_icon "([a-z-]+)"', path.read_text(encoding="utf-8"))
    assert set(named) <= set(icons.PATHS)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme, ink, ground):
    colours = _colours(theme)
    assert _contrast(colours[ink], colours[ground]) >= 4.5


def test_both_ways_into_the_dark_theme_have_the_same_colours():
    followed = re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", CSS, re.DOTALL)[1]
    assert dict(re.findall(r"--([a-z0-9-]+): (#\w+);", followed)) == _dark()


def _colours(theme: str) -> dict[str, str]:
    light = dict(re.findall(r"--([a-z0-9-]+): (#\w+);", CSS.split("@media", 1)[0]))
    return light if theme == "light" else light | _dark()


def _dark() -> dict[str, str]:
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\n\}', CSS, re.DOTALL)[1]
    return dict(re.findall(r"--([a-z0-9-]+): (#\w+);", chosen))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
