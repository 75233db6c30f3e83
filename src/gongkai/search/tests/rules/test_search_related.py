import pytest

from gongkai.search.rules.related import related, subject_of

ASKED = [("公租房", 90), ("公租房 申请条件", 40), ("社保", 30), ("公租房租金", 20)]


def test_what_many_asked_with_a_word_in_common_comes_first():
    assert related("公租房申请", ASKED) == ("公租房 申请条件", "公租房", "公租房租金")


def test_what_was_typed_is_not_offered_again():
    assert related("“公租房”", ASKED) == ("公租房 申请条件", "公租房租金")


def test_other_ways_to_say_it_and_what_the_papers_are_about():
    titles = ["澜州市人民政府关于印发《澜州市公共租赁住房管理办法》的通知", "澜州市民政局关于做好高龄老年人津贴发放工作的通知", "公告"]
    synonyms = [("公租房", "公共租赁住房"), ("廉租房", "公共租赁住房")]
    assert related("公租房", [], titles=titles, synonyms=synonyms) == ("公共租赁住房", "澜州市公共租赁住房管理办法")
    assert related("公共租赁住房", [], synonyms=synonyms) == ()
    assert related("高龄津贴", [], titles=titles) == ("高龄老年人津贴发放",)


def test_nothing_is_offered_for_nothing():
    assert related("", ASKED) == ()
    assert related("怎么办", ASKED) == ()


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("澜州市住房和城乡建设局关于做好老旧小区改造工作的通知", "老旧小区改造"),
        ("关于印发《澜州市养老服务条例实施细则（试行）》的通知", "澜州市养老服务条例实施细则"),
        ("澜州市人民政府公告", ""),
        ("关于" + "很长" * 20 + "的通知", ""),
    ],
)
def test_the_subject_of_a_title(title, subject):
    assert subject_of(title) == subject
