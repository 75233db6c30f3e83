"""A reply taken out to be edited and read back: the drafter's words may change, what the platform fills in may not."""

import pytest

from gongkai.foi.rules.letter_editing import GUIDE, read_back, to_edit
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letter_variables import DRAFTERS, REQUIRED, Variable
from gongkai.foi.rules.letters import Template, default, validate
from gongkai.shared.refusal import Refused

TEXTS = {one: f"《{one.label}》的内容。\n第二段" for one in Variable}
REPLIES = [kind for kind in LetterKind if Variable.REMEDY in REQUIRED[kind] and kind.name not in ("THIRD_PARTY_NOTICE", "TERMINATION")]


def edited(old: str, new: str) -> list[str]:
    text = "\n".join(to_edit(default(LetterKind.REFUSAL), TEXTS))
    assert old in text
    return text.replace(old, new).splitlines()


def back(lines: list[str]) -> Template:
    return read_back(default(LetterKind.REFUSAL), lines, TEXTS)


@pytest.mark.parametrize("kind", REPLIES)
def test_what_comes_back_untouched_has_every_variable_but_the_drafters(kind):
    template = default(kind)
    found = read_back(template, to_edit(template, TEXTS), TEXTS)
    validate(found)
    assert found.is_own and "⟦" not in found.body
    for one in DRAFTERS & REQUIRED[kind]:
        assert f"{{{one.label}}}" not in found.body and f"《{one.label}》的内容" in found.body
    assert to_edit(found, TEXTS) == to_edit(template, TEXTS)


def test_the_drafters_words_may_change_and_paragraphs_may_move():
    lines = edited("《事实和理由》的内容", "另一种说法")
    last = next(at for at, line in enumerate(lines) if line.startswith("⟦救济途径"))
    lines = [lines[0], *lines[last:], *lines[1:last]]
    assert "另一种说法" in back(lines).body


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("⟦收到日期：《收到日期》的内容", "⟦收到日期：2020年1月1日", "“收到日期”由系统填写"),
        ("⟦救济途径：《救济途径》的内容。\n第二段⟧", "", "少了⟦救济途径：…⟧"),
        ("⟦救济途径：", "⟦救济办法：", "⟦救济办法：…⟧ 不是系统填写的内容"),
        ("⟦救济途径：", "救济途径：", "缺了一半"),
        ("《事实和理由》的内容", "{事实和理由}", "不要用大括号"),
        (GUIDE, "", "编辑说明"),
    ],
)
def test_what_the_platform_fills_in_comes_back_as_it_went_out(old, new, says):
    with pytest.raises(Refused, match=says):
        back(edited(old, new))


def test_blanks_and_line_breaks_that_an_editor_adds_change_nothing():
    assert back(edited("⟦收到日期：《收到日期》的内容", "⟦收到日期：《收到\n 日期》 的内容")).body == back(edited("。", "。")).body
