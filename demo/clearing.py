"""A 文件清理 in the demo city, half way through: some offices are done, some were sent back, some have not begun."""

from collections.abc import Mapping
from datetime import timedelta

from demo import reading
from gongkai.people.models import Officer, Organisation
from gongkai.policies.actions import campaigns
from gongkai.policies.models import Campaign
from gongkai.policies.rules import campaigns as rules
from gongkai.policies.rules.validity import Status
from gongkai.shared.clock import now

# by the office: what its papers get, and how far that has come
HANDLED = {
    "lan-zhujian": [("keep", "制度仍在执行，与上位法一致", "checked"), ("amend", "补贴标准须按今年物价调整", "checked")],
    "lan-jiaotong": [("keep", "仍在执行", "returned")],
    "lan": [("keep", "经评估，实施效果良好", "proposed")],
}


def load(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer]) -> Campaign:
    """Ordered by the city's supervisor three weeks ago, due in a month. Errors: Refused years from now, when no paper is in force."""
    at = now() - timedelta(days=21)
    campaign = campaigns.order(
        organisations["lan"],
        name=f"{at.year}年度行政规范性文件清理",
        due_on=(now() + timedelta(days=30)).date(),
        in_force_on=at.date(),
        note="逐件对照上位法、机构职能和执行情况提出意见；修改、废止、宣布失效的写明依据。",
        by=officers["wuhao"],
        at=at,
    )
    for office, opinions in HANDLED.items():
        items = campaign.items.filter(office=organisations[office]).order_by("pk").select_related("policy")
        editor = officers[reading.cast_of(office).editor]
        reviewer = officers["zhoujing"]
        for item, (verdict, reason, reached) in zip(items, opinions, strict=False):
            if rules.problem(rules.Verdict(verdict), Status(item.policy.standing)):
                continue  # it has run out since
            done = at + timedelta(days=7)
            campaigns.decide(item, verdict=verdict, reason=reason, by=editor, at=done)
            if reached == "checked":
                campaigns.check(item, by=reviewer, at=done)
            elif reached == "returned":
                campaigns.send_back(item, reason="请补充执行情况的数据。", by=reviewer, at=done)
    return campaign
