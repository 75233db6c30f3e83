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
    touches_figures,
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


def test_a_sentence_is_paired_only_with_one_it_is_like():
    before = sentences([("p1", "联系人：王某，电话5550123。"), ("p2", "保修期五年。")])
    after = sentences([("p1", "各标段由监理人员驻场查看。"), ("p2", "保修期六年。")])
    assert [change.how for change in changes(before, after)] == ["new", "gone", "changed"]
    assert [change.how for change in changes(before, after[1:])] == ["gone", "changed"]


@pytest.mark.parametrize(
    "before, after, touched",
    [
        ("保修期五年。", "保修期按合同约定为六年。", True),
        ("补助3000元。", "补助3,000元。", False),
        ("第3件事。", "第三件事。", False),
        ("二〇二五年十二月一日起施行。", "2025年12月1日起施行。", False),
        ("二〇二五年十二月一日起施行。", "2026年12月1日起施行。", True),
        ("请抓好落实。", "请认真抓好落实。", False),
        ("请抓好落实。", "请抓好落实。限10日内办结。", True),
    ],
)
def test_a_changed_figure_is_seen_however_it_is_written(before, after, touched):
    assert touches_figures(changes(sentences([("p1", before)]), sentences([("p1", after)]))) is touched


@pytest.mark.parametrize("weighty, goes_to", [(False, 2), (True, 1)])
def test_what_weighs_goes_back_to_the_first_round_however_small(weighty, goes_to):
    assert resumes_at(2, returned_at=0, share=0.01, weighty=weighty) == goes_to


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
    assert bool(reposts.problem(source, address, ["澜州市人民政府"])) is wrong


@pytest.mark.parametrize(
    "source, own",
    [("", True), ("本局", True), ("本机关", True), ("本 网", True), ("原创", True), ("市住建局", True), ("澜州市住房和城乡建设局网站", True),
     ("市住建局（微信公众号）", True), ("某省人民政府网站", False), ("新华社", False), ("本地宝", False)],
)  # fmt: skip
def test_an_office_does_not_repost_itself(source, own):
    assert reposts.is_own(source, ["澜州市住房和城乡建设局", "市住建局"]) is own


@pytest.mark.parametrize(
    "written, parts",
    [
        ("新华社", ("新华社", "")),
        ("某省人民政府网站 https://www.example.gov.cn/a.html", ("某省人民政府网站", "https://www.example.gov.cn/a.html")),
        ("某省人民政府网站（https://www.example.gov.cn/a）", ("某省人民政府网站", "https://www.example.gov.cn/a")),
    ],
)
def test_a_source_may_hold_its_address(written, parts):
    assert reposts.parted(written) == parts
