"""Rounds of review on paper: where a text goes next, who may do it, what has changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.people.rules.permits import Role
from gongkai.publishing.rules import reposts
from gongkai.publishing.rules.rounds import (
    THREE_ROUNDS,
    Round,
    changes,
    default,
    resumes_at,
    rounds_of,
    sentences,
    share_changed,
    waiting_round,
    why_not,
)

TEXT = [("p1", "第一句。第二句；第三句"), ("p2", "“好！”他说。")]
ONE = Round("复审", Role.REVIEWER, 2)


def test_a_text_is_cut_into_sentences_that_keep_their_place():
    assert [(one.name, one.text) for one in sentences(TEXT)] == [
        ("p1.1", "第一句。"),
        ("p1.2", "第二句；"),
        ("p1.3", "第三句"),
        ("p2.1", "“好！”"),
        ("p2.2", "他说。"),
    ]


def test_what_changed_is_told_sentence_by_sentence():
    before = sentences([("p1", "甲。乙。丙。")])
    after = sentences([("p1", "甲。乙二。丙。丁。")])
    assert [change.how for change in changes(before, after)] == ["kept", "changed", "kept", "new"]
    assert [change.how for change in changes(after, before)] == ["kept", "changed", "kept", "gone"]


@given(st.lists(st.sampled_from("甲乙丙丁"), max_size=12), st.lists(st.sampled_from("甲乙丙丁"), max_size=12))
def test_the_changes_hold_the_whole_of_both_texts(before, after):
    old, new = (sentences([("p1", "".join(f"{one}。" for one in text))]) for text in (before, after))
    found = changes(old, new)
    assert [one.before for one in found if one.before] == list(old)
    assert [one.after for one in found if one.after] == list(new)
    assert (share_changed(found) == 0) is (before == after)


@pytest.mark.parametrize(
    "passed, returned, share, goes_to",
    [(0, 0, 0.0, 1), (2, 0, 0.05, 2), (2, 3, 0.05, 3), (1, 2, 0.0, 2), (2, 3, 0.5, 1), (2, 0, 0.11, 1), (2, 0, 0.1, 2)],
)
def test_a_small_change_goes_back_to_its_round_and_a_large_one_to_the_first(passed, returned, share, goes_to):
    assert resumes_at(passed, returned_at=returned, share=share) == goes_to


@pytest.mark.parametrize("starts, passed, waits", [(1, set(), 1), (1, {1}, 2), (2, {2}, 3), (1, {1, 2, 3}, 0), (3, {1, 2}, 3)])
def test_the_next_round_is_the_first_not_yet_done(starts, passed, waits):
    assert waiting_round(starts, passed, 3) == waits


@pytest.mark.parametrize(
    "given, why",
    [
        ({"officer": 7, "writers": {7}}, "起草人"),
        ({"officer": 7, "done": {1: 7}}, "已审过第1轮"),
        ({"officer": 7, "done": {2: 7}}, ""),
        ({"officer": 7}, ""),
    ],
)
def test_nobody_reviews_their_own_text_nor_two_rounds_of_it(given, why):
    said = why_not(ONE, 2, **{"stands_in_for": set(), "writers": set(), "done": {}, **given})
    assert (why in said) if why else not said


def test_a_named_round_is_for_the_one_named_or_whoever_stands_in():
    named = Round("复审", Role.REVIEWER, 2, officer=5)
    rest = {"writers": set(), "done": {}}
    assert "指定由别人" in why_not(named, 2, officer=7, stands_in_for=set(), **rest)
    assert not why_not(named, 2, officer=7, stands_in_for={5}, **rest)
    assert not why_not(named, 2, officer=5, stands_in_for=set(), **rest)


def test_the_last_of_the_default_rounds_is_always_the_signature():
    assert [default(count)[-1].role for count in (1, 2, 3)] == [Role.SIGNER] * 3
    assert rounds_of([one.as_dict() for one in THREE_ROUNDS]) == THREE_ROUNDS


@pytest.mark.parametrize(
    "source, address, wrong",
    [
        ("", "", False),
        ("某省人民政府网站", "https://www.example.gov.cn/a.html", False),
        ("某省人民政府网站", "www.example.gov.cn", True),
        ("", "https://www.example.gov.cn/a.html", True),
    ],
)
def test_a_repost_says_from_where(source, address, wrong):
    assert bool(reposts.problem(source, address, "澜州市人民政府")) is wrong
