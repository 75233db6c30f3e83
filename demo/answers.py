"""政策问答库 of the city and what people asked: through the same actions the desk and the site use."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gongkai.assistant.actions import asking, due, entries, evaluation, gaps, making
from gongkai.assistant.models import FaqEntry, Gap, SampleItem
from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.entries import Channel, Line, Source, Written
from gongkai.enquiries.actions import receive
from gongkai.enquiries.rules.messages import Kind
from gongkai.people.models import Officer, Organisation
from gongkai.policies.models import Edition, Policy
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

HOUSING = "澜政规〔2025〕5号"
ALL = tuple(channel.value for channel in Channel)
BY_TELEPHONE = (Channel.HOTLINE.value, Channel.HALL.value)

# question, other wordings, (sentence, its words in the paper: empty where it is those words), channels
Told = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...]]
WRITTEN: tuple[Told, ...] = (
    (
        "公共租赁住房的申请条件是什么？",
        ("申请公租房要符合什么条件", "公租房申请条件"),
        (
            ("申请人具有本市户籍，或者持有本市居住证并在本市连续缴纳社会保险满一年；", ""),
            ("家庭人均年收入低于上年度全市城镇居民人均可支配收入；", ""),
            ("在申请地所在区（县）无自有住房，或者家庭人均住房建筑面积低于十八平方米；", ""),
            ("未享受其他住房保障政策。", ""),
        ),
        ALL,
    ),
    ("公租房轮候期多长？", ("申请公租房要等多久", "公租房要轮候几年"), (("轮候期一般不超过二年，轮候名次实时可查。", ""),), ALL),
    (
        "公租房可以转租吗？",
        ("公租房能不能转租给别人",),
        (("不可以，转租的应当退回公共租赁住房。", "转借、转租或者擅自调换所承租住房的"),),
        ALL,
    ),
    (
        "公租房租金标准怎样确定？",
        ("公租房租金标准如何定",),
        (("公共租赁住房租金标准按照不高于同地段、同类型住房市场租金百分之六十的原则确定", ""),),
        ALL,
    ),
    (
        "公租房初审要多长时间？",
        ("公租房初审几个工作日",),
        (("街道办事处、镇（乡）人民政府应当自受理之日起七个工作日内完成初审，报区（县）住房保障主管部门。", ""),),
        BY_TELEPHONE,
    ),
    (
        "公租房租金能不能缓缴？",
        ("失业了公租房租金可以缓缴吗",),
        (("因失业、患病等原因暂时无力缴纳租金的，可以申请缓缴，缓缴期限最长不超过十二个月。", ""),),
        ALL,
    ),
    (
        "公租房续租要提前多久申请？",
        ("公租房续租提前几个月申请",),
        (("租赁合同期满需要续租的，承租人应当在合同期满二个月前提出申请，运营单位应当提前通知。", ""),),
        ALL,
    ),
)
# what the reviewer answered for when an answer does not stand so in its source
VOUCHED = {"公租房可以转租吗？": "第三十六条规定转租的应当退回，就是不允许转租，答句据此写成。"}
OUTDATED: Told = ("公租房报修多长时间到场？", (), (("一般报修应当在二十四小时内到场，影响居住安全的应当在二小时内到场。", ""),), ALL)
MERGED: Told = ("公租房放弃配租会怎样？", (), (("累计三次放弃的，一年内不得再次申请。", ""),), ALL)
SUBMITTED: Told = ("公租房配租方案提前几天公布？", (), (("配租方案应当包括房源位置、数量、户型、面积、租金标准、供应对象范围和意向登记时限等内容，并在意向登记前不少于十日向社会公布。", ""),), ALL)  # fmt: skip
BEGUN: Told = ("租公租房可以养宠物吗？", ("公租房能养狗吗",), (), ALL)
# interpretation, office, its editor and reviewer, how many of its questions
READ = (
    ("jd-gongzufang", "lan-zhujian", "lisi", "wangfang", 3),
    ("jd-gaoling", "lan-minzheng", "heyun", "shenmo", 5),
    ("jd-zhaosheng", "lan-jiaoyu", "luoning", "xieyan", 7),
)
# days ago, question, on the page of this paper, was it liked
ASKED: tuple[tuple[int, str, str, bool | None], ...] = (
    (68, "公租房申请条件是什么", "", True),
    (63, "渣土车白天可以上路吗", "lan-zhatu-2025", None),
    (57, "高龄津贴能领多少", "", True),
    (52, "公租房能养狗吗", "lan-gongzufang", False),
    (47, "申请公租房要等多久", "", True),
    (44, "小孩上学什么时候报名", "lan-zhaosheng-2026", None),
    (41, "托育机构的收费标准是多少", "", None),
    (39, "公租房可以转租吗", "lan-gongzufang", None),
    (36, "公租房能养狗吗", "lan-gongzufang", None),
    (33, "网约车司机要什么条件", "", True),
    (31, "火车票怎么退", "", None),
    (24, "公租房可以养狗吗", "lan-gongzufang", False),
    (20, "公租房租金标准怎么定", "lan-gongzufang", True),
    (17, "燃气灶坏了谁来修", "lan-jinran-2025", None),
    (14, "公租房能不能养狗", "lan-gongzufang", None),
    (11, "公租房初审几个工作日", "", None),
    (8, "电动自行车在哪里上牌", "", None),
    (6, "申请公租房要符合什么条件", "", None),
    (4, "电动自行车到哪里上牌", "", None),
    (2, "公租房租金可以缓缴吗", "", True),
)
LETTERS = (
    "公租房的家具坏了由谁负责维修？我是汀湾区的租户，电话 0999-5550000 转本人。",
    "我家孩子明年小学毕业，公租房合同刚好到期，能不能住到毕业再搬？",
)


def load(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer], editions: Mapping[tuple[str, int], Edition]) -> None:
    """The base, with an entry in every state, and two letters. On a day when a paper is no longer in force, what rests on it is left out."""
    housing, li, wang = organisations["lan-zhujian"], officers["lisi"], officers["wangfang"]
    at = now() - timedelta(days=40)
    for one in WRITTEN:
        _published(one, housing, li, wang, at=at)
    _published(OUTDATED, housing, li, wang, at=now() - timedelta(days=200), review_in=195)
    merged = _published(MERGED, housing, li, wang, at=at)
    if merged is not None:
        entries.retire(merged, reason="并入配租方案的问答，另行编写", by=wang, at=now() - timedelta(days=5))
    for one, send in ((SUBMITTED, True), (BEGUN, False)):
        entry = _drafted(one, housing, li, at=now() - timedelta(days=3))
        if entry is not None and send:
            entries.submit(entry.versions.get(), by=li, at=now() - timedelta(days=2))
    for name, office, editor, reviewer, most in READ:
        _from_interpretation(editions[name, 1].policy, organisations[office], officers[editor], officers[reviewer], most, at=at)
    for days, text in enumerate(LETTERS, 2):
        receive(Kind.QUESTION, text, policy=editions["lan-gongzufang", 1].policy, page="", contact="", at=now() - timedelta(days=days))


def ask(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer], editions: Mapping[tuple[str, int], Edition]) -> None:
    """What people asked in the last ten weeks, once the papers can be found; the gaps that shows, and last month's sample, half judged."""
    for days, text, page, liked in ASKED:
        _ask(text, page=editions[page, 1].policy.code if page else "", liked=liked, at=now() - timedelta(days=days, minutes=days * 7))
    due.look_again(at=now())
    gaps.gather(at=now())
    open_gaps = list(Gap.objects.order_by("-asked", "pk"))
    if open_gaps and open_gaps[0].office_id is not None:
        gaps.assign(open_gaps[0], office=organisations["lan-zhujian"], by=officers["wuhao"], at=now() - timedelta(days=1))
    last_month = now().replace(day=1) - timedelta(days=1)
    for item in _sampled(last_month.replace(day=1) - timedelta(days=1)):  # judged by both, who agree
        for who in ("chenli", "zhoujing"):
            _judge(item, officers[who], True)
    for n, item in enumerate(_sampled(last_month)):  # half judged, here and there in disagreement
        _judge(item, officers["chenli"], n % 4 != 3)
        if n % 2 == 0:
            _judge(item, officers["zhoujing"], n % 3 != 2)


def _ask(text: str, *, page: str, liked: bool | None, at: datetime) -> None:
    kept = asking.ask(text, place="policy" if page else "portal", page=page, at=at, reword=False)
    if liked is not None:
        asking.like(kept.question.number, key=kept.key, liked=liked)


def _sampled(month: datetime) -> list[SampleItem]:
    """The sample of a month; nothing when nothing was asked in it."""
    try:
        sample = evaluation.draw(month.date(), size=8, by=None, at=now())
    except Refused:
        return []
    return list(sample.items.select_related("question"))


def _judge(item: SampleItem, officer: Officer, is_right: bool) -> None:
    cites = bool(item.question.answer.get("citations")) and item.question.outcome != Outcome.REFUSED
    evaluation.judge(item, accurate=is_right, cited=is_right if cites else None, by=officer, at=now())


def _drafted(one: Told, office: Organisation, editor: Officer, *, at: datetime, review_in: int = 365) -> FaqEntry | None:
    question, wordings, lines, channels = one
    sentences = tuple(Line(text, (Source(HOUSING, quote),)) for text, quote in lines)
    review_on = (at + timedelta(days=review_in)).date()
    written = Written(question, sentences, wordings, "住房保障", channels, ("城镇住房困难家庭",), review_on)
    try:
        return entries.write(written, office=office, by=editor, at=at)
    except Refused:
        return None


def _published(
    one: Told, office: Organisation, editor: Officer, reviewer: Officer, *, at: datetime, review_in: int = 365
) -> FaqEntry | None:
    entry = _drafted(one, office, editor, at=at, review_in=review_in)
    return _reviewed(entry, editor, reviewer, at=at) if entry is not None else None


def _reviewed(entry: FaqEntry, editor: Officer, reviewer: Officer, *, at: datetime) -> FaqEntry | None:
    version = entry.versions.get()
    try:
        entries.submit(version, by=editor, at=at)
        return entries.publish(version, by=reviewer, at=at, reason=VOUCHED.get(version.question, ""))
    except Refused:
        return None


def _from_interpretation(policy: Policy, office: Organisation, editor: Officer, reviewer: Officer, most: int, *, at: datetime) -> None:
    policy.refresh_from_db()  # it was published since it was handed out
    asked = [question for question, _, _ in making.asked_in(policy, at.date())][:most]
    try:
        made = making.from_interpretation(policy, asked, office=office, by=editor, at=at)
    except Refused:
        return
    for entry in made:
        _reviewed(entry, editor, reviewer, at=at)
