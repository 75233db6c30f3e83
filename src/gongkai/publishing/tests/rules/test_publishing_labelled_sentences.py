"""The labelled sentences: what must be found, what must be left alone, and that the quick look loses nothing."""

import re

import pytest
from benchmarks import labelled

from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules import expired, punctuation, titles
from gongkai.publishing.rules.hits import NAMES, Code
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import paper_of
from gongkai.publishing.rules.rulebook import Rulebook

BOOK = Rulebook(seed_words())
PRECISION, RECALL = 0.98, 0.95
MUST = {NAMES[code] for code in (Code.PII_ID, Code.PII_PHONE, Code.PII_BANK)}


def seen(text, on=labelled.ON):
    return inspect_paper(paper_of(text, title="通知"), BOOK, about="x", today=on)


def test_the_labelled_set_is_large_and_half_clean():
    every = labelled.sentences()
    clean = [one for one in every if not one.found]
    assert len(every) >= 300 and 0.4 <= len(clean) / len(every) <= 0.6
    assert len({one.text for one in every}) == len(every)


@pytest.mark.parametrize("name", sorted(MUST))
def test_identity_numbers_phones_and_cards_are_found_and_nothing_else_is_taken_for_them(name):
    score = labelled.scores(BOOK)[name]
    assert score.precision >= PRECISION and score.recall >= RECALL, score.mistakes


def test_every_other_detector_does_well_too():
    assert not [(name, score) for name, score in labelled.scores(BOOK).items() if score.precision < 0.9 or score.recall < 0.9]


def test_the_quick_look_loses_nothing_when_all_sentences_stand_in_one_paper():
    every = [one.text for one in labelled.sentences() if one.found and not re.search("附件|住址|户籍|家住", one.text)]
    alone = [hit.sample for text in every for hit in seen("通知\n" * 12 + text)]
    together = [hit.sample for hit in seen("\n".join(["通知"] * 12 + every))]
    assert set(alone) <= set(together)


@pytest.mark.parametrize(
    "text, sample",
    [("国务院总理习近平", "国务院总理 习近平"), ("李强国家主席", "国家主席 李强"), ("政协主席赵乐际", "政协主席 赵乐际")],
)
def test_a_leader_beside_an_office_of_somebody_else_is_a_grave_error(text, sample):
    (found,) = titles.find(text, BOOK.leaders)
    assert (found.code, found.sample) == (Code.ERR_POLITICAL, sample)


@pytest.mark.parametrize("text", ["习近平总书记", "国家主席习近平", "国务院总理李强", "市住建局局长李强", "工程师韩正"])
def test_a_leader_with_the_right_office_and_a_namesake_are_left_alone(text):
    assert not list(titles.find(text, BOOK.leaders))


@pytest.mark.parametrize("row", range(len(punctuation.MANNERS)))
def test_every_manner_says_what_is_wrong_and_on_which_standard_it_rests(row):
    manner = punctuation.MANNERS[row]
    assert manner.message and manner.advice and manner.basis.startswith("GB/T")


@pytest.mark.parametrize("day, expired_then", [(labelled.ON.replace(year=2024, month=3, day=31), False), (labelled.ON, True)])
def test_a_deadline_is_over_only_after_its_day(day, expired_then):
    assert bool(list(expired.find("报名时间:2024年3月1日至2024年3月31日。", day))) is expired_then
