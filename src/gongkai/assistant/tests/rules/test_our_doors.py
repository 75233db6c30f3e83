import pytest

from gongkai.assistant.rules.our_doors import Door, steps, wanted


@pytest.mark.parametrize(
    "asked, door",
    [
        ("如何申请政府信息公开", Door.APPLY),
        ("我想申请信息公开", Door.APPLY),
        ("政府信息公开怎么申请？", Door.APPLY),
        ("依申请公开在哪里办", None),  # a thing to look for as well
        ("依申请公开怎么弄", Door.APPLY),
        ("申请信息公开几天答复", None),
        ("申请公开信息要收费吗", None),
        ("信息公开申请的答复期限", None),
        ("我要投诉", Door.COMPLAIN),
        ("怎么举报？", Door.COMPLAIN),
        ("我要投诉饭店油烟", None),
        ("投诉多久处理", None),
        ("我想给市长写信", Door.WRITE),
        ("怎么提意见", Door.WRITE),
        ("征求意见稿提意见的截止日期", None),
        ("预约办理公租房申请", Door.BOOK),
        ("婚检怎么预约", Door.BOOK),
        ("公租房怎么申请", None),
        ("", None),
    ],
)
def test_who_asks_for_a_door_of_this_site_is_led_to_it_and_nobody_else(asked, door):
    assert wanted(asked) is door


@pytest.mark.parametrize("door", list(Door))
def test_every_door_leads_somewhere(door):
    assert steps(door, "预约办理公租房申请")
    assert all(step.words and (step.kind != "search" or step.target) for step in steps(door, "预约办理公租房申请"))
