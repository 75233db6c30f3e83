"""解读 in the demo city: planned with the paper and signed with it, of several forms and perspectives; one late, one that need not be."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from demo import reading
from gongkai.documents.rules.paper import Block
from gongkai.people.models import Officer, Organisation
from gongkai.policies.actions import bulk, drafts, interpreting, kit
from gongkai.policies.actions.interpreting import Plan, Telling
from gongkai.policies.models import Edition, Interpretation
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.interpreting import COLUMNS, Form, Ground, Perspective, Stage
from gongkai.policies.rules.structure import structure
from gongkai.shared.clock import BEIJING

Organisations = dict[str, Organisation]
Officers = dict[str, Officer]


@dataclass(frozen=True)
class Story:
    """Who explains an edition, and how; `words`: of one that is in no file."""

    office: str
    interpreter: str
    outline: str
    telling: Telling
    explanation: str = ""  # the file; its words are the material
    title: str = ""
    words: str = ""


# (policy, edition): how it is explained together with it
TOGETHER = {
    ("lan-gongzufang", 3): Story(
        "lan-zhujian",
        "市住房和城乡建设局局长",
        "为什么修订，哪些人可以申请，有哪些变化，常见问题。",
        Telling(Form.TEXT, Perspective.CHIEF, COLUMNS[2]),
        explanation="jd-gongzufang",
    ),
    ("lan-zhatu-2025", 1): Story(
        "lan-zhujian",
        "市住房和城乡建设局局长",
        "新办法管什么，产生、运输、消纳各要做什么。",
        Telling(Form.TEXT, Perspective.EXPERT, COLUMNS[3]),
        explanation="jd-zhatu",
    ),
    ("lan-minying-2026", 1): Story(
        "lan-fagai",
        "市发展和改革委员会主任",
        "每条措施给谁、给多少、怎么领。",
        Telling(Form.TEXT, Perspective.DIVISION),
        explanation="jd-minying",
    ),
    ("lan-youyan-2026", 1): Story(
        "lan-huanjing",
        "市生态环境局局长",
        "餐饮店主和邻居最关心的六个问题。",
        Telling(Form.QA, Perspective.DIVISION, COLUMNS[1]),
        explanation="jd-youyan",
    ),
    ("yubei-keji-2026", 1): Story(
        "yubei",
        "区政府办公室主任",
        "七条措施分别给什么样的企业。",
        Telling(Form.TEXT, Perspective.DIVISION),
        title="《关于支持科技型企业发展的若干意见》政策解读",
        words=(
            "《澜州市屿北区人民政府关于支持科技型企业发展的若干意见》（屿政发〔2026〕3号）2月起施行，管三年。\n"
            "一、为什么出台\n区里搞研发的小企业反映，钱花在前头、补助来得慢，材料还多。这次把能合并的都合并了。\n"
            "二、给哪些企业\n在屿北区登记、按规定认定的科技型企业都适用，不分规模大小。\n"
            "三、给什么\n研发投入比上年多的部分、买技术成果的钱、引进人才，都有补助；进孵化载体的头一年不收房租，后两年减半。\n"
            "四、怎么拿\n不用交纸质材料，有关部门比对数据确定名单，公示没有异议就直接拨付。\n"
            "与市里政策重复的，按高的一份给。不清楚的打0999-5550143。"
        ),
    ),
}
# the others: in which form, by whom, in which column
TOLD = {
    "jd-jiuye": Telling(Form.VIDEO, Perspective.CHIEF, COLUMNS[2], "https://media.lanzhou.example/video/jiuye-2026.html"),
    "jd-gaoling": Telling(Form.AUDIO, Perspective.DIVISION, "", "https://media.lanzhou.example/audio/gaoling-2025.html"),
    "jd-yushou": Telling(Form.TEXT, Perspective.PRESS),
    "jd-gaoling-ting": Telling(Form.AUDIO, Perspective.OFFICE, COLUMNS[1], synthetic=True),
    "jd-gongjiao-kan": Telling(Form.VIDEO, Perspective.OFFICE, COLUMNS[1], synthetic=True),
    "jd-zhaosheng": Telling(Form.QA, Perspective.DIVISION, COLUMNS[1]),
}
# what is played: file of spoken/, and its name for readers
PLAYED = {"jd-gaoling-ting": ("mp3", "高龄老年人津贴提高了.mp3"), "jd-gongjiao-kan": ("mp4", "哪些人坐公交免费、半价.mp4")}
EXEMPT = {("lan-jiazhuang-2025", 1): (Ground.EXTENDED, "只延长原办法的有效期，内容没有变化，原办法的解读照旧适用")}

_begun: dict[str, Edition] = {}


def before_signature(
    document: reading.Document, edition: Edition, organisations: Organisations, officers: Officers, *, at: datetime
) -> None:
    """Plan and material of a paper that is to be signed, or why it needs none."""
    key = (document.policy, document.edition)
    if key in EXEMPT:
        ground, reason = EXEMPT[key]
        interpreting.exempt(edition, ground=ground, reason=reason, by=officers[reading.cast_of(document.office).reviewer], at=at)
    story = TOGETHER.get(key)
    if story is None:
        return
    explanation = reading.document(reading.HERE / "policies" / f"{story.explanation}.md") if story.explanation else None
    title = explanation.facts["title"] if explanation else story.title
    editor = officers[reading.cast_of(story.office).editor]
    plan = interpreting.plan(
        edition,
        Plan(
            office=organisations[story.office],
            interpreter=story.interpreter,
            forms=[story.telling.form.value],
            channels=["政府网站", "政务新媒体"],
            outline=story.outline,
            due_on=(explanation.published_on if explanation else at.date() + timedelta(days=3)),
        ),
        by=officers[reading.cast_of(document.office).editor],
        at=at,
    )
    blocks = blocks_of(explanation.body if explanation else story.words, title)
    made = interpreting.begin(plan, story.telling, title=title, blocks=blocks, by=editor, at=at)
    drafts.submit(made.draft, by=editor, at=at)
    if explanation:
        _begun[explanation.policy] = made


def begun(document: reading.Document, officers: Officers, *, at: datetime) -> Edition | None:
    """The draft that waits for this explanation's day, with the facts of its file."""
    made = _begun.pop(document.policy, None)
    if made is not None:
        editor = officers[reading.cast_of(document.office).editor]
        draft = made.draft
        draft.refresh_from_db()
        drafts.save_draft(draft, document.facts, None, seen=draft.saves, by=editor, at=at)
    return made


def tell(document: reading.Document, edition: Edition, officers: Officers, *, at: datetime) -> None:
    """Of one without a plan: how it is told, and the file that is played."""
    if telling := TOLD.get(document.policy):
        editor = officers[reading.cast_of(document.office).editor]
        interpreting.describe(edition.draft, telling, by=editor, at=at)
        if played := PLAYED.get(document.policy):
            kind, name = played
            drafts.attach(edition, name, (reading.HERE / "spoken" / f"{document.policy}.{kind}").read_bytes(), by=editor, at=at)


# (policy, edition): pictures and questions the kit drafted from the paper itself, and on which day they came out
DRAWN = (
    ("lan-gongzufang", 3, "lan-zhujian", "lisi", Form.PICTURE, date(2025, 6, 23)),
    ("lan-minying-2026", 1, "lan-fagai", "dengke", Form.PICTURE, date(2026, 3, 31)),
    ("lan-zhatu-2025", 1, "lan-zhujian", "lisi", Form.QA, date(2025, 11, 11)),
)
DIGESTS = ((2026, 9, date(2026, 10, 9)),)


def draw(editions: dict[tuple[str, int], Edition], organisations: Organisations, officers: Officers) -> None:
    """What the system drafted and a person approved: 一图读懂, 简明问答 and the monthly digest; one more waits to be approved."""
    for name, number, office, editor, form, day in DRAWN:
        made = kit.draft(editions[name, number].plans.get(), form, by=officers[editor], at=_moment(day))
        _let_out(made, office, officers, at=_moment(day))
    for year, month, day in DIGESTS:
        made = kit.monthly_digest(year, month, office=organisations["lan-office"], by=officers["chenli"], at=_moment(day))
        _let_out(made, "lan-office", officers, at=_moment(day))
    kit.draft(editions["lan-youyan-2026", 1].plans.get(), Form.PICTURE, by=officers["duruo"], at=_moment(date(2026, 11, 19)))
    asked = Plan(
        organisations["lan-zhujian"], "市住房保障中心主任", [Form.QA.value], ["政府网站"], "租金减免分几档，怎么算。", date(2026, 12, 11),
        Stage.FOLLOW, "第三十条", "近 90 天问到最多的条款",
    )  # fmt: skip
    interpreting.plan(editions["lan-gongzufang", 3], asked, by=officers["chenli"], at=_moment(date(2026, 11, 20)))


def _let_out(made: Edition, office: str, officers: Officers, *, at: datetime) -> None:
    cast = reading.cast_of(office)
    interpreting.approve(Interpretation.objects.get(paper=made.policy), by=officers[cast.editor], at=at)
    draft = made.draft
    drafts.save_draft(draft, draft.facts | {"published_on": at.date()}, None, seen=draft.saves, by=officers[cast.editor], at=at)
    bulk.carry_through(draft, writer=officers[cast.editor], reviewer=officers[cast.reviewer], signer=officers[cast.signer], at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), BEIJING)


def blocks_of(text: str, title: str) -> tuple[Block, ...]:
    return structure(clean([PlainLine(line) for line in text.splitlines()]).lines, title_hint=title).blocks
