"""主动公开事项目录 of the demo city: four tiers and two villages, and every state an item can be in."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from demo import reading
from gongkai.catalogue.actions import columns, duties, items, proposing
from gongkai.catalogue.actions.duties import Report
from gongkai.catalogue.actions.reconcile import record_day
from gongkai.catalogue.models import Column, Item
from gongkai.catalogue.rules.items import Written
from gongkai.people.models import Officer, Organisation
from gongkai.shared.clock import BEIJING, now
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

ALL, BELOW, CITY, COUNTY, TOWN = "省市县乡", "市县乡", "市", "县", "乡"
_TIERS = {"省": "province", "市": "city", "县": "county", "乡": "township", "村": "village"}
GENERAL = "信息形成或者变更之日起20个工作日内"
DEPARTMENTS = [
    "lan-fagai",
    "lan-jiaoyu",
    "lan-gongxin",
    "lan-minzheng",
    "lan-caizheng",
    "lan-renshe",
    "lan-zhujian",
    "lan-jiaotong",
    "lan-weijian",
    "lan-huanjing",
    "lan-shichang",
    "lan-yingji",
    "lan-shenpi",
]

COLUMNS = (
    ("政策文件", "/policies/", "policy"),
    ("政策解读", "/interpretations/", "interpretation"),
    ("财政预决算", "", ""),
    ("行政执法公示", "", ""),
    ("住房保障", "", ""),
    ("通知公告", "", ""),
    ("机构职能", "", ""),
    ("政府采购", "", ""),
    ("公示栏", "", ""),
)


@dataclasses.dataclass(frozen=True)
class Line:
    """An item: `told` are its events, each (working days ago, what, days until published or None, other facts of the publication)."""

    key: str
    owner: str
    category: str
    heading: str
    name: str
    content: str
    basis: str
    limit: str = GENERAL
    tiers: str = CITY
    field: str = ""
    bearers: tuple[str, ...] = ()
    column: str = ""
    parent: str = ""
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    told: tuple[tuple[str, int, str, int | None, Mapping[str, Any]], ...] = ()
    standing: tuple[tuple[str, str, int], ...] = ()  # (organ, title, days ago) published without an event


def _events(*told: tuple[Any, ...]) -> tuple[tuple[str, int, str, int | None, Mapping[str, Any]], ...]:
    return tuple((organ, ago, what, after, more[0] if more else {}) for organ, ago, what, after, *more in told)


LINES = (
    Line("nan-docs", "nan", "PD01", "政策文件", "行政规范性文件", "标题、文号、正文、施行日期、有效性", "政府信息公开条例第二十条第一项", tiers=ALL, column="政策文件", bearers=("nan", "nan-office")),
    Line("nan-agency", "nan", "PD02", "机构信息", "机关职能与联系方式", "机关职能；机构设置；办公地址、时间；联系方式；负责人姓名", "政府信息公开条例第二十条第二项", "长期公开", ALL, column="机构职能",
         more={"refresh_days": 365}, standing=(("nan", "省政府机构职能", 320),)),
    Line("nan-budget", "nan", "PD07", "财政预决算", "部门预算", "部门职责；收支总表；三公经费；绩效目标", "预算法第十四条第二款", "财政部门批复后20日内", ALL, "财政预决算", column="财政预决算", more={"anchor": "财政部门批复之日"}),
    Line("nan-penalty", "nan", "PD06", "行政执法", "行政处罚决定", "决定书文号；违法事实；处罚依据和内容；作出机关和日期", "国办发〔2018〕118号", "作出决定之日起7个工作日内", ALL, column="行政执法公示",
         more={"channel_limits": (("new_media", "10个工作日内"),), "channels": ("website", "new_media"), "retention_days": 1095, "anchor": "作出决定之日"}),
    Line("nan-relief", "nan", "PD11", "社会救助", "最低生活保障标准", "保障标准；执行时间；申请条件和程序", "社会救助暂行办法第十条", tiers=ALL, field="社会救助"),
    Line("nan-land", "nan", "PD21-C4", "征地信息", "征收土地公告", "批准文件；征收范围；补偿标准；安置方式", "土地管理法实施条例第三十一条", "收到批准文件之日起15个工作日内", "市县", "征地补偿"),
    Line("nan-report", "nan", "PD15", "年度报告", "政府信息公开工作年度报告", "总体情况；主动公开情况；收到和处理申请情况；复议诉讼；问题和改进", "政府信息公开条例第四十九条", "每年3月31日前", ALL),
    Line("docs", "lan", "PD01", "政策文件", "行政规范性文件", "标题、文号、正文、施行日期、有效性", "政府信息公开条例第二十条第一项", tiers=BELOW, column="政策文件", parent="nan-docs",
         bearers=("lan", "lan-office", *DEPARTMENTS)),
    Line("readings", "lan", "PD01", "政策文件", "政策解读", "背景依据；主要内容；适用对象；办理方式；咨询电话", "政府信息公开条例第二十条第一项", "文件公开之日起3个工作日内", BELOW, column="政策解读", bearers=("lan-office", *DEPARTMENTS[:8])),
    Line("agency", "lan", "PD02", "机构信息", "机关职能与联系方式", "机关职能；机构设置；办公地址、时间；联系方式；负责人姓名", "政府信息公开条例第二十条第二项", "长期公开", BELOW, column="机构职能", parent="nan-agency",
         bearers=("lan", *DEPARTMENTS), more={"refresh_days": 180},
         standing=tuple((organ, title, ago) for n, organ in enumerate(("lan", *DEPARTMENTS[:-1]))
                        for title, ago in (("机构职能", 318), ("机构职能（更新）", 60 + n)) if ago > 99 or n % 4)),
    Line("plan", "lan-fagai", "PD03", "规划计划", "国民经济和社会发展计划执行情况", "主要指标完成情况；下一步安排", "政府信息公开条例第二十条第三项", "按年度公开"),
    Line("statistics", "lan-fagai", "PD04", "统计信息", "经济运行情况", "主要经济指标；同比增减；说明", "政府信息公开条例第二十条第四项", "按季度公开"),
    Line("guide", "lan-shenpi", "PD05", "政务服务", "办事指南", "事项名称；条件；材料；程序；时限；收费；窗口和电话", "优化营商环境条例第三十五条", "实时公开", BELOW, more={"anchor": "指南编制、变更之日"},
         told=_events(("lan-shenpi", 30, "建筑垃圾处置核准指南变更", 0), ("lan-shenpi", 12, "网约车许可指南变更", 2))),
    Line("permits", "lan-shenpi", "PD05", "行政许可", "行政许可决定", "相对人；决定书文号；许可内容；日期；有效期", "国办发〔2018〕118号", "作出决定之日起7个工作日内", BELOW, column="行政执法公示", more={"anchor": "作出决定之日"},
         told=_events(("lan-shenpi", 20, "第41批许可决定", 5), ("lan-shenpi", 9, "第42批许可决定", None), ("lan-shenpi", 3, "第43批许可决定", None))),
    Line("penalty", "lan", "PD06", "行政执法", "行政处罚决定", "决定书文号；违法事实；处罚依据和内容；作出机关和日期", "国办发〔2018〕118号", "作出决定之日起7个工作日内", BELOW, column="行政执法公示", parent="nan-penalty",
         bearers=("lan-huanjing", "lan-shichang", "lan-jiaotong", "lan-yingji"),
         more={"channel_limits": (("new_media", "10个工作日内"),), "channels": ("website", "new_media"), "retention_days": 1095, "anchor": "作出决定之日"},
         told=_events(("lan-shichang", 25, "食品经营处罚决定", 6), ("lan-shichang", 25, "食品经营处罚决定", 8, {"channel": "new_media"}),
                      ("lan-huanjing", 40, "超标排放处罚决定", 16), ("lan-huanjing", 40, "超标排放处罚决定", 9, {"channel": "new_media"}),
                      ("lan-jiaotong", 14, "非法营运处罚决定", None),
                      ("lan-yingji", 22, "危化品储存处罚决定", 5, {"column": "通知公告"}), ("lan-yingji", 22, "危化品储存处罚决定", 6, {"channel": "new_media"}))),
    Line("city-budget", "lan-caizheng", "PD07", "财政预决算", "政府预算、决算", "收支总表；转移支付；政府债务；说明", "预算法第十四条第一款", "本级人大或者其常委会批准后20日内", field="财政预决算", column="财政预决算",
         more={"anchor": "批准之日"}, told=_events(("lan-caizheng", 180, "政府预算批准", 12), ("lan-caizheng", 80, "政府决算批准", 23))),
    Line("budget", "lan", "PD07", "财政预决算", "部门预算", "部门职责；收支总表；三公经费；绩效目标", "预算法第十四条第二款", "财政部门批复后20日内", BELOW, "财政预决算", column="财政预决算", parent="nan-budget",
         bearers=tuple(DEPARTMENTS), more={"anchor": "财政部门批复之日"},
         told=_events(*((organ, 175, "部门预算批复", 26 if organ == "lan-gongxin" else None if organ == "lan-yingji" else 10 + n) for n, organ in enumerate(DEPARTMENTS)))),
    Line("purchase", "lan-caizheng", "PD09", "政府采购", "政府采购合同", "合同名称；供应商；金额；标的；签订日期", "政府采购法实施条例第五十条", "合同签订之日起2个工作日内", column="政府采购", more={"anchor": "合同签订之日"},
         told=_events(("lan-caizheng", 18, "办公设备采购合同", 1), ("lan-caizheng", 7, "物业服务采购合同", 1, {"is_empty": True}))),
    Line("intent", "lan-caizheng", "PD09", "政府采购", "政府采购意向", "项目名称；需求概况；预算金额；预计采购时间", "财库〔2020〕10号", "采购活动开始前30日", column="政府采购", more={"anchor": "采购活动开始之日"}),
    Line("projects", "lan-fagai", "PD10", "重大建设项目", "批准结果信息", "项目名称；批准文号；批准时间；建设单位", "国办发〔2017〕94号", field="重大建设项目", told=_events(("lan-fagai", 35, "跨江通道可研批复", 20), ("lan-fagai", 15, "轨道交通调整批复", None))),
    Line("housing", "lan-zhujian", "PD11", "住房保障", "公租房配租结果", "批次；房源；选房顺序；时间地点", "公共租赁住房管理办法第十六条", "结果确定之日起20个工作日内", field="保障性住房", column="住房保障",
         told=_events(("lan-zhujian", 70, "第一批配租结果", 12), ("lan-zhujian", 45, "第二批配租结果", 33), ("lan-zhujian", 12, "第三批配租结果", None))),
    Line("waiting", "lan-zhujian", "PD11", "住房保障", "轮候信息", "轮候号；轮候时间；预计选房时间", "公共租赁住房管理办法第十三条", "按季度公开", field="保障性住房", column="住房保障",
         more={"audience": "group", "group": "公租房轮候家庭", "channels": ("website", "push")}),
    Line("enrol", "lan-jiaoyu", "PD11", "义务教育", "招生计划和范围", "招生计划；片区划分；报名条件；时间；咨询电话", "政府信息公开条例第二十条第十一项", "提前7天", BELOW, "义务教育", more={"anchor": "报名开始之日"}),
    Line("elder", "lan-minzheng", "PD11", "养老服务", "养老服务补贴", "补贴项目；标准；对象；申请程序", "政府信息公开条例第二十条第十一项", field="养老服务", told=_events(("lan-minzheng", 60, "助餐补贴标准调整", 9))),
    Line("relief", "lan-minzheng", "PD11", "社会救助", "最低生活保障标准", "保障标准；执行时间；申请条件和程序", "社会救助暂行办法第十条", tiers=BELOW, field="社会救助", parent="nan-relief", told=_events(("lan-minzheng", 90, "年度低保标准确定", 7))),
    Line("jobs", "lan-renshe", "PD11", "就业", "就业补贴发放", "补贴种类；发放对象；金额；公示时间", "就业促进法第十五条", "3个工作日内", BELOW, "就业", told=_events(("lan-renshe", 16, "一次性扩岗补助审核通过", 3))),
    Line("recruit", "lan-renshe", "PD14", "公务员招考", "录用结果", "职位；拟录用人员；监督电话", "公务员法第三十二条", GENERAL, told=_events(("lan-renshe", 50, "年度录用名单确定", 19))),
    Line("typhoon", "lan-yingji", "PD12", "应急管理", "预警信息", "预警类别；级别；影响范围；防御提示", "突发事件应对法第六十五条", "实时公开", BELOW, "安全生产", told=_events(("lan-yingji", 75, "台风橙色预警", 0))),
    Line("air", "lan-huanjing", "PD13", "监督检查", "环境空气质量", "站点；指数；首要污染物", "环境保护法第五十四条", "按月公开", BELOW, "生态环境"),
    Line("food", "lan-shichang", "PD13", "监督检查", "食品安全监督抽检", "批次；不合格项目；处置情况", "食品安全法第一百一十八条", "20个工作日内", BELOW, "食品药品监管", told=_events(("lan-shichang", 33, "第38期抽检结果", 11), ("lan-shichang", 6, "第39期抽检结果", None))),
    Line("bus", "lan-jiaotong", "PD21-C2", "公共服务", "公交线路调整", "线路；站点；首末班；调整原因", "政府信息公开条例第二十一条", "提前7天", more={"anchor": "调整之日"}),
    Line("report", "lan-office", "PD15", "年度报告", "政府信息公开工作年度报告", "总体情况；主动公开情况；收到和处理申请情况；复议诉讼；问题和改进", "政府信息公开条例第四十九条", "每年3月31日前", BELOW, parent="nan-report"),
    Line("tingwan-agency", "tingwan", "PD02", "机构信息", "机关职能与联系方式", "机关职能；机构设置；办公地址、时间；联系方式；负责人姓名", "政府信息公开条例第二十条第二项", "长期公开", "县乡", column="机构职能", parent="agency",
         bearers=("tingwan", "wangchao"), more={"refresh_days": 90}, standing=(("tingwan", "区政府机构职能", 20),)),
    Line("tingwan-docs", "tingwan", "PD01", "政策文件", "行政规范性文件", "标题、文号、正文、施行日期、有效性", "政府信息公开条例第二十条第一项", "10个工作日内", "县乡", column="政策文件", parent="docs", bearers=("tingwan", "tingwan-office", "wangchao")),
    Line("tingwan-renewal", "tingwan", "PD21-C1", "市政建设", "老旧小区改造计划", "小区名单；改造内容；工期；居民意见", "政府信息公开条例第二十一条", tiers=COUNTY, field="城市综合执法", told=_events(("tingwan", 40, "明年改造计划确定", 15))),
    Line("tangchuan-docs", "tangchuan", "PD01", "政策文件", "行政规范性文件", "标题、文号、正文、施行日期、有效性", "政府信息公开条例第二十条第一项", tiers="县乡", column="政策文件", parent="docs", bearers=("tangchuan", "tangchuan-office")),
    Line("tangchuan-land", "tangchuan", "PD21-C4", "征地信息", "征收土地公告", "批准文件；征收范围；补偿标准；安置方式", "土地管理法实施条例第三十一条", "收到批准文件之日起15个工作日内", COUNTY, "征地补偿", parent="nan-land",
         more={"audience": "group", "group": "被征地村村民", "channels": ("website", "notice_board")}, told=_events(("tangchuan", 28, "白茅乡地块批准", None))),
    Line("qinghe-homestead", "qinghe", "PD21-T4", "宅基地", "宅基地使用审核结果", "申请户；位置；面积；审核意见", "政府信息公开条例第二十一条", tiers=TOWN, field="涉农补贴",
         more={"audience": "group", "group": "本镇村民", "channels": ("website", "notice_board")}, told=_events(("qinghe", 21, "第三批宅基地审核", 8, {"channel": "website"}))),
    Line("qinghe-subsidy", "qinghe", "PD21-T1", "惠农政策", "耕地地力保护补贴发放", "补贴对象（脱敏）；面积；金额；监督电话", "政府信息公开条例第二十一条", "发放前公示，20个工作日内", TOWN, "涉农补贴", told=_events(("qinghe", 65, "年度补贴面积核定", 14))),
    Line("qinghe-village", "qinghe", "PD21-T6", "村务公开", "筹资筹劳方案和使用情况", "事由；标准；数额；使用情况", "村民委员会组织法第三十条", "按季度公开", "村", bearers=("qinghe-shangtang", "qinghe-xinhe"),
         more={"audience": "group", "group": "本村村民", "channels": ("website", "notice_board")},
         standing=(("qinghe-shangtang", "第三季度筹资使用情况", 45),)),
)  # fmt: skip


def load(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer]) -> None:
    """Written and approved before the year in which it takes effect, with everything that has happened since; the last three days are on record."""
    since = date((now() - timedelta(days=300)).year, 1, 1)
    made_at = _afternoon(since - timedelta(days=12))
    homes = {name: _column(name, address, category, organisations, officers, made_at) for name, address, category in COLUMNS}
    made: dict[str, Item] = {}
    for line in LINES:
        made[line.key] = _item(line, made, organisations, officers, homes, since, made_at)
    duties.open_periods(on=now().date(), at=now())
    for line in LINES:
        _tell(line, made[line.key], organisations, homes)
    _answer_periods(made, organisations)
    _changes(made, organisations, officers, homes)
    _told_by_a_system(made, organisations)
    _proposals(organisations)
    for ago in (2, 1, 0):
        record_day(on=(now() - timedelta(days=ago)).date(), at=now() - timedelta(days=ago))


def _column(
    name: str, address: str, category: str, organisations: Mapping[str, Organisation], officers: Mapping[str, Officer], at: datetime
) -> Column:
    office = organisations["lan"]
    return columns.add_column(
        name=name, address=address, takes_papers=bool(category), category=category, office=office, by=officers["chenli"], at=at
    )


def _written(line: Line) -> Written:
    tiers = tuple(_TIERS[one] for one in line.tiers)
    return Written(line.name, line.content, line.basis, line.limit, tiers=tiers, **line.more)


def _item(
    line: Line,
    made: Mapping[str, Item],
    organisations: Mapping[str, Organisation],
    officers: Mapping[str, Officer],
    homes: Mapping[str, Column],
    since: date,
    at: datetime,
) -> Item:
    cast, owner = reading.cast_of(line.owner), organisations[line.owner]
    editor = officers[cast.editor]
    heading = items.add_heading(category=line.category, name=line.heading, field=line.field, owner=owner, by=editor, at=at)
    version = items.propose(
        _written(line),
        heading=heading,
        owner=owner,
        parent=made.get(line.parent),
        column=homes.get(line.column),
        bearers=[organisations[one] for one in line.bearers or (line.owner,)],
        effective_from=since,
        note="编制主动公开事项目录",
        by=editor,
        at=at,
    )
    items.approve(version, by=officers[cast.signer], at=at)
    items.put_in_force(version.item, on=since)
    return Item.objects.get(pk=version.item_id)


def _tell(line: Line, item: Item, organisations: Mapping[str, Organisation], homes: Mapping[str, Column]) -> None:
    for organ, ago, what, after, more in line.told:
        arose = _workdays_ago(ago)
        facts = dict(more)
        column = homes.get(str(facts.pop("column", line.column)))
        duty, _ = duties.announce(item, organisations[organ], title=what, event_on=arose, key=f"demo:{what}", by=None, at=now())
        published = arose + timedelta(days=after) if after is not None else None
        if published is not None and published <= now().date():
            key = f"demo:{what}:{facts.get('channel', 'website')}"
            made = Report(key, what, published, column=column, answers=duty.key, **facts)
            duties.report(item, organisations[organ], made, by=None, at=_afternoon(published))
    for organ, title, ago in line.standing:
        published = (now() - timedelta(days=ago)).date()
        made = Report(f"demo:{title}", title, published, column=homes.get(line.column))
        duties.report(item, organisations[organ], made, by=None, at=_afternoon(published))


def _answer_periods(made: Mapping[str, Item], organisations: Mapping[str, Organisation]) -> None:
    """Months and quarters that ended: published a week later, one of them two months late, the last still open."""
    for key, organ in (("air", "lan-huanjing"), ("statistics", "lan-fagai"), ("waiting", "lan-zhujian"), ("report", "lan-office"),
                       ("nan-report", "nan")):  # fmt: skip
        item = made[key]
        owed = list(item.duties.filter(organ=organisations[organ]).order_by("event_on"))
        for n, duty in enumerate(owed):
            published = duty.event_on + timedelta(days=60 if key == "statistics" and n == 0 else 9)
            if published <= now().date() and not (key == "waiting" and n == len(owed) - 1):
                column = item.current.column if item.current else None
                report = Report(f"demo:{duty.key}", duty.title, published, column=column, answers=duty.key)
                duties.report(item, organisations[organ], report, by=None, at=_afternoon(published))


def _changes(
    made: Mapping[str, Item], organisations: Mapping[str, Organisation], officers: Mapping[str, Officer], homes: Mapping[str, Column]
) -> None:
    """One item was shortened in its limit, one leaves next month, one waits for approval."""
    zhujian, jiaotong = organisations["lan-zhujian"], organisations["lan-jiaotong"]
    lines = {line.key: line for line in LINES}
    then = now() - timedelta(days=30)
    shorter = {**vars(_written(lines["housing"])), "limit_text": "结果确定之日起10个工作日内"}
    given: dict[str, Any] = {"column": homes["住房保障"], "bearers": [zhujian], "by": officers["lisi"]}
    version = items.propose(
        Written(**shorter), item=made["housing"], effective_from=then.date(), note="回应群众关切，缩短公开时限", at=then, **given
    )
    items.approve(version, by=officers["wangfang"], at=then)
    content = {**vars(_written(lines["waiting"])), "content": "轮候号；轮候时间；预计选房时间；退出情况"}
    items.propose(Written(**content), item=made["waiting"], effective_from=now().date(), note="增加退出情况", at=now(), **given)
    cast = reading.cast_of("lan-jiaotong")
    ended = items.propose(
        _written(lines["bus"]),
        item=made["bus"],
        bearers=[jiaotong],
        effective_from=now().date() + timedelta(days=30),
        note="线路调整改由公共交通企业公开",
        ends=True,
        by=officers[cast.editor],
        at=now(),
    )
    items.approve(ended, by=officers[cast.signer], at=now())


def _told_by_a_system(made: Mapping[str, Item], organisations: Mapping[str, Organisation]) -> None:
    """The housing system says that a lot was drawn: the duty, its clock and the draft, for 李四 to write."""
    zhujian = organisations["lan-zhujian"]
    duties.announce_by_system(
        made["housing"], zhujian, sender=zhujian, number="ZFBZ-0118", title="第四批公租房配租结果确定", event_on=_workdays_ago(2),
        source="住房保障系统", at=now(),
    )  # fmt: skip


def _proposals(organisations: Mapping[str, Organisation]) -> None:
    for organ, title, asked in (("lan-zhujian", "历年公租房配租情况汇总", 6), ("lan-jiaotong", "公交客流和发车准点情况", 4)):
        reason = "近十二个月多人申请同一信息，建议主动公开（政府信息公开条例第四十四条）。"
        proposing.suggest(organisations[organ], key=f"demo:{title}", title=title, reason=reason, asked=asked, at=now())


def _workdays_ago(n: int) -> date:
    """The day so many working days before today; a day of a year without its notice counts as one."""
    day, left, known = now().date(), n, calendar()
    while left:
        day -= timedelta(days=1)
        try:
            left -= known.is_workday(day)
        except NotYetKnown:
            left -= 1
    return day


def _afternoon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=BEIJING)
