"""A normative paper with its plan and an explanation that passes, for tests."""

from datetime import datetime, timedelta

from tests.cast import AT, Cast, body

from gongkai.policies.actions import interpreting
from gongkai.policies.actions.interpreting import Plan, Telling
from gongkai.policies.models import Edition, InterpretationPlan
from gongkai.policies.rules.interpreting import Form, Perspective, Stage

WORDS = (
    "《澜州市住房和城乡建设局关于做好老旧小区改造工作的通知》自2026年6月1日起施行。过去改造先后没有规矩，大家不知道什么时候轮到自己。\n"
    "这次说清了三件事：哪些小区能改、要住户怎么商量、钱由谁出。凡是本世纪以前盖好的住宅小区，住户商量好了都可以报名。\n"
    "改造以后停车、电梯、管线一并解决，住户只出小头，困难家庭可以减免。以前已经报过名的不用再报。\n"
    "适用对象是全市老旧小区的居民家庭。想报名的，找社区居委会领表，三十个工作日内答复；有不清楚的打0999-5550121。"
)


def planned(cast: Cast, edition: Edition, **others: object) -> InterpretationPlan:
    values: dict[str, object] = {
        "office": cast.housing,
        "interpreter": "局长 王芳",
        "forms": [Form.TEXT.value],
        "channels": ["政府网站"],
        "outline": "为什么改、改哪些、怎么报名。",
        "due_on": (AT + timedelta(days=2)).date(),
    }
    return interpreting.plan(edition, Plan(**values | others), by=cast.li, at=AT)


def explained(
    cast: Cast, edition: Edition, *, words: str = WORDS, at: datetime = AT, plan: InterpretationPlan | None = None, **telling
) -> Edition:
    """The draft of an explanation under the edition's plan."""
    plan = plan or edition.plans.filter(stage=Stage.RELEASE).first() or planned(cast, edition)
    told = Telling(**{"perspective": Perspective.DIVISION} | telling)
    return interpreting.begin(plan, told, title="《关于做好老旧小区改造工作的通知》解读", blocks=body(words), by=cast.li, at=at)
