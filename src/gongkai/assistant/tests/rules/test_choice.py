from datetime import date

import pytest

from gongkai.assistant.rules.choice import Level, Offered, chosen, wants_all

ON = date(2026, 6, 1)
OFFERED = [
    Offered("汀湾区关于印发2026年政务公开工作要点的通知（汀政办发〔2026〕4号）", date(2026, 5, 8), Level.DISTRICT),
    Offered("澜州市关于印发2026年政务公开工作要点的通知（澜政办发〔2026〕9号）", date(2026, 4, 16), Level.CITY),
    Offered("南澜省关于印发2026年政务公开工作要点的通知（南政办发〔2026〕6号）", date(2026, 3, 18), Level.PROVINCE),
    Offered("澜州市关于印发2025年政务公开工作要点的通知（澜政办发〔2025〕11号）", date(2025, 4, 22), Level.CITY),
    Offered("青岛市关于印发2025年政务公开工作要点的通知（青审服字〔2025〕37号）", date(2025, 6, 26), Level.CITY, own=False),
]


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ("第二个", (1,)),
        ("2026年的", (0, 1, 2)),  # still several: they are asked back
        ("今年的", (0, 1, 2)),
        ("去年的", (3, 4)),
        ("市里的", (1, 3)),  # of one's own city before another's
        ("省里的吧", (2,)),
        ("区县的", (0,)),
        ("2025年市里的", (3,)),
        ("最新的", (0,)),
        ("要最新发布的那份", (0,)),
        ("都要", (0, 1, 2, 3, 4)),
        ("全部都说说", (0, 1, 2, 3, 4)),
        ("镇里的", ()),  # none of these: said so
        ("2019年的", ()),
        ("汀湾区那份", (0,)),
        ("政务公开工作要点", None),  # in the name of each: it chooses nothing
        ("公租房租金多少", None),
        ("加装电梯补多少钱", None),
        ("全部办完要多久", None),
        ("市里的公租房怎么申请", None),
    ],
)
def test_what_a_short_reply_chooses(reply, meant):
    assert chosen(reply, OFFERED, on=ON) == meant


@pytest.mark.parametrize(("reply", "every"), [("都要", True), ("每份都看看", False), ("这几份都说一下", True), ("最新的", False)])
def test_whether_all_are_wanted(reply, every):
    assert wants_all(reply) is every
