"""Words are found however they are set; what stays spells no removed word."""

import pytest

from gongkai.documents.redaction import matching, textlayer
from gongkai.documents.redaction.marks import Ground, Mark, Place, checked
from gongkai.documents.redaction.matching import Char


def line(text: str, top: float = 0.1, left: float = 0.1, size: float = 0.02) -> list[Char]:
    chars = []
    for at, char in enumerate(text):
        box = (left + at * size, top, left + (at + 1) * size, top + size)
        chars.append(Char(char, box, box))
    return chars


@pytest.mark.parametrize("text", ["陈丽华", "陈 丽　华", "陈\u200b丽华", "陈丽\r\n华"])
def test_blanks_and_breaks_do_not_hide_a_word(text):
    assert len([*matching.Spelled(line(f"申请人{text}的")).found("陈丽华")]) == 1


@pytest.mark.parametrize(("text", "needle"), [("ＡＢＣ１２３", "abc123"), ("㈱云岭", "(株)云岭"), ("ﬁle", "FILE")])
def test_width_case_and_ligatures_do_not_hide_a_word(text, needle):
    assert len([*matching.Spelled(line(text)).found(needle)]) == 1


def test_overlapping_occurrences_are_all_found():
    assert [*matching.Spelled(line("张张张")).found("张张")] == [range(2), range(1, 3)]


def test_a_word_across_two_lines_has_two_boxes_and_a_vertical_one_has_one():
    broken = [*line("陈丽", left=0.8), *line("华", top=0.14)]
    assert len([*matching.boxes(broken, 600, 800)]) == 2
    down = [
        Char(char, (0.5, 0.1 + at * 0.02, 0.52, 0.12 + at * 0.02), (0.5, 0.1 + at * 0.02, 0.52, 0.12 + at * 0.02))
        for at, char in enumerate("陈丽华")
    ]
    assert len([*matching.boxes(down, 600, 600)]) == 1


def test_what_lies_outside_the_displayed_page_has_no_box():
    assert [*matching.boxes(line("陈丽华", left=1.2), 600, 800)] == []


def test_what_stays_on_both_sides_of_a_removed_word_does_not_spell_it_again():
    chars = line("甲张张三三乙")
    mark = Place(1, (0.141, 0.1, 0.179, 0.12)).marked(Ground.THIRD)
    left = textlayer.remaining(chars, [mark], ["张三"])
    assert [run.text for run in left] == ["甲", "张", "【此处不予公开：第三方权益】", "三", "乙"]
    silent = textlayer.remaining(chars, [mark], ["张三", "第三方权益"])
    assert [run.text for run in silent] == ["甲", "乙"]


def test_a_character_the_box_only_touches_is_not_read():
    mark = Mark(1, (0.13, 0.1, 0.15, 0.12), Ground.PRIVACY)
    assert [run.text for run in textlayer.remaining(line("甲乙丙丁"), [mark], []) if len(run.text) == 1] == ["甲", "丁"]


def test_marks_are_kept_within_the_page_once_and_in_order():
    one, two = Mark(2, (-0.1, 0.2, 0.3, 1.4), Ground.LAW), Mark(1, (0.1, 0.2, 0.3, 0.4), Ground.LAW)
    assert checked([one, two, two], 2) == (two, Mark(2, (0.0, 0.2, 0.3, 1.0), Ground.LAW))


def test_every_ground_names_its_article_and_only_the_sixteenth_leaves_a_choice():
    assert {ground.article for ground in Ground if not ground.binding} == {"第十六条第一款", "第十六条第二款"}
    assert {ground.article for ground in Ground if ground.binding} == {"第十四条", "第十五条"}
    assert all(ground.label and ground.explained for ground in Ground)
