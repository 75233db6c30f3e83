"""The fixed cast, the same as in the demo city: 李四 writes, 周静 reviews, 王芳 signs (and may review), 赵敏 is from another office and must see nothing."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.core.cache import cache

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.organisations import Kind, Level
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import bulk, drafts, interpreting
from gongkai.policies.actions.interpreting import Telling
from gongkai.policies.models import Edition
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.facts import tidy
from gongkai.policies.rules.interpreting import Ground, looks_normative
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.structure import structure
from gongkai.shared.clock import BEIJING

AT = datetime(2026, 6, 1, 9, 30, tzinfo=BEIJING)
ON = AT.date()
LET_PASS = "测试文稿，确认可以公开，予以放行"


@dataclass(frozen=True)
class Cast:
    city: Organisation
    housing: Organisation
    transport: Organisation
    li: Officer
    wang: Officer
    zhou: Officer
    zhao: Officer
    sun: Officer


@pytest.fixture
def cast(db) -> Cast:
    cache.clear()
    city = Organisation.objects.create(name="澜州市人民政府", level=Level.CITY, kind=Kind.GOVERNMENT, region_code="990100")
    housing = Organisation.objects.create(
        name="澜州市住房和城乡建设局", short_name="市住建局", level=Level.CITY, kind=Kind.DEPARTMENT, parent=city, region_code="990100"
    )
    transport = Organisation.objects.create(
        name="澜州市交通运输局", level=Level.CITY, kind=Kind.DEPARTMENT, parent=city, region_code="990100"
    )
    people = {
        "li": ("lisi", "李四", [(housing, Role.EDITOR)]),
        "wang": ("wangfang", "王芳", [(housing, Role.REVIEWER), (housing, Role.SIGNER)]),
        "zhou": ("zhoujing", "周静", [(housing, Role.REVIEWER)]),
        "zhao": ("zhaomin", "赵敏", [(transport, Role.EDITOR)]),
        "sun": ("sunjie", "孙洁", [(city, Role.ADMIN)]),
    }
    officers = {}
    for key, (username, name, posts) in people.items():
        officers[key] = Officer.objects.create_user(username, "a-long-password", name=name, password_set_at=AT)
        for organisation, role in posts:
            Post.objects.create(officer=officers[key], organisation=organisation, role=role, since=date(2020, 1, 2))
    return Cast(city, housing, transport, **officers)


def facts(title: str = "澜州市住房和城乡建设局关于做好老旧小区改造工作的通知", **others: object) -> dict[str, object]:
    """Facts complete enough to be published."""
    return {
        "title": title,
        "issuers": ["澜州市住房和城乡建设局"],
        "topic_l1": "城乡建设、环境保护",
        "topic_l2": "城乡建设（含住房）",
        "genre": "通知",
        "formed_on": "2026-05-20",
        "published_on": "2026-05-21",
        "effective_on": "2026-06-01",
        "disclosure": "proactive",
        "consult_dept": "澜州市住房和城乡建设局",
        "consult_phone": "0999-5550121",
        **others,
    }


def body(
    text: str = "各区县：\n现就老旧小区改造工作通知如下。\n第一条 改造范围为2000年底前建成的小区。\n第二条 居民自愿申请。",
) -> tuple[Block, ...]:
    return structure(clean([PlainLine(line) for line in text.splitlines()]).lines).blocks


def drafted(cast: Cast, *, text: str | None = None, category: Category = Category.POLICY, relations=(), **others: object) -> Edition:
    blocks = body(text) if text else body()
    return drafts.start(category, facts(**others), blocks, office=cast.housing, by=cast.li, at=AT, relations=relations)


def let_off(cast: Cast, edition: Edition, *, at: datetime = AT) -> None:
    """周静 agrees that the draft need not be explained, or that an explanation was public before, where the gate would stop it."""
    ground = Ground.FORWARDED if edition.document_class != DocumentClass.OTHER else Ground.NO_NORM
    if edition.policy.category == Category.INTERPRETATION:
        ground = Ground.HISTORIC
    elif ground is Ground.NO_NORM and not looks_normative(tidy(edition.draft.facts)):
        return
    interpreting.exempt(edition, ground=ground, reason="测试文稿，不作解读", by=cast.zhou, at=at)


def published(cast: Cast, *, at: datetime = AT, telling: Telling | None = None, **others: object) -> Edition:
    """A published edition, through every step, as one that need not be explained; `telling`: of an explanation."""
    edition = drafted(cast, **others)
    if telling:
        interpreting.describe(edition.draft, telling, by=cast.li, at=at)
    let_off(cast, edition, at=at)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=at, let_pass=LET_PASS)
    edition.refresh_from_db()
    return edition


__all__ = ["AT", "ON", "BlockKind", "Cast", "body", "cast", "drafted", "facts", "let_off", "published"]
