import pytest

from gongkai.assistant.rules.spelling import meant

TEXT = "建筑垃圾运输实行电子联单管理，联单信息保存期限不少于三年。公证机构现场监督。近十年来"


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("拉圾", "垃圾"),
        ("连单", "联单"),
        ("公正", "公证"),
        ("建柱", "建筑"),
        ("近视", ""),  # a word of its own: 近十 is none
        ("联单", ""),  # stands there as it is
        ("电影", ""),  # shares a character, sounds otherwise
        ("木瓜", ""),
        ("abc", ""),
        ("垃", ""),
    ],
)
def test_a_word_no_paper_has_is_taken_for_one_of_the_same_sound(word, right):
    assert meant([word], TEXT) == ({word: right} if right else {})
