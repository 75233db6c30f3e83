from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules import tokens

TEXT = st.text(alphabet="公开政务服务条例〇2025aBｃ，。 〔〕", max_size=30)


def holds(sequence: list[str], part: list[str]) -> bool:
    return any(sequence[start : start + len(part)] == part for start in range(len(sequence) - len(part) + 1))


def test_a_document_number_is_one_word_however_it_is_written():
    assert "国办发〔2019〕14号" in tokens.words("按照国办发[2019] 14 号的要求")
    assert "国办发〔2019〕14号" in tokens.words("国办发〔２０１９〕１４号")


def test_long_words_also_give_the_words_within_them():
    assert {"条例", "公开", "信息", "依申请公开"} <= set(tokens.words("政府信息公开条例规定了依申请公开"))


def test_capitals_and_full_width_letters_are_folded_in_place():
    assert tokens.fold("ＰＤＦ（A类）") == "pdf(a类)"
    assert len(tokens.fold("İ　ＡＢＣ①")) == len("İ　ＡＢＣ①")


def test_no_token_holds_a_space():
    found = tokens.words("a b\tc　公开 服务\n2025 年") + tokens.edged_grams("a b 公开 服务")
    assert not [token for token in found if any(letter.isspace() for letter in token)]


@given(TEXT, TEXT, TEXT)
def test_a_phrase_is_found_in_every_text_that_contains_it(before, part, after):
    if len(tokens.key(part)) > 1 and _at_bounds(before, part, after):  # a character alone is found as a word, not as a phrase
        assert holds(tokens.edged_grams(before + part + after), tokens.phrase(part))


def _at_bounds(before: str, part: str, after: str) -> bool:
    """Numbers and Latin words are never divided, so a phrase that cuts one in two is not one."""
    glued = [tokens.fold(a + b) for a, b in ((before[-1:], part[:1]), (part[-1:], after[:1]))]
    return not any(two.isascii() and len(two) == 2 and two.isalnum() for two in glued)


@given(TEXT, TEXT)
def test_a_phrase_is_found_only_where_its_letters_stand(part, text):
    phrase = tokens.phrase(part)
    if phrase and holds(tokens.edged_grams(text), phrase):
        assert tokens.key(part) in tokens.key(text)


def test_the_two_ends_of_a_title_can_be_asked_for():
    title = tokens.title_grams("关于2025年度政务公开工作要点的通知")
    assert holds(title, tokens.opening("关于2025年"))
    assert holds(title, tokens.ending("要点的通知"))
    assert not holds(title, tokens.opening("政务公开"))
    assert not holds(title, tokens.ending("政务公开"))


def test_letters_are_split_into_the_fewest_syllables():
    assert tokens.split_syllables("zhengwugongkai") == ["zheng", "wu", "gong", "kai"]
    assert tokens.split_syllables("xian") == ["xian"]
    assert tokens.split_syllables("hello") == []


def test_traditional_characters_are_understood_and_simplified_ones_left_alone():
    assert tokens.simplified("政務公開條例") == "政务公开条例"
    assert tokens.simplified("破坏土地资源的后果") == "破坏土地资源的后果"


def test_pinyin_follows_the_words():
    assert tokens.pinyin("重庆市2025年") == ["chong", "qing", "shi", "2025", "nian"]
    assert tokens.initials(["zheng", "wu"]) == ["z", "w"]
