import pytest

from gongkai.people.rules.permits import Actor, Role
from gongkai.search.rules.masking import masked
from gongkai.search.rules.readers import names_of, readers_of

HOUSING = "1/4/9/"


@pytest.mark.parametrize(
    ("actor", "finds"),
    [
        (None, False),
        (Actor(1, "李四", {HOUSING: frozenset({Role.EDITOR})}), True),
        (Actor(2, "赵敏", {"1/4/10/": frozenset({Role.EDITOR})}), False),
        (Actor(3, "上级采编", {"1/4/": frozenset({Role.EDITOR})}), False),
        (Actor(4, "上级监管", {"1/4/": frozenset({Role.SUPERVISOR})}), True),
        (Actor(5, "别处监管", {"1/5/": frozenset({Role.SUPERVISOR})}), False),
        (Actor(6, "管理员", {"1/": frozenset({Role.ADMIN})}), True),
        (Actor(7, "无单位", {"": frozenset({Role.ADMIN})}), False),
    ],
)
def test_what_belongs_to_an_office_is_found_by_it_and_those_watching_over_it(actor, finds):
    assert bool(set(readers_of(HOUSING)) & set(names_of(actor))) == finds


def test_what_is_public_is_found_by_everybody():
    assert set(readers_of("")) & set(names_of(None))
    assert set(readers_of("")) & set(names_of(Actor(1, "李四", {HOUSING: frozenset({Role.EDITOR})})))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("公租房 申请", "公租房 申请"),
        ("青政办发〔2025〕5号", "青政办发〔2025〕5号"),
        ("11010519491231002X 低保", "＊ 低保"),
        ("电话 138 0013 8000 欠薪", "电话 ＊ 欠薪"),
        ("zhang.san@example.com 举报", "＊ 举报"),
        ("和平路小区3号楼2单元501室漏水", "和平路小区＊漏水"),
        ("我叫张三丰 查公积金", "＊ 查公积金"),
        ("我是赵小明，查公积金", "＊，查公积金"),
        ("津贴要本人去领吗", "津贴要本人去领吗"),  # names nobody
        ("津贴要老人本人到现场办吗", "津贴要老人本人到现场办吗"),
        ("我是低保户能申请吗", "我是低保户能申请吗"),
        ("张三 身份证 110101199003078515", "＊ 身份证 ＊"),
        ("李小四身份证号查询", "＊身份证号查询"),
        ("王芳 13800138000 低保", "＊ ＊ 低保"),
        ("护照 E12345678", "护照 E＊"),
        ("张三的公租房申请批了吗", "＊的公租房申请批了吗"),
        ("我妈妈王秀英的津贴什么时候发", "我妈妈＊的津贴什么时候发"),
        ("我妈妈高龄津贴怎么领", "我妈妈高龄津贴怎么领"),
        ("公租房的申请批了吗", "公租房的申请批了吗"),
        ("身份证 补办", "身份证 补办"),
        ("高龄津贴 电话", "高龄津贴 电话"),
        ("国办发[2017] 47号", "国办发[2017] 47号"),
        ("国办发 2017 47 号", "国办发 2017 47 号"),
        ("2023-2025 规划", "2023-2025 规划"),
        ("2026-06-10 通知", "2026-06-10 通知"),
        ("2026.06.10 通知", "2026.06.10 通知"),
        ("138.1234.5678 欠薪", "＊ 欠薪"),
        ("138·1234·5678", "＊"),
        ("一三八一二三四五六七八", "＊"),
        ("微信号 zhang_san88", "＊"),
        ("长江路12号漏水", "长江路＊漏水"),
        ("澜A12345 违停", "＊ 违停"),
        ("张三的低保批了吗", "＊的低保批了吗"),
        ("居民的低保标准", "居民的低保标准"),
        ("我妈李桂花的高龄津贴", "我妈＊的高龄津贴"),
        ("补贴 1.5-2.5 万元", "补贴 1.5-2.5 万元"),
    ],
)
def test_a_kept_query_points_to_nobody(typed, kept):
    assert masked(typed) == kept


def test_a_kept_query_is_short():
    assert len(masked("公开" * 100)) == 60
