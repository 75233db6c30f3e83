"""What the regulation itself says must be published (政府信息公开条例第二十条、第二十一条): the top of every catalogue."""

from dataclasses import dataclass

from gongkai.catalogue.rules.words import Tier

ALL = tuple(Tier)[:4]  # 村（居）民委员会 is no organ of the regulation; its tier feeds in from 村（居）务公开
CITY = (Tier.CITY, Tier.COUNTY)
TOWN = (Tier.TOWNSHIP,)


@dataclass(frozen=True)
class Category:
    code: str
    name: str
    article: str
    tiers: tuple[Tier, ...] = ALL


def _twenty(n: int, name: str) -> Category:
    return Category(
        f"PD{n:02}", name, f"政府信息公开条例第二十条第{'一二三四五六七八九十'[n - 1] if n <= 10 else '十' + '一二三四五'[n - 11]}项"
    )


def _twenty_one(kind: str, n: int, name: str) -> Category:
    tiers = CITY if kind == "C" else TOWN
    return Category(f"PD21-{kind}{n}", name, "政府信息公开条例第二十一条", tiers)


CATEGORIES = (
    _twenty(1, "行政法规、规章和规范性文件"),
    _twenty(2, "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
    _twenty(3, "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    _twenty(4, "国民经济和社会发展统计信息"),
    _twenty(5, "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
    _twenty(6, "实施行政处罚、行政强制的依据、条件、程序以及有一定社会影响的行政处罚决定"),
    _twenty(7, "财政预算、决算信息"),
    _twenty(8, "行政事业性收费项目及其依据、标准"),
    _twenty(9, "政府集中采购项目的目录、标准及实施情况"),
    _twenty(10, "重大建设项目的批准和实施情况"),
    _twenty(11, "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"),
    _twenty(12, "突发公共事件的应急预案、预警信息及应对情况"),
    _twenty(13, "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"),
    _twenty(14, "公务员招考的职位、名额、报考条件等事项以及录用结果"),
    _twenty(15, "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
    *(
        _twenty_one("C", n, name)
        for n, name in enumerate(("市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助"), 1)
    ),
    *(
        _twenty_one("T", n, name)
        for n, name in enumerate(
            (
                "贯彻落实农业农村工作政策",
                "农田水利工程建设运营",
                "农村土地承包经营权流转",
                "宅基地使用情况审核",
                "土地征收、房屋征收",
                "筹资筹劳",
                "社会救助",
            ),
            1,
        )
    ),
)
BY_CODE = {one.code: one for one in CATEGORIES}


def category_named(text: str) -> Category | None:
    """By code or name; a name that two tiers share (社会救助) needs its code."""
    wanted = text.strip()
    named = [one for one in CATEGORIES if wanted in (one.code, one.name, f"{one.code} {one.name}")]
    return named[0] if len(named) == 1 else None


def short(code: str) -> str:
    """A name of at most 12 characters for narrow places."""
    name = BY_CODE[code].name
    return _SHORT.get(code, name)


_SHORT = {
    "PD01": "规章和规范性文件",
    "PD02": "机关职能与机构",
    "PD03": "规划计划",
    "PD04": "统计信息",
    "PD05": "行政许可和服务",
    "PD06": "行政处罚和强制",
    "PD07": "财政预决算",
    "PD08": "行政事业性收费",
    "PD09": "政府集中采购",
    "PD10": "重大建设项目",
    "PD11": "民生政策",
    "PD12": "突发事件应急",
    "PD13": "监督检查",
    "PD14": "公务员招考",
    "PD15": "其他法定信息",
    "PD21-T1": "农业农村政策",
    "PD21-T2": "农田水利",
    "PD21-T3": "土地流转",
    "PD21-T4": "宅基地审核",
    "PD21-T5": "土地房屋征收",
    "PD21-C7": "社会救助（市县）",
    "PD21-T7": "社会救助（乡镇）",
}
