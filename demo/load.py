"""Load the demo city through the same actions the desk uses, so that everything in it has the history a real paper has."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time

from django.contrib.auth.hashers import make_password
from django.db import transaction

from demo import answers, between, catalogue, clearing, explaining, finding, foi_stories, reading, registers, reviewing, writing
from demo.foi import Town
from gongkai.journal import worker
from gongkai.people.models import DocCode, Officer, Organisation, OrganisationName, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.actions.shadows import bring_up_to
from gongkai.policies.models import Edition, Policy, Topic, TopicEntry
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.models import PublicNumber
from gongkai.shared.clock import BEIJING, now, today
from gongkai.shared.refusal import Refused

PASSWORD = "gongkai-demo-2026"


def load_if_empty() -> str:
    """Load the city into an empty house, saying how far it has come. Returns the sign-ins to be printed, or nothing when there was
    something already."""
    if Organisation.objects.exists():
        return ""
    print("首次运行，正在装入演示城市（约需一分钟）：", flush=True)
    case = load(say=lambda step: print(f"  {step}……", flush=True)).case("zhang")
    return (
        "已装入演示城市“澜州市”。演示账号（口令都是 " + PASSWORD + "）：\n"
        "  chenli  陈立  市政府办公室 采编      zhoujing  周静  市政府办公室 审核（保密审查）\n"
        "  hansong 韩松  市政府办公室 签发      lisi      李四  市住建局 采编\n"
        "  wangfang 王芳 市住建局 审核、签发     sunjie    孙洁  系统管理员\n"
        "  wuhao   吴昊  监督管理               zhaomin   赵敏  市交通局 采编\n"
        f"  张三申请政府信息公开，查询进度：/foi/track/ 查询码 {case.ticket} 手机 {case.phone}\n"
        "工作台：/desk/ 。正式运行请设置 GONGKAI_DEBUG=0，演示账号将不能登录。"
    )


def load(say: Callable[[str], object] = lambda step: None) -> Town:
    """The whole city or nothing of it, each step told by `say`; what its applications are told with."""
    with transaction.atomic():
        say("机构、人员和政策文件")
        organisations = _organisations()
        officers = _officers(organisations)
        _public_numbers(organisations)
        editions: dict[tuple[str, int], Edition] = {}
        for document in reading.documents():
            _publish(document, organisations, officers, editions)
        explaining.draw(editions, organisations, officers)
        _topics(editions)
        bring_up_to(now())
        with suppress(Refused):  # years from now no paper of the city is in force any more
            clearing.load(organisations, officers)
        between.load(organisations, officers)
        catalogue.load(organisations, officers)
        registers.load(organisations, officers)
        reviewing.load(organisations, officers, at=now())
        say("依申请公开的办件")
        town = foi_stories.load(organisations, officers, on=today())
        say("问答库和专题")
        answers.load(organisations, officers, editions)
        finding.load(organisations, officers, editions)
        writing.load(officers, editions)
    say("检索索引和通知")
    worker.drain()
    say("市民的提问")
    answers.ask(organisations, officers, editions)
    finding.improve(organisations, officers, editions)
    worker.drain()
    return town


def _organisations() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for position, row in enumerate(reading.organisations()):
        made[row["id"]] = one = Organisation.objects.create(
            name=row["name"],
            short_name=row["short_name"],
            level=row["level"],
            kind=row["kind"],
            parent=made.get(row["parent"]),
            region_code=row["region_code"],
            uscc=row["uscc"],
            position=position,
        )
        for name in row["other_names"]:
            OrganisationName.objects.create(organisation=one, **name)
        for code in row["codes"]:
            DocCode.objects.create(organisation=one, code=code["code"], valid_from=code["since"], valid_to=code["until"])
    return made


def _officers(organisations: dict[str, Organisation]) -> dict[str, Officer]:
    made = {}
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    for row in reading.officers():
        made[row["username"]] = officer = Officer.objects.create(
            username=row["username"], password=password, name=row["name"], demo=True, password_set_at=now()
        )
        for post in row["posts"]:
            Post.objects.create(
                officer=officer, organisation=organisations[post["organisation"]], role=Role(post["role"]), since=post["since"]
            )
    return made


def _public_numbers(organisations: dict[str, Organisation]) -> None:
    for row in reading.organisations():
        for number in row["public_numbers"]:
            PublicNumber.objects.get_or_create(
                number=number["number"].replace("-", ""),
                until=None,
                defaults={"unit": row["name"], "purpose": number["purpose"], "office": organisations[row["id"]], "since": now()},
            )


def _publish(
    document: reading.Document,
    organisations: dict[str, Organisation],
    officers: dict[str, Officer],
    editions: dict[tuple[str, int], Edition],
) -> None:
    cast = reading.cast_of(document.office)
    editor, reviewer, signer = (officers[name] for name in (cast.editor, cast.reviewer, cast.signer))
    at = _moment(document.published_on)
    blocks = explaining.blocks_of(document.body, document.facts["title"])
    relations = [{**one, "target": _policy(editions, one["target"]).code} for one in document.relations]
    if (waiting := explaining.begun(document, officers, at=at)) is not None:
        edition = waiting
    elif document.edition == 1:
        office = organisations[document.office]
        edition = drafts.start(Category(document.category), document.facts, blocks, office=office, by=editor, at=at, relations=relations)
    else:
        policy = _policy(editions, document.policy)
        edition = drafts.start_edition(policy, document.facts, blocks, by=editor, at=at, relations=relations)
    editions[document.policy, document.edition] = edition
    explaining.tell(document, edition, officers, at=at)
    explaining.before_signature(document, edition, organisations, officers, at=at)
    bulk.carry_through(edition.draft, writer=editor, reviewer=reviewer, signer=signer, at=at)
    if document.withdrawn:
        on = date.fromisoformat(document.withdrawn["on"])
        withdraw(edition.policy, reason=document.withdrawn["reason"], by=signer, at=_moment(on))


def _policy(editions: dict[tuple[str, int], Edition], name: str) -> Policy:
    return editions[name, 1].policy


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), BEIJING)


def _topics(editions: dict[tuple[str, int], Edition]) -> None:
    for position, row in enumerate(reading.topics()):
        topic = Topic.objects.create(slug=row["id"], name=row["name"], intro=row["summary"], position=position, approved_at=now())
        TopicEntry.objects.bulk_create(
            TopicEntry(topic=topic, policy=_policy(editions, name), position=place) for place, name in enumerate(row["policies"])
        )
