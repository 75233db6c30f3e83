"""三审三校 and 安全巡查 of the demo city: a piece of news of 市住建局 in every round, one set for a moment, and a patrol that found something."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gongkai.documents.rules.paper import Block
from gongkai.people.models import Officer, Organisation
from gongkai.policies.actions import bulk, drafts, review, scheduling
from gongkai.policies.models import Draft
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.structure import structure
from gongkai.publishing import rounds
from gongkai.publishing.actions import patrol
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import Circulation, PatrolFinding, WhitelistEntry
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.publishing.rules.rounds import THREE_ROUNDS
from gongkai.shared.clock import BEIJING

HOUSING = "澜州市住房和城乡建设局"
ROOFS = (
    "澜州市住房和城乡建设局完成二十个小区屋面防水改造",
    "近日，市住房和城乡建设局完成今年第一批二十个老旧小区的屋面防水改造。\n改造前，施工单位逐栋查看渗漏情况，并把方案张贴在楼道里征求居民意见。\n"
    "工程分三个标段同时施工，每个标段派驻一名监理。\n完工后做了四十八小时蓄水试验，没有发现渗漏。\n改造费用由市、区两级财政承担，居民不出钱。\n"
    "保修期五年，期内出现渗漏由施工单位免费维修。\n下一步，市住房和城乡建设局将总结做法，启动第二批小区的摸底。\n居民可以向所在街道提出申请。\n"
    "摸底结果将在小区公示栏公布。\n第二批改造计划明年三月开工。",
)
LIFTS = (
    "汀湾区二十四部加装电梯投入使用",
    "汀湾区今年加装的二十四部电梯全部通过验收，投入使用。\n加装电梯由居民自愿申请，三分之二以上业主同意后实施。\n"
    "市、区两级财政对每部电梯给予补助。\n区住房和城乡建设局在现场设了服务点，帮助居民办理手续。",
)
RENTAL = (
    "住房租赁企业信用评价结果下月公布",
    "市住房和城乡建设局正在汇总住房租赁企业的信用评价结果，下月向社会公布。\n评价分为四个等级，按企业的备案、合同、押金和投诉情况打分。\n"
    "企业对结果有异议的，可以在公布后十个工作日内申请复核。",
)
HEATING = (
    "供热管网检修进入收尾阶段",
    "全市供热管网夏季检修进入收尾阶段，已更换老旧管段十二公里。\n检修期间没有停止生活热水供应。\n各供热站将在供热前完成打压试验。",
)
PROVINCE = (
    "全省城市更新现场会召开",
    "全省城市更新现场会日前召开。\n会议要求，各地结合实际推进老旧小区改造和完整社区建设，坚决防止大拆大建。",
)
MEETING = (
    "市住建局举办物业服务企业座谈会",
    "市住房和城乡建设局近日邀请十家物业服务企业座谈。\n企业反映的电梯维修资金使用手续繁琐等问题，将逐项研究答复。",
)
CHOOSING = (
    "公租房选房活动提醒",
    "公租房选房活动即将举行，请入围家庭带齐材料按时参加。\n现场联系人王某某，手机13800135791。\n选房顺序以摇号结果为准。",
)
TRAINING = (
    "房屋安全员培训报名",
    "市住房和城乡建设局举办房屋安全员培训，面向各街道、社区的工作人员。\n报名时间：2026年3月1日至2026年3月31日。\n培训不收取任何费用。",
)


class _Desk:
    """市住建局: 李四 writes, 周静 and 谭瑜 review, 王芳 signs."""

    def __init__(self, organisations: Mapping[str, Organisation], officers: Mapping[str, Officer]) -> None:
        self.office = organisations["lan-zhujian"]
        self.li, self.zhou, self.tan, self.wang = (officers[name] for name in ("lisi", "zhoujing", "tanyu", "wangfang"))

    def written(self, news: tuple[str, str], at: datetime, source: str = "") -> Draft:
        title, text = news
        facts = fact_rules.empty() | {"title": title, "issuers": [HOUSING], "formed_on": at.date().isoformat(), "source": source or HOUSING}
        return drafts.start(Category.NEWS, facts, _blocks(title, text), office=self.office, by=self.li, at=at).draft

    def sent(self, news: tuple[str, str], at: datetime, source: str = "") -> Circulation:
        draft = self.written(news, at, source)
        return self.submitted(draft, at + timedelta(minutes=20))

    def submitted(self, draft: Draft, at: datetime) -> Circulation:
        drafts.submit(draft, by=self.li, at=at)
        review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=self.zhou, at=at + timedelta(minutes=30))
        circulation = rounds.current(f"policies.edition:{draft.edition_id}")
        assert circulation is not None
        return circulation


def load(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer], *, at: datetime) -> None:
    """In the working days before `at`. An office of a few people needs three rounds to be three people."""
    desk = _Desk(organisations, officers)
    _patrol(desk, at)
    acting.set_rounds(desk.office, "policies.news", THREE_ROUNDS, by=officers["wuhao"], at=at - timedelta(days=30))
    _rounds(desk, at)
    days = {"since": at.date() + timedelta(days=3), "until": at.date() + timedelta(days=10)}
    acting.register_absence(desk.zhou, desk.tan, office=desk.office, by=desk.zhou, at=at - timedelta(hours=1), **days)


def _rounds(desk: _Desk, at: datetime) -> None:
    began = at - timedelta(days=1, hours=5)
    desk.sent(LIFTS, began + timedelta(hours=3))
    desk.sent(PROVINCE, began + timedelta(hours=4), source="南澜省人民政府网站 https://www.nanlan.example/news/1208.html")
    second = desk.sent(RENTAL, began)
    acting.remark(second, sentence=second.words()[2].name, text="四个等级叫什么，请写出来。", by=desk.zhou, at=began + timedelta(hours=2))
    acting.pass_round(second, by=desk.zhou, at=began + timedelta(hours=2), note="数据已与物业处核对")
    _changed(desk, began)
    last = desk.sent(HEATING, began)
    for who, later in ((desk.zhou, 2), (desk.tan, 3)):
        acting.pass_round(last, by=who, at=began + timedelta(hours=later))
    ready = desk.sent(MEETING, began)
    for who, later in ((desk.zhou, 2), (desk.tan, 3)):
        acting.pass_round(ready, by=who, at=began + timedelta(hours=later))
    edition = Draft.objects.get(edition=int(ready.about.rpartition(":")[2])).edition
    due_at = (at.astimezone(BEIJING) + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    scheduling.schedule(edition, due_at=due_at, by=desk.wang, at=began + timedelta(hours=4))


def _changed(desk: _Desk, began: datetime) -> None:
    """Returned in the second round, put right in one sentence; since a figure changed it begins again with the first."""
    first = desk.sent(ROOFS, began - timedelta(hours=20))
    acting.pass_round(first, by=desk.zhou, at=began - timedelta(hours=18))
    draft = Draft.objects.get(edition=int(first.about.rpartition(":")[2]))
    drafts.send_back(draft, reason="保修期与合同不符，合同写的是六年，请核对后改正。", by=desk.tan, at=began - timedelta(hours=16))
    title, text = ROOFS
    draft = Draft.objects.get(pk=draft.pk)
    changed = _blocks(title, text.replace("保修期五年", "按合同约定，保修期六年"))
    drafts.save_draft(draft, draft.facts, changed, seen=draft.saves, by=desk.li, at=began)
    desk.submitted(Draft.objects.get(pk=draft.pk), began + timedelta(minutes=30))


def _patrol(desk: _Desk, at: datetime) -> None:
    """A number that an allowance let through while it lasted, and an invitation whose day is over; the last one has been decided."""
    long_ago = at - timedelta(days=60)
    for news in (CHOOSING, TRAINING):
        draft = desk.written(news, long_ago)
        WhitelistEntry.objects.create(
            code="PII_PHONE", office=desk.office, about=f"policies.edition:{draft.edition_id}", until=long_ago.date() + timedelta(days=20),
            reason="选房活动期间临时公布的联系人", by=desk.zhou, at=long_ago,
        )  # fmt: skip
        bulk.carry_through(draft, writer=desk.li, reviewer=desk.zhou, signer=desk.wang, at=long_ago + timedelta(hours=1))
    night = at - timedelta(hours=1)
    patrol.begin_quarterly(night)
    while patrol.go_on(night):
        continue
    over = PatrolFinding.objects.filter(title=TRAINING[0], code="EXPIRED").first()
    if over:
        reason = "报名已经结束，培训安排仍供查阅，已在文中注明"
        patrol.decide(over, choice="keep", reason=reason, by=desk.zhou, at=at - timedelta(minutes=20))


def _blocks(title: str, text: str) -> tuple[Block, ...]:
    return structure(clean([PlainLine(line) for line in text.splitlines()]).lines, title_hint=title).blocks
