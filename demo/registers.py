"""清单 of the demo city: one of each kind that is built in, with an entry that changed and one that ended; and one from above, in its second edition."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from demo import reading
from gongkai.catalogue.models import Item
from gongkai.people.models import Officer, Organisation
from gongkai.registers.actions import keeping
from gongkai.registers.actions.importing import approve_many
from gongkai.registers.actions.taking_over import take_over
from gongkai.registers.models import EntryVersion, Register
from gongkai.registers.rules.schemas import BY_SLUG
from gongkai.shared.clock import now

# by list: the office that keeps it, the address, the entries as values in the order of the columns
LISTS: dict[str, tuple[str, str, list[tuple[str, ...]]]] = {
    "powers": (
        "lan-zhujian", "zhujian-powers",
        [
            ("商品房预售许可", "许可", "城市房地产管理法第四十五条", "市住房和城乡建设局", "房地产市场科", "受理、审查、决定、送达、事后监管", "不依法办理的，依法追究责任", "市级"),
            ("对违法转租公租房的处罚", "处罚", "公共租赁住房管理办法第三十六条", "市住房和城乡建设局", "住房保障科", "立案、调查、告知、决定、送达、执行", "违反程序处罚的，依法追究责任", "市级"),
            ("建设工程竣工验收备案", "其他", "建设工程质量管理条例第四十九条", "市住房和城乡建设局", "工程质量科", "受理、备案、公开", "", "市级、县级"),
        ],
    ),
    "fees": (
        "lan-caizheng", "lanzhou-fees",
        [
            ("城镇垃圾处理费", "行政事业性收费", "市城市管理部门", "价格法；省价费字文件", "居民每户每月8元", "缴入地方国库", "低保户免收"),
            ("不动产登记费", "行政事业性收费", "市不动产登记机构", "国家发展改革委、财政部文件", "住宅类每件80元", "缴入地方国库", "小微企业免收"),
            ("残疾人就业保障金", "政府性基金", "税务部门", "残疾人就业条例", "按上年度未安排残疾人就业人数计征", "缴入地方国库", "在职职工30人以下企业免征"),
        ],
    ),
    "permits": (
        "lan-shenpi", "lanzhou-permits",
        [
            ("建筑垃圾处置核准", "市行政审批服务局", "国务院对确需保留的行政审批项目设定行政许可的决定", "有运输合同；车辆密闭；有消纳场所", "申请表；合同；消纳证明", "5", "不收费", "工期内"),
            ("网络预约出租汽车经营许可", "市行政审批服务局", "网络预约出租汽车经营服务管理暂行办法第八条", "有线上服务能力；有服务机构", "申请表；线上能力认定；制度文本", "15", "不收费", "4年"),
        ],
    ),
    "enforcement": (
        "lan-shichang", "shichang-enforcement",
        [
            ("对销售不合格食品的处罚", "行政处罚", "市市场监督管理局", "食品安全法第一百二十四条", "按货值金额分三档", "立案、调查、告知、决定、执行", "60日内申请复议，6个月内起诉"),
            ("对特种设备的监督检查", "行政检查", "市市场监督管理局", "特种设备安全法第五十七条", "", "出示证件、检查、记录、告知", "12315"),
        ],
    ),
    "enforcement-reports": ("lan-shichang", "shichang-reports", [("上一年度", "市市场监督管理局", "86", "1204", "318", "12", "2650", "5", "全部案件上网公示")]),
    "inspections": (
        "lan-yingji", "yingji-inspections",
        [("危险化学品企业安全检查", "市应急管理局", "危险化学品生产、储存企业", "安全生产法第六十五条", "制度；设备；作业票；应急", "每年不超过2次"),
         ("工贸企业有限空间检查", "市应急管理局", "有有限空间的工贸企业", "安全生产法第六十五条", "辨识；审批；监护；器材", "每年不超过1次")],
    ),
    "inspection-plans": ("lan-yingji", "yingji-plans", [("年度安全生产检查计划", "本年度", "市应急管理局", "重点企业120家、一般企业随机抽取", "10%", "现场检查，双随机一公开", "2月至11月")]),
    "relief": (
        "lan-minzheng", "lanzhou-relief",
        [
            ("城市居民最低生活保障", "市区", "1068", "社会救助暂行办法第十条", "市民政局", "向街道办事处申请，入户调查，公示，审核确认"),
            ("农村居民最低生活保障", "各县（区）农村", "890", "社会救助暂行办法第十条", "市民政局", "向乡镇人民政府申请，入户调查，公示，审核确认"),
            ("特困人员基本生活", "全市", "1388", "社会救助暂行办法第十七条", "市民政局", "向乡镇（街道）申请"),
        ],
    ),
}  # fmt: skip


# 市场准入负面清单: the lines of two editions as the city reads them (number, item, kind, trade, measure, national office), in our own words
BEFORE = [
    ("110101", "在禁止的区域从事养殖", "禁止准入类", "农业", "饮用水水源一级保护区内不得从事网箱养殖", "生态环境部"),
    ("210201", "开办民办学校", "许可准入类", "教育", "未获得许可，不得举办实施学历教育、学前教育的民办学校", "教育部"),
    ("210301", "经营烟花爆竹", "许可准入类", "零售", "未获得许可，不得批发、零售烟花爆竹", "应急管理部"),
    ("210401", "网络预约出租汽车经营", "许可准入类", "交通运输", "平台、车辆、驾驶员未获得许可，不得从事网约车经营", "交通运输部"),
    ("210501", "公章刻制", "许可准入类", "居民服务", "未获得许可，不得从事公章刻制", "公安部"),
]
AFTER = [
    *BEFORE[:1],
    (
        "210201",
        "开办民办学校",
        "许可准入类",
        "教育",
        "未获得许可，不得举办实施学历教育、学前教育的民办学校；面向中小学生的学科类培训不得营利",
        "教育部",
    ),
    *BEFORE[2:4],
    ("210601", "建筑垃圾处置", "许可准入类", "环境治理", "未获得核准，不得处置建筑垃圾", "住房城乡建设部"),
]
LOCAL = {"110101": "市生态环境局", "210201": "市教育局", "210301": "市应急管理局", "210401": "市交通运输局", "210501": "市公安局"}


def load(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer]) -> None:
    """Opened at the beginning of the year; the relief standard rose since, a fee was dropped, one entry waits for approval."""
    at = now() - timedelta(days=290)
    made: dict[str, Register] = {}
    for kind, (office, slug, rows) in LISTS.items():
        schema, owner, cast = BY_SLUG[kind], organisations[office], reading.cast_of(office)
        item = Item.objects.filter(heading__category="PD11", owner=owner, name="最低生活保障标准").first() if kind == "relief" else None
        names = [one.name for one in schema.columns]
        register = keeping.open_register(
            slug=slug, name=f"{owner.short_name}{schema.name}", basis=schema.basis, columns=schema.as_data(), owner=owner,
            item=item if item and item.bearers.filter(organ=owner).exists() else None, by=officers[cast.editor], at=at,
        )  # fmt: skip
        made[kind] = register
        for row in rows:
            version = _propose(register, dict(zip(names, row, strict=True)), officers[cast.editor], at, date(at.year, 1, 1), "公布清单")
            keeping.approve(version, by=officers[cast.signer], at=at)
    _changes(made, officers)
    _from_above(organisations, officers)


def _from_above(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer]) -> None:
    """The national list of last year with the local office of each item, then this year's: what it changed waits to be looked at again."""
    schema, owner, cast = BY_SLUG["market-access"], organisations["lan-fagai"], reading.cast_of("lan-fagai")
    editor, signer, then = officers[cast.editor], officers[cast.signer], now() - timedelta(days=280)
    register = keeping.open_register(
        slug="market-access", name=f"澜州市{schema.name}", basis=schema.basis, columns=schema.as_data(), owner=owner, by=editor, at=then
    )
    _edition(register, BEFORE, f"{then.year}年版", editor, signer, then)
    for entry in register.entries.select_related("current").order_by("code"):
        if entry.current is not None:
            named = entry.current.values | {"agency": LOCAL[entry.code]}
            version = _propose(register, named, editor, then, then.date(), "明确本地主管部门", entry=entry)
            keeping.approve(version, by=signer, at=then)
    _edition(register, AFTER, f"{then.year}年修订版", editor, signer, now() - timedelta(days=12))


def _edition(register: Register, lines: Sequence[tuple[str, ...]], name: str, editor: Officer, signer: Officer, at: datetime) -> None:
    labels = ("编号", *(column.label for column in register.schema() if not column.local))
    text = json.dumps({"items": [dict(zip(labels, line, strict=True)) for line in lines]}, ensure_ascii=False)
    take_over(register, text, valid_from=at.date(), note=f"按国家清单{name}调整", edition=name, by=editor, at=at)
    approve_many(list(EntryVersion.objects.filter(entry__register=register, approved_at=None)), by=signer, at=at)


def _propose(register: Register, values: dict[str, str], by: Officer, at: Any, since: date, note: str, **more: Any) -> Any:
    return keeping.propose(register, values, valid_from=since, note=note, by=by, at=at, **more)


def _changes(made: Mapping[str, Register], officers: Mapping[str, Officer]) -> None:
    then, cast = now() - timedelta(days=100), reading.cast_of("lan-minzheng")
    relief = made["relief"].entries.select_related("current").order_by("code").first()
    if relief is not None and relief.current is not None:
        raised = relief.current.values | {"amount": "1120"}
        version = _propose(made["relief"], raised, officers[cast.editor], then, then.date(), "按上年度居民消费支出调整标准", entry=relief)
        keeping.approve(version, by=officers[cast.signer], at=then)
    fees, cast = made["fees"], reading.cast_of("lan-caizheng")
    fee = fees.entries.select_related("current").order_by("code").first()
    if fee is not None and fee.current is not None:
        ended = _propose(
            fees, fee.current.values, officers[cast.editor], then, then.date(), "改为经营服务性收费，移出清单", entry=fee, ends=True
        )
        keeping.approve(ended, by=officers[cast.signer], at=then)
    powers = made["powers"].entries.select_related("current").order_by("code").last()
    if powers is not None and powers.current is not None:
        changed = powers.current.values | {"unit": "工程质量安全科"}
        _propose(made["powers"], changed, officers["lisi"], now(), now().date(), "承办机构更名", entry=powers)
