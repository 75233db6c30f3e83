"""Texts made to be slow: what is read grows with the length of a text, not with its square."""

import time

import pytest

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules import docno
from gongkai.policies.rules.citations import LONGEST_STRETCH, Own, citations
from gongkai.policies.rules.cleaning import clean, lines_of
from gongkai.policies.rules.compare import PieceKind, compare
from gongkai.policies.rules.structure import structure
from gongkai.shared.refusal import Refused

NOBODY = Own.of("标题", (), None)


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, anchor="p1")


def seconds(do, *arguments) -> float:
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        do(*arguments)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize("line", ["第一条 内容。", "附件1", "一、", "甲\t乙\t丙\n丁"])
def test_ten_thousand_of_a_kind_take_ten_times_a_thousand(line):
    lines = clean(lines_of("\n".join([line] * 20_000))).lines
    few, many = seconds(structure, lines[: len(lines) // 10]), seconds(structure, lines)
    assert many < 30 * few + 0.05  # a hundred times when every one is counted anew


def test_anchors_of_repeated_articles_stay_different_and_in_order():
    blocks = structure(clean(lines_of("第一条 内容。\n" * 4)).lines).blocks
    assert [block.anchor for block in blocks] == ["a1", "a1x2", "a1x3", "a1x4"]


def test_a_line_too_long_for_a_number_is_refused_at_once():
    with pytest.raises(Refused, match="最多 200 字"):
        docno.parse("〔2020〕" * 100_000)


def test_an_enormous_paragraph_is_read_in_stretches_and_places_hold():
    filler = "为做好有关工作，现将有关事项通知如下。" * (2 * LONGEST_STRETCH // 19)
    text = f"{filler}根据《澜州市城市更新管理办法》（澜政发〔2024〕3号）制定本通知。"
    (found,) = citations([paragraph(text)], NOBODY)
    assert text[found.start : found.end] == found.raw == "《澜州市城市更新管理办法》（澜政发〔2024〕3号）"
    assert found.relation == "based_on"


def test_many_titles_in_one_paragraph_take_time_in_proportion():
    few, many = (seconds(citations, [paragraph("《关于某事的通知》" * count)], NOBODY) for count in (1_500, 15_000))
    assert many < 30 * few + 0.05


def test_a_word_changed_in_an_enormous_clause_is_marked_and_a_rewritten_one_shown_whole():
    long = "".join(chr(0x4E00 + n * 7 % 2000) for n in range(60_000))
    (row,) = compare([paragraph(long + "甲" + long)], [paragraph(long + "乙" + long)]).rows
    assert sum(len(piece.text) for piece in row.pieces if piece.kind is not PieceKind.SAME) < 20
    other = "".join(chr(0x4E00 + n * 11 % 2000) for n in range(60_000))
    begun = time.process_time()
    compare([paragraph(long)], [paragraph(other)])
    assert time.process_time() - begun < 5
