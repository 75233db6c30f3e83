"""Which of a question's words are read to find and to rank: chosen by how often they stand, never by what they are."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.fields import FEWEST_TELLING, LOOKED_AT, RANKED_AT, telling, worth_reading

COUNTED = st.lists(
    st.tuples(st.integers(0, 2_000_000), st.sampled_from(["body_words", "body_grams"]), st.text("abcdef", min_size=1, max_size=3)),
    unique_by=lambda one: one[1:],
)


def test_in_a_small_library_every_word_ranks():
    counted = [(n, "body_words", f"词{n}") for n in range(300)]
    assert len(worth_reading(counted)) == len(counted)


def test_what_stands_almost_everywhere_does_not_rank_beside_rarer_words():
    counted = [
        (900_000, "body_words", "通知"),
        (40, "body_words", "公积金"),
        (700_000, "body_grams", "工作"),
        (60_000, "body_grams", "提取"),
    ]
    assert worth_reading(counted) == {("body_words", "公积金"), ("body_grams", "提取")}


def test_common_words_alone_still_rank():
    counted = [(900_000, "body_words", "通知"), (800_000, "body_words", "工作"), (700_000, "body_words", "管理")]
    assert worth_reading(counted) == {("body_words", "管理"), ("body_words", "工作")}


@given(COUNTED)
def test_the_rarest_are_read_first_and_the_reading_is_bounded(counted):
    kept = worth_reading(counted)
    often = {(name, token): frequency for frequency, name, token in counted}
    left = [often[one] for one in often if one not in kept]
    assert all(often[one] <= other for one in kept for other in left)
    assert len(kept) <= FEWEST_TELLING or sum(often[one] for one in kept) <= RANKED_AT
    found_by = telling(counted)
    assert all(often[one] for one in found_by)
    assert len(found_by) <= FEWEST_TELLING or sum(often[one] for one in found_by) <= LOOKED_AT
