"""公开时限: by when something must be published, from what day on (政府信息公开条例第二十六条; 领域规则 1.4).

`SPECIAL` are the limits that other laws set. Each row carries its article, the day its law came into force and whether the words were
checked at the source (【V】) or are from memory (【M】, 待复核). Days of coming into force are from memory throughout: 待复核."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused
from gongkai.workdays.rules.calendar import Calendar

GENERAL_WORKDAYS = 20  # 政府信息公开条例第二十六条


class Kind(Labelled):
    WORKDAYS = "workdays", "个工作日"
    NATURAL_DAYS = "natural_days", "日"
    HOURS = "hours", "小时"
    CALENDAR = "calendar", "每年固定日期"
    PERIODIC = "periodic", "定期"
    REALTIME = "realtime", "实时"
    LONG_TERM = "long_term", "长期公开"


class Sense(Labelled):
    """What the number limits: how late it may be published, how long before it must be, or how long it must stand."""

    WITHIN = "within", "之内"
    BEFORE = "before", "之前"
    AT_LEAST = "at_least", "不少于"


@dataclass(frozen=True)
class Limit:
    """`n`: days, hours, or the months of a period; `month` and `day`: of a yearly date."""

    kind: Kind
    n: int = 0
    month: int = 0
    day: int = 0
    sense: Sense = Sense.WITHIN

    def as_data(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "n": self.n, "month": self.month, "day": self.day, "sense": self.sense.value}

    @property
    def comes_by_itself(self) -> bool:
        """A duty arises with the calendar and not with an event."""
        return self.kind in (Kind.CALENDAR, Kind.PERIODIC)


def from_data(data: Mapping[str, Any]) -> Limit:
    return Limit(Kind(data["kind"]), data["n"], data["month"], data["day"], Sense(data["sense"]))


GENERAL = Limit(Kind.WORKDAYS, GENERAL_WORKDAYS)


def due_on(limit: Limit, anchor: date, calendar: Calendar) -> date:
    """The last day to publish what arose on `anchor` (AT_LEAST: the day until which what was published on `anchor` must stand).
    The day of the event is not counted. NotYetKnown where working days of a year without its notice are needed."""
    if limit.kind is Kind.WORKDAYS:
        return calendar.workday_after(anchor, limit.n)
    if limit.kind is Kind.NATURAL_DAYS:
        return anchor - timedelta(days=limit.n) if limit.sense is Sense.BEFORE else anchor + timedelta(days=limit.n)
    if limit.kind is Kind.HOURS:
        return anchor + timedelta(days=limit.n // 24)  # events have a day and no hour: five hours are the same day
    if limit.kind is Kind.CALENDAR:
        same_year = date(anchor.year, limit.month, limit.day)
        return same_year if same_year >= anchor else date(anchor.year + 1, limit.month, limit.day)
    if limit.kind is Kind.REALTIME:
        return anchor
    return calendar.workday_after(anchor, GENERAL_WORKDAYS)  # 定期、长期: the end of the period, the first day, are the event


@dataclass(frozen=True)
class LimitRule:
    code: str
    matter: str
    limit: Limit
    anchor: str
    article: str
    effective_from: date
    mark: str
    region: str = ""  # how the codes of the places begin where a local rule holds; empty: everywhere

    def holds_in(self, region_code: str) -> bool:
        return region_code.startswith(self.region)


def _rule(
    code: str, matter: str, limit: Limit, anchor: str, article: str, since: tuple[int, int, int], mark: str = "【V】", region: str = ""
) -> LimitRule:
    return LimitRule(code, matter, limit, anchor, article, date(*since), mark, region)


_W, _D, _H = Kind.WORKDAYS, Kind.NATURAL_DAYS, Kind.HOURS


def _least(kind: Kind, n: int) -> Limit:
    return Limit(kind, n, sense=Sense.AT_LEAST)


def _each_year(month: int, day: int) -> Limit:
    return Limit(Kind.CALENDAR, month=month, day=day)


_SHANDONG, _QINGDAO = "37", "3702"
_REGULATION, _BUDGET, _PURCHASE = (2019, 5, 15), (2015, 1, 1), (2015, 3, 1)
_LAND, _HOUSES, _RULES, _BUSINESS = (2021, 9, 1), (2011, 1, 21), (2018, 5, 1), (2020, 1, 1)

GENERAL_RULE = _rule("general", "政府信息", GENERAL, "信息形成或者变更之日", "政府信息公开条例第二十六条", _REGULATION)
SPECIAL = (
    _rule("budget", "政府预算、预算调整、决算、预算执行情况的报告及报表", Limit(_D, 20), "本级人大或其常委会批准之日", "预算法第十四条第一款", _BUDGET),
    _rule("department_budget", "部门预算、决算及报表", Limit(_D, 20), "财政部门批复之日", "预算法第十四条第二款", _BUDGET),
    _rule("purchase_result", "政府采购中标、成交结果", Limit(_W, 2), "中标、成交供应商确定之日", "政府采购法实施条例第四十三条", _PURCHASE),
    _rule("purchase_contract", "政府采购合同", Limit(_W, 2), "合同签订之日", "政府采购法实施条例第五十条", _PURCHASE),
    _rule("purchase_intent", "政府采购意向", Limit(_D, 30, sense=Sense.BEFORE), "采购活动开始之日", "财库〔2020〕10号", (2020, 3, 2), "【M】"),
    _rule("bid_candidates", "依法必须招标项目的中标候选人", Limit(_D, 3), "收到评标报告之日", "招标投标法实施条例第五十四条", (2012, 2, 1)),
    _rule("bid_shown", "中标候选人公示期", _least(_D, 3), "公示之日", "招标投标法实施条例第五十四条", (2012, 2, 1)),
    _rule("land_notice", "征收土地预公告", _least(_W, 10), "公告之日", "土地管理法实施条例第二十六条", _LAND),
    _rule("land_plan", "征地补偿安置方案公告", _least(_D, 30), "公告之日", "土地管理法实施条例第二十八条", _LAND),
    _rule("land_decision", "征收土地公告", Limit(_W, 15), "收到征收土地批准文件之日", "土地管理法实施条例第三十一条", _LAND),
    _rule("house_plan", "国有土地上房屋征收补偿方案征求意见", _least(_D, 30), "公布之日", "国有土地上房屋征收与补偿条例第十条", _HOUSES),
    _rule("house_decision", "房屋征收决定公告", Limit(_D, 3), "作出决定之日", "山东省国有土地上房屋征收与补偿条例、青岛市条例第十六条", (2015, 3, 1), region=_SHANDONG),
    _rule("civil_servants", "公务员拟录用人员公示", _least(_W, 5), "公示之日", "公务员法第三十二条", (2019, 6, 1)),
    _rule("rule_draft", "规章草案征求意见", _least(_D, 30), "公布之日", "规章制定程序条例第十五条", _RULES),
    _rule("rule_in_force", "规章公布后施行", _least(_D, 30), "公布之日", "规章制定程序条例第三十二条", _RULES),
    _rule("rule_filed", "规章备案", Limit(_D, 30), "公布之日", "规章制定程序条例第三十四条", _RULES),
    _rule("decision_draft", "重大行政决策征求意见", _least(_D, 30), "公布之日", "重大行政决策程序暂行条例第十五条", (2019, 9, 1)),
    _rule("market_draft", "与市场主体密切相关的文件征求意见", _least(_D, 30), "公布之日", "优化营商环境条例第六十二条", _BUSINESS),
    _rule("permit_penalty", "行政许可、行政处罚决定", Limit(_W, 7), "作出决定之日", "国办发〔2018〕118号", (2018, 12, 5), "【M】"),
    _rule("enforcement", "其他行政执法决定", Limit(_W, 20), "作出决定之日", "国办发〔2018〕118号", (2018, 12, 5), "【M】"),
    _rule("market_penalty", "市场监督管理行政处罚信息", Limit(_W, 20), "作出决定之日", "市场监督管理行政处罚信息公示规定第九条", (2021, 9, 1)),
    _rule("penalty_undone", "被变更、撤销、确认违法或者无效的处罚决定撤回并说明理由", Limit(_W, 3), "变更、撤销、确认之日", "行政处罚法第四十八条、第八十五条", (2021, 7, 15)),
    _rule("inspection_plan", "年度执法检查计划", _each_year(1, 31), "每年", "青岛市优化营商环境条例第三十六条", (2022, 1, 1), region=_QINGDAO),
    _rule("service_guide", "政务服务办事指南", Limit(Kind.REALTIME), "编制、变更之时", "在线政务服务规定第六条、优化营商环境条例第三十五条", (2019, 4, 26)),
    _rule("department_report", "部门政府信息公开工作年度报告", _each_year(1, 31), "每年", "政府信息公开条例第四十九条", _REGULATION),
    _rule("government_report", "政府信息公开工作年度报告", _each_year(3, 31), "每年", "政府信息公开条例第四十九条", _REGULATION),
    _rule("website_report", "政府网站工作年度报表、监管年度报表", _each_year(1, 31), "每年", "国办函〔2018〕12号", (2018, 4, 1)),
    _rule("decision_list", "年度重大行政决策事项目录", _each_year(6, 30), "每年", "山东省重大行政决策程序规定", (2021, 1, 1), region=_SHANDONG),
    _rule("emergency_first", "特别重大、重大突发事件权威信息", Limit(_H, 5), "事件发生之时", "国办发〔2016〕61号", (2016, 7, 30), "【M】"),
    _rule("emergency_press", "特别重大、重大突发事件新闻发布会", Limit(_H, 24), "事件发生之时", "国办发〔2016〕61号", (2016, 7, 30), "【M】"),
    _rule("opinion_reply", "其他政务舆情回应", Limit(_H, 48), "舆情发生之时", "国办发〔2016〕61号", (2016, 7, 30), "【M】"),
)  # fmt: skip
RULES = {one.code: one for one in (GENERAL_RULE, *SPECIAL)}

_CHINESE = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
_NUMBER = r"(\d{1,3}|[一二三四五六七八九十]{1,3})"
_PERIODS = {"月": 1, "季度": 3, "季": 3, "半年": 6, "年度": 12, "年": 12}


def limit_in(text: str) -> Limit:
    """What “信息形成或者变更之日起20个工作日内”, “实时公开”, “按季度”, “每年1月31日前” mean. Refused for words that say no limit."""
    said = re.sub(r"\s+", "", text)
    if found := re.search(rf"每年(?:度)?{_NUMBER}月(?:{_NUMBER}日|底)", said):
        return _yearly(_number(found[1]), _number(found[2]) if found[2] else 0)
    if found := re.search(rf"{_NUMBER}个?工作日", said):
        return Limit(Kind.WORKDAYS, _number(found[1]))
    if found := re.search(rf"{_NUMBER}小时", said):
        return Limit(Kind.HOURS, _number(found[1]))
    if found := re.search(rf"(?:提前|前){_NUMBER}个?(?:自然)?[日天]|{_NUMBER}个?(?:自然)?[日天](?:之?前)", said):
        return Limit(Kind.NATURAL_DAYS, _number(found[1] or found[2]), sense=Sense.BEFORE)
    if found := re.search(rf"{_NUMBER}个?(?:自然)?[日天]", said):
        return Limit(Kind.NATURAL_DAYS, _number(found[1]))
    if found := re.search(r"[按每]个?(半年|季度?|年度?|月)|(半年|季|年|月)度?公开", said):
        return Limit(Kind.PERIODIC, _PERIODS[found[1] or found[2]])
    if re.search(r"实时|即时|立即|当[日天]", said):
        return Limit(Kind.REALTIME)
    if "长期" in said:
        return Limit(Kind.LONG_TERM)
    if "及时" in said:
        return GENERAL
    raise Refused(
        f"公开时限“{text.strip()[:30]}”看不出是多久。请写成“信息形成或者变更之日起20个工作日内”“实时公开”“按季度公开”“每年1月31日前”这样的话。",
        basis="政府信息公开条例第二十六条",
        field="limit_text",
    )


def said(limit: Limit) -> str:
    """The limit in words."""
    if limit.kind is Kind.CALENDAR:
        return f"每年{limit.month}月{limit.day}日前"
    if limit.kind is Kind.PERIODIC:
        return f"{ {1: '按月', 3: '按季度', 6: '每半年', 12: '按年度'}.get(limit.n, f'每{limit.n}个月') }公开"
    if limit.kind in (Kind.REALTIME, Kind.LONG_TERM):
        return {Kind.REALTIME: "实时公开", Kind.LONG_TERM: "长期公开"}[limit.kind]
    counted = f"{limit.n}{limit.kind.label}"
    return {Sense.WITHIN: f"{counted}内", Sense.BEFORE: f"提前{counted}", Sense.AT_LEAST: f"不少于{counted}"}[limit.sense]


def periods_ended(limit: Limit, since: date, day: date) -> list[tuple[str, date]]:
    """The periods of a 定期 or yearly limit that began to be owed after `since` and up to `day`: (name, day of the event)."""
    if limit.kind is Kind.CALENDAR:
        return [(f"{year}年", date(year, 1, 1)) for year in range(since.year, day.year + 1) if since <= date(year, 1, 1) <= day]
    if limit.kind is not Kind.PERIODIC:
        return []
    found = []
    for year in range(since.year, day.year + 1):
        for month in range(limit.n, 13, limit.n):
            end = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if since <= end <= day:
                found.append((_period_name(limit.n, year, month), end))
    return found


def _period_name(months: int, year: int, month: int) -> str:
    if months == 12:
        return f"{year}年度"
    if months == 6:
        return f"{year}年{'上' if month == 6 else '下'}半年"
    if months == 3:
        return f"{year}年第{'一二三四'[month // 3 - 1]}季度"
    return f"{year}年{month}月"


def _yearly(month: int, day: int) -> Limit:
    try:
        last = (date(2023, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        date(2023, month, day or last.day)
    except ValueError:
        raise Refused(f"没有{month}月{day}日这一天，请核对公开时限。", field="limit_text") from None
    return Limit(Kind.CALENDAR, month=month, day=day or last.day)


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, _, ones = text.rpartition("十") if "十" in text else ("0", "", text)
    return (_CHINESE.get(tens, 1) if "十" in text else 0) * 10 + _CHINESE.get(ones, 0)
