import pytest

from gongkai.search.rules.corrections import meant

TITLES = ("中华人民共和国政府信息公开条例", "澜州市公共租赁住房管理办法", "关于做好老旧小区改造工作的通知")


@pytest.mark.parametrize(
    ("typed", "piece"),
    [
        ("政府信息公开条列", "政府信息公开条例"),
        ("政府信息工开条例", "政府信息公开条例"),
        ("公共租凭住房管理办法", "公共租赁住房管理办法"),
        ("老旧小区盖造", "老旧小区改造"),
    ],
)
def test_a_slip_of_the_hand_is_corrected_by_the_titles_there_are(typed, piece):
    assert meant(typed, TITLES) == piece


@pytest.mark.parametrize("typed", ["老旧小区改造", "天气预报查询", "公开", "字" * 60])
def test_nothing_is_offered_for_what_is_right_foreign_too_short_or_too_long(typed):
    assert meant(typed, TITLES) is None
