"""What the system drafts of an explanation, from the paper's own sentences alone: a person reads and approves it before it goes on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import drafts
from gongkai.policies.actions.interpreting import Telling, begin
from gongkai.policies.actions.three_sync import what_it_says
from gongkai.policies.models import Edition, Interpretation, InterpretationPlan, Policy
from gongkai.policies.queries import bodies, visible
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules import kit
from gongkai.policies.rules.interpreting import DIGEST, Form, Perspective
from gongkai.policies.rules.kinds import Category, DocumentClass, RelationKind, Visibility
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

MADE = {Form.PICTURE: kit.picture_text, Form.QA: kit.qa_text, Form.AUDIO: kit.script_text}  # an audio begins as the words to be read
MOST_IN_A_DIGEST = 20


def points_of(edition: Edition) -> kit.KeyPoints:
    """The key points of an edition as it stands, draft or published."""
    facts, blocks = what_it_says(edition)
    return kit.key_points(facts.get("title") or edition.title, facts, blocks)


def draft(plan: InterpretationPlan, form: str, *, by: Officer, at: datetime) -> Edition:
    """A draft explanation in one of the forms the kit knows. Errors: Refused when the paper says nothing that could be quoted."""
    if form not in MADE:
        raise Refused("这种形式不能自动起草，请选择一图读懂、简明问答或者讲稿。", field="form")
    points = points_of(plan.edition)
    if not points.sections:
        raise Refused("文件里没有找到可以摘录的要点，请自己起草解读。")
    text = MADE[Form(form)](points)
    title = text.splitlines()[0]
    return begin(plan, Telling(Form(form), Perspective.AI), title=title, blocks=kit.as_blocks(text), machine_made=True, by=by, at=at)


@transaction.atomic
def monthly_digest(year: int, month: int, *, office: Organisation, by: Officer, at: datetime) -> Edition:
    """《月度重要政策速览》: the policies of a month, rules and normative ones first, each with what it says itself. A draft. Errors:
    Refused for a month that is not over, one without policies, and one that has its digest."""
    require(by.actor(), Permit.EXPLAIN, About(office.path), WHO_MAY)
    first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    if after > at.date():
        raise Refused("这个月还没有过完，月底以后再生成。", field="month")
    title = f"{year}年{month}月重要政策速览"
    if _digests(office, title).exists():
        raise Refused(f"“{title}”已经生成过，请在解读材料里找到它继续修改。", field="month")
    policies = _important(first, after, at.date())
    if not policies:
        raise Refused(f"{year}年{month}月没有公开政策文件。", field="month")
    texts = bodies([policy.current_id or 0 for policy in policies], on=at.date())
    blocks, relations = _told(title, policies, texts)
    facts: dict[str, Any] = fact_rules.empty() | {"title": title, "issuers": [office.name], "source": office.name}
    made = drafts.start(Category.INTERPRETATION, facts, blocks, office=office, by=by, at=at, relations=relations)
    telling = Telling(Form.TEXT, Perspective.AI, DIGEST).as_data()
    Interpretation.objects.create(paper=made.policy, machine_made=True, **telling)
    made.draft.telling = telling
    made.draft.save(update_fields=["telling"])
    told = {"edition": made.number, "month": first.isoformat(), "policies": len(policies)}
    journal.write("policies.interpretation.digested", about=made.policy, by=by, at=at, data=told)
    return made


def _digests(office: Organisation, title: str) -> QuerySet[Interpretation]:
    """Those in hand and public; one taken down, because a paper in it was withdrawn, is made anew."""
    rows = Interpretation.objects.filter(column=DIGEST, paper__office=office, paper__title=title)
    return rows.exclude(paper__visibility=Visibility.WITHDRAWN)


def _important(first: date, after: date, on: date) -> list[Policy]:
    """Of the month: rules, then normative papers, then the others, in each the newest first; the whole library, every office."""
    rank = Case(
        When(document_class=DocumentClass.RULE, then=Value(0)),
        When(document_class=DocumentClass.NORMATIVE, then=Value(1)),
        default=Value(2),
    )
    rows = visible(on).filter(category=Category.POLICY, published_on__gte=first, published_on__lt=after, current__isnull=False)
    return list(rows.select_related("current").annotate(rank=rank).order_by("rank", "-published_on", "-pk")[:MOST_IN_A_DIGEST])


def _told(title: str, policies: Sequence[Policy], texts: dict[int, tuple[Block, ...]]) -> tuple[list[Block], list[dict[str, Any]]]:
    """It mentions the policies and interprets none: coverage is not raised by a list."""
    blocks = [Block(BlockKind.TITLE, title, anchor="t")]
    relations = []
    for place, policy in enumerate(policies, start=1):
        edition = policy.current
        if edition is None:
            continue
        facts = {"title": policy.title, "consult_phone": ""}
        points = kit.key_points(policy.title, facts, texts.get(edition.pk, ()))
        quotes = [one for _, found in points.sections for one in found if not one.is_member and not one.text.endswith("：")]
        days = "".join(
            f"，{label}{day.isoformat()}" for label, day in (("施行日期", edition.effective_on), ("有效期至", edition.expires_on)) if day
        )
        blocks.append(Block(BlockKind.HEADING, f"{place}．《{points.name}》", f"{place}．", 1, f"h{place}"))
        number = f"，{policy.doc_no}" if policy.doc_no else ""
        said = [f"{policy.issuer}{number}{days}。（见{kit.FROM_FACTS}，一策一码 {policy.code}）", *map(str, quotes[:3])]
        blocks += [Block(BlockKind.PARAGRAPH, line, anchor=f"h{place}-p{row}") for row, line in enumerate(said, start=1)]
        relations.append({"kind": RelationKind.MENTIONS.value, "target": policy.code, "on": None, "until": None, "articles": ""})
    return blocks, relations
