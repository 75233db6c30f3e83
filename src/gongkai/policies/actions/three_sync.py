"""三同步: the gate. A paper that must be explained is neither sent for signature nor published without a plan and material that holds;
every path to either goes through `drafts.problems` and `publish`, and so through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.people.models import Organisation
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Draft, Edition, ImportItem, Interpretation, InterpretationExemption, InterpretationPlan, Policy
from gongkai.policies.rules import interpreting as rules
from gongkai.policies.rules.facts import Problem, as_date, tidy
from gongkai.policies.rules.interpreting import Check, Form, Material, Stage
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

FIELD = "interpretation"
THREE_SYNC = "政策文件不解读不运转、解读材料不达标不运转（领域规则 7.3）"
_PICTURES = (FileKind.PNG, FileKind.JPG)


@dataclass(frozen=True)
class Standing:
    """How an edition stands with being explained: whether it must be, its plan, its exemption, its material with what the checklist found."""

    must: bool
    why_not: str = ""  # why it need not be, where its class would have it
    plan: InterpretationPlan | None = None
    exemption: InterpretationExemption | None = None
    materials: tuple[tuple[Interpretation, tuple[Check, ...]], ...] = ()

    @property
    def fit(self) -> list[Interpretation]:
        """Material for publication that passes."""
        return [one for one, checks in self.materials if not any(check.stops for check in checks)]


def problems(draft: Draft, *, on: date) -> list[Problem]:
    """What keeps the draft of a policy, or of an explanation, from being sent on."""
    category = Category(draft.edition.policy.category)
    if category is Category.POLICY:
        return _of_policy(standing_of(draft.edition, draft.facts, on=on), draft)
    return _of_explanation(draft) if category is Category.INTERPRETATION else []


def require_in_step(draft: Draft, *, on: date) -> None:
    """At publication: the material has been sent for review with the paper (同步审签), and no explanation of a text comes out before it.
    Errors: Refused."""
    if draft.edition.policy.category == Category.INTERPRETATION:
        _require_after_its_paper(draft, on)
        return
    standing = standing_of(draft.edition, draft.facts, on=on)
    if standing.must and not any(_is_on_its_way(one) for one in standing.fit):
        raise Refused("解读材料还没有送审，不能签发文件。请先把解读材料送审，与文件一同审签。", THREE_SYNC, FIELD)


def standing_of(edition: Edition, facts: Mapping[str, Any], *, on: date) -> Standing:
    """Counted from rows each time; `facts`: as they are to be published."""
    exemption = InterpretationExemption.objects.filter(edition=edition).select_related("by").first()
    plan = InterpretationPlan.objects.filter(edition=edition, stage=Stage.RELEASE).select_related("office").first()
    standards = standards_on(on)
    must = rules.must_be_explained(tidy(facts)["document_class"], standards.explained, is_planned=plan is not None)
    why_not = _why_not(edition, facts, exemption, on) if must else ""
    materials = tuple((one, checks_of(one)) for one in _materials(edition)) if must and not why_not else ()
    return Standing(must and not why_not, why_not, plan, exemption, materials)


def _why_not(edition: Edition, facts: Mapping[str, Any], exemption: InterpretationExemption | None, on: date) -> str:
    """A correction was explained with its first text; before the gate began nobody had to; what came in by import and was public
    elsewhere before that day is history, and its explanation is a matter of coverage, not of this gate."""
    if exemption:
        return f"已同意免予解读：{rules.Ground(exemption.ground).label}，{exemption.reason}"
    if edition.is_published:
        return "更正已公开的文本，不另作解读。"
    if on < rules.THREE_SYNC_SINCE:
        return "三同步施行以前的文件。"
    published = as_date(tidy(facts)["published_on"])
    came = ImportItem.objects.filter(edition=edition).select_related("batch").first() if published else None
    if came and published and published < min(came.batch.at.date(), on):
        return f"补录的历史文件：导入以前已在别处公开（{published.isoformat()}）。"
    return ""


def _materials(edition: Edition) -> list[Interpretation]:
    rows = edition.explanations.filter(stage__in=[Stage.RELEASE, Stage.DRAFT])
    return list(rows.select_related("paper__current", "paper__office", "of__policy", "plan").order_by("id"))


def checks_of(one: Interpretation) -> tuple[Check, ...]:
    """The checklist of an explanation as it stands: its draft, or what was last published."""
    return rules.checklist(material_of(one))


def material_of(one: Interpretation) -> Material:
    edition = edition_of(one.paper)
    policy_facts, policy_blocks = what_it_says(one.of) if one.of else ({}, ())
    facts, blocks = what_it_says(edition) if edition else ({}, ())
    files = edition.attachments.filter(hidden_at=None, leaving=False, original__kind__in=_PICTURES) if edition else None
    return Material(
        form=Form(one.form),
        text=plain_text(block for block in blocks if block.kind is not BlockKind.TITLE),
        policy_title=policy_facts.get("title", ""),
        policy_no=policy_facts.get("doc_no", ""),
        policy_text=plain_text(policy_blocks),
        title=facts.get("title", ""),
        phone=policy_facts.get("consult_phone", ""),
        has_file=bool(one.form in (Form.CHART, Form.PICTURE) and files is not None and files.exists()),
        address=one.address,
        quotes=one.machine_made,
        waived=one.waived,
    )


def edition_of(paper: Policy) -> Edition | None:
    """The edition somebody works on: the newest."""
    return paper.editions.order_by("-number").first()


def what_it_says(edition: Edition) -> tuple[Mapping[str, Any], tuple[Block, ...]]:
    """Facts and blocks of the draft, or of the text last published."""
    draft = Draft.objects.filter(edition=edition).first()
    if draft is not None:
        return tidy(draft.facts), draft.body()
    text = edition.texts.first()
    return (text.facts, text.body()) if text else ({}, ())


def _of_policy(standing: Standing, draft: Draft) -> list[Problem]:
    if not standing.must:
        return _advice(standing, draft)
    if standing.plan is None:
        return [Problem(FIELD, "还没有解读方案。规章、规范性文件的解读要与文件同步组织：请先制定方案，或者由审核、签发人员同意免予解读。")]
    if not standing.materials:
        return [Problem(FIELD, "还没有解读材料。请按解读方案起草，与文件一同审签。")]
    if standing.fit:
        return []
    return [
        Problem(FIELD, f"解读材料《{one.paper.title}》没有通过质检：{'、'.join(check.point.label for check in checks if check.stops)}。")
        for one, checks in standing.materials
    ]


def _advice(standing: Standing, draft: Draft) -> list[Problem]:
    if standing.why_not or not tidy(draft.facts)["audience"] or draft.edition.is_published:
        return []
    return [Problem(FIELD, "写明了面向对象。影响公众权益的政策文件也要解读，请看是否制定解读方案。", blocking=False)]


def _of_explanation(draft: Draft) -> list[Problem]:
    found = [Problem(FIELD, why) for why in _wrong_office(draft)]
    one = Interpretation.objects.filter(paper=draft.edition.policy).select_related("paper", "of__policy", "plan").first()
    if one is None:
        return found
    if one.machine_made and one.approved_digest != words_digest(draft):
        found.append(Problem(FIELD, "这份解读由系统生成，还没有人逐句看过并确认；确认之后又改过的，要重新确认。"))
    if one.plan_id:
        found += [Problem(FIELD, f"质检：{check.point.label}。{check.says}") for check in checks_of(one) if check.stops]
    return found


def _wrong_office(draft: Draft) -> list[str]:
    """谁起草、谁解读."""
    office: Organisation = draft.edition.policy.office
    codes = [one["target"] for one in draft.relations if one["kind"] == RelationKind.INTERPRETS]
    wrong = []
    for policy in Policy.objects.filter(code__in=codes).select_related("office"):
        plan = InterpretationPlan.objects.filter(edition__policy=policy).select_related("office").order_by("-edition__number", "id").first()
        drafting = plan.office if plan else policy.office
        if not rules.may_explain(office.path, drafting.path, is_named=plan is not None):
            wrong.append(f"谁起草、谁解读：《{policy.title}》由{drafting.name}起草，应由它解读。")
    return wrong


def _is_on_its_way(one: Interpretation) -> bool:
    """Sent for review, or public."""
    edition = edition_of(one.paper)
    if edition is None:
        return False
    draft = Draft.objects.filter(edition=edition).first()
    return draft.submitted_at is not None if draft else edition.is_published


def _require_after_its_paper(draft: Draft, on: date) -> None:
    one = Interpretation.objects.filter(paper=draft.edition.policy).select_related("of").first()
    if one is None or one.of is None or one.stage == Stage.DRAFT:
        return
    day = as_date(tidy(draft.facts)["published_on"]) or on
    if one.of.first_text_at is None:
        raise Refused(f"《{one.of.title}》还没有签发。请先签发文件，再签发它的解读。", THREE_SYNC)
    if one.of.published_on and one.of.published_on > day:
        raise Refused(f"《{one.of.title}》到 {one.of.published_on.isoformat()} 才公开，解读不能早于它。请改解读的发布日期。", THREE_SYNC)


def words_digest(draft: Draft) -> str:
    """What a person approves: the title and the words."""
    return sm3(canonical({"title": draft.facts["title"], "blocks": draft.blocks}))
