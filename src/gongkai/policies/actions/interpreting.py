"""解读: planned with the draft, written by those who drafted the paper, approved by a person where the system wrote it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.documents.rules.paper import Block
from gongkai.documents.rules.synthetic import TAKEN_OFF
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import drafts, three_sync
from gongkai.policies.actions.reviewed import about, files_going_out, hold
from gongkai.policies.actions.three_sync import words_digest
from gongkai.policies.models import Draft, Edition, Interpretation, InterpretationExemption, InterpretationPlan, Policy, Relation
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules import interpreting as rules
from gongkai.policies.rules.interpreting import AFTERWARDS, Form, Ground, Perspective, Point, Stage
from gongkai.policies.rules.kinds import Category, DocumentClass, RelationKind
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Plan:
    """What a plan says (解读方案必填：提纲、形式、途径、时间，领域规则 7.3)."""

    office: Organisation
    interpreter: str
    forms: Sequence[str]
    channels: Sequence[str]
    outline: str
    due_on: date
    stage: Stage = Stage.RELEASE
    clause: str = ""
    because: str = ""


@transaction.atomic
def plan(edition: Edition, plan: Plan, *, by: Officer, at: datetime) -> InterpretationPlan:
    """The plan of an edition for a stage, made or made anew. Errors: Refused for what is missing, and when a follow-up about the same
    clause stands already."""
    policy = Policy.objects.select_for_update(of=("self",)).select_related("office").get(pk=edition.policy_id)
    require(by.actor(), Permit.PLAN_INTERPRETATION, About(policy.office.path), WHO_MAY)
    if policy.category != Category.POLICY:
        raise Refused("只有政策文件需要解读方案。")
    _require_whole(plan)
    values = {
        "office": plan.office,
        "interpreter": plan.interpreter.strip(),
        "forms": list(plan.forms),
        "channels": list(plan.channels),
        "outline": plan.outline.strip(),
        "due_on": plan.due_on,
        "because": plan.because[:200],
        "made_by": by,
        "made_at": at,
    }
    if plan.stage in AFTERWARDS:
        try:
            with transaction.atomic():
                made = InterpretationPlan.objects.create(edition=edition, stage=plan.stage, clause=plan.clause[:60], **values)
        except IntegrityError:
            raise Refused("就这一条已经提出过同样的解读任务，请在“政策解读”里查看。", field="clause") from None
    else:
        made, _ = InterpretationPlan.objects.update_or_create(edition=edition, stage=plan.stage, defaults=values)
    data = {"edition": edition.number, "stage": plan.stage.value, "office": plan.office.pk, "due_on": plan.due_on.isoformat()}
    journal.write("policies.interpretation.planned", about=policy, by=by, at=at, data={**data, "clause": plan.clause})
    return made


def _require_whole(plan: Plan) -> None:
    for field, value, label in (
        ("interpreter", plan.interpreter.strip(), "第一解读人（起草单位主要负责人）"),
        ("forms", plan.forms, "解读形式"),
        ("channels", plan.channels, "解读途径"),
        ("outline", plan.outline.strip(), "解读提纲"),
    ):
        if not value:
            raise Refused(f"请填写{label}。", "领域规则 7.3：解读方案必填项", field)
    if any(one not in set(Form) for one in plan.forms):
        raise Refused("解读形式里有不认识的，请重新选择。", field="forms")
    if len(plan.interpreter.strip()) > 60 or len(plan.outline.strip()) > 2000:
        raise Refused("第一解读人最多 60 字，解读提纲最多 2000 字。", field="outline")


@transaction.atomic
def exempt(edition: Edition, *, ground: str, reason: str, by: Officer, at: datetime) -> InterpretationExemption:
    """免予解读, agreed to by someone who did not write the paper, for the words as they stand: changed afterwards, they are asked about
    anew. Errors: Refused without a reason, on a ground that does not fit, or when it was agreed to before."""
    draft = Draft.objects.filter(edition=edition).first()
    policy = Policy.objects.select_for_update(of=("self",)).select_related("office").get(pk=edition.policy_id)
    here = about(hold(draft)) if draft else About(policy.office.path, written_by=edition.created_by_id)
    require(by.actor(), Permit.EXEMPT, here, WHO_MAY)
    if ground not in set(Ground):
        raise Refused("请选择免予解读的情形。", field="ground")
    if len(reason.strip()) < 4:
        raise Refused("请写明免予解读的理由，至少四个字。", "领域规则 7.2", "reason")
    if three_sync.exemption_of(edition):
        raise Refused("这一版已经同意免予解读。")
    _require_ground_that_fits(edition, Ground(ground))
    given = {"ground": ground, "reason": reason.strip()[:300], "by": by, "at": at, "digest": three_sync.exempted_digest(edition)}
    made, _ = InterpretationExemption.objects.update_or_create(edition=edition, defaults=given)
    told = {"edition": edition.number, "ground": ground, "reason": made.reason}
    journal.write("policies.interpretation.exempted", about=policy, by=by, at=at, data=told)
    return made


def _require_ground_that_fits(edition: Edition, ground: Ground) -> None:
    facts, _ = three_sync.what_it_says(edition)
    if ground is Ground.NO_NORM and facts["document_class"] != DocumentClass.OTHER:
        raise Refused("文件类别是规章或者规范性文件。确实不是的，请先由起草人改为“其他文件”。", field="ground")
    if edition.policy.category == Category.INTERPRETATION and ground is not Ground.HISTORIC:
        raise Refused("解读材料只有“此前已公开的文件补录”可以不经质检。", field="ground")


@transaction.atomic
def take_back_exemption(exemption: InterpretationExemption, *, by: Officer, at: datetime) -> None:
    """Once it is seen to be wrong, the paper has to be explained after all."""
    policy = exemption.edition.policy
    require(by.actor(), Permit.EXEMPT, About(policy.office.path), WHO_MAY)
    journal.write("policies.interpretation.exemption_ended", about=policy, by=by, at=at, data={"edition": exemption.edition.number})
    exemption.delete()


@dataclass(frozen=True)
class Telling:
    """In which form, by whom and in which column something is explained; `address`: where an audio, a video or an H5 is played;
    `synthetic`: what is heard or seen there is made by a machine (《人工智能生成合成内容标识办法》第四条)."""

    form: Form = Form.TEXT
    perspective: Perspective = Perspective.OFFICE
    column: str = ""
    address: str = ""
    synthetic: bool = False

    def as_data(self) -> dict[str, Any]:
        said = {"form": self.form.value, "perspective": self.perspective.value, "column": self.column, "address": self.address}
        return said | {"synthetic": self.synthetic}


@transaction.atomic
def begin(
    plan: InterpretationPlan,
    telling: Telling,
    *,
    title: str,
    blocks: Sequence[Block] = (),
    machine_made: bool = False,
    by: Officer,
    at: datetime,
) -> Edition:
    """A draft explanation under a plan, tied to its policy from the start. Errors: Refused to all but the organ that drafted the paper."""
    require(by.actor(), Permit.EXPLAIN, About(plan.office.path), WHO_MAY)
    _require_sensible(telling)
    policy = plan.edition.policy
    facts = fact_rules.empty() | {"title": title, "issuers": [plan.office.name], "topic_l1": plan.edition.topic_l1}
    relations = [{"kind": RelationKind.INTERPRETS.value, "target": policy.code, "on": None, "until": None, "articles": ""}]
    made = drafts.start(Category.INTERPRETATION, facts, blocks, office=plan.office, by=by, at=at, relations=relations)
    if machine_made:
        telling = replace(telling, perspective=Perspective.AI)
    row = {"of": plan.edition, "plan": plan, "stage": plan.stage, "machine_made": machine_made}
    Interpretation.objects.create(paper=made.policy, **row, **telling.as_data())
    made.draft.telling = telling.as_data()
    made.draft.save(update_fields=["telling"])
    told = {"edition": made.number, "of": policy.code, "form": telling.form.value, "machine_made": machine_made}
    journal.write("policies.interpretation.begun", about=made.policy, by=by, at=at, data=told)
    return made


@transaction.atomic
def describe(draft: Draft, telling: Telling, *, by: Officer, at: datetime) -> None:
    """The form, perspective, column and address of a draft explanation: reviewed with its words, public with them. Whoever says them has
    written a part of it, and it is sent for review anew. Errors: Refused when there is no draft: what is public changes by a correction."""
    held = hold(draft)
    paper = held.edition.policy
    require(by.actor(), Permit.EXPLAIN, About(paper.office.path), WHO_MAY)
    if paper.category != Category.INTERPRETATION:
        raise Refused("只有解读材料有形式、视角和栏目。")
    _require_sensible(telling)
    _require_told(held, telling)
    one = three_sync.row_of(held)
    if one.machine_made and telling.perspective is not Perspective.AI:
        raise Refused("系统生成的解读，视角只能是“AI 解”。", field="perspective")
    held.telling = telling.as_data()
    drafts.touched(held, by)
    held.save(update_fields=["telling", "submitted_at", "writers"])
    if one.pk is None or not paper.editions.exclude(first_text_at=None).exists():
        one.tell(held.telling)  # what is public stays as it is until the correction goes out
        one.save()
    journal.write("policies.interpretation.described", about=paper, by=by, at=at, data=held.telling)


def _require_told(draft: Draft, telling: Telling) -> None:
    """第十条: a mark that a file brought along is not made to disappear."""
    marked = [file.name for file in files_going_out(draft.edition) if TAKEN_OFF in file.removed]
    if marked and not telling.synthetic:
        why = f"附件“{marked[0]}”自带人工智能生成合成的标识，不能去掉给公众的提示。标识有误的，请换一个没有标识的文件。"
        raise Refused(why, "人工智能生成合成内容标识办法第十条", "synthetic")


def _require_sensible(telling: Telling) -> None:
    if telling.column and telling.column not in rules.COLUMNS:
        raise Refused("没有这个栏目，请重新选择。", field="column")
    if wrong := rules.wrong_address(telling.address):
        raise Refused(wrong, field="address")


@transaction.atomic
def waive(interpretation: Interpretation, *, point: str, reason: str, by: Officer, at: datetime) -> None:
    """不适用: a point of the checklist that does not apply here, with why, by someone who did not write it. Errors: Refused for what can
    never be passed over."""
    one = Interpretation.objects.select_for_update(of=("self",)).select_related("paper__office").get(pk=interpretation.pk)
    draft = Draft.objects.filter(edition__policy=one.paper).first()
    require(by.actor(), Permit.EXEMPT, about(hold(draft)) if draft else About(one.paper.office.path), WHO_MAY)
    if point not in set(Point) or point in (Point.TEXT, Point.MEDIUM, Point.CONTENT):
        raise Refused("这一项不能免，请补齐。", field="point")
    if len(reason.strip()) < 4:
        raise Refused("请写明为什么不适用，至少四个字。", field="reason")
    one.waived = one.waived | {point: {"why": reason.strip()[:200], "by": by.pk}}
    one.save(update_fields=["waived"])
    journal.write("policies.interpretation.waived", about=one.paper, by=by, at=at, data={"point": point, "reason": reason.strip()[:200]})


@transaction.atomic
def approve(interpretation: Interpretation, *, seen: str = "", by: Officer, at: datetime) -> None:
    """A person has read what the system wrote, sentence by sentence. `seen`: the digest of the words that were shown. It holds for
    exactly these words. Errors: Refused when they have changed meanwhile."""
    one = Interpretation.objects.select_for_update(of=("self",)).select_related("paper__office").get(pk=interpretation.pk)
    require(by.actor(), Permit.EXPLAIN, About(one.paper.office.path), WHO_MAY)
    draft = Draft.objects.filter(edition__policy=one.paper).first()
    if draft is None or not one.machine_made:
        raise Refused("没有待确认的智能生成内容。")
    digest = words_digest(draft)
    if seen and seen != digest:
        raise Refused("您打开之后，别人改动了这份解读。请看过新内容后再确认。")
    one.approved_by, one.approved_at, one.approved_digest = by, at, digest
    one.save(update_fields=["approved_by", "approved_at", "approved_digest"])
    journal.write("policies.interpretation.approved", about=one.paper, by=by, at=at, data={"digest": digest})


def settle(edition: Edition, telling: Mapping[str, Any]) -> None:
    """At publication: every explanation has its row, those that came by import too, and is told as its draft said. Called inside the
    transaction of `publish`."""
    if edition.policy.category != Category.INTERPRETATION:
        return
    first = Relation.objects.filter(source=edition, kind=RelationKind.INTERPRETS).select_related("target").order_by("id").first()
    current: Any = first.target.current_id if first else None
    row, _ = Interpretation.objects.get_or_create(paper=edition.policy, defaults={"of_id": current})
    row.of_id = row.of_id or current
    row.tell(telling)
    row.save()
