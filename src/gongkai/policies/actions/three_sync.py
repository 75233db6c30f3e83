"""三同步: the gate. A paper that must be explained is neither sent for signature nor published without a plan and material that holds;
every path to either goes through `drafts.problems` and `publish`, and so through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.documents.rules.kinds import FILM, PLAYED, SOUND, FileKind
from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.people.models import Organisation
from gongkai.policies.actions.reviewed import files_going_out
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Draft, Edition, ImportItem, Interpretation, InterpretationExemption, InterpretationPlan, Policy
from gongkai.policies.rules import evidence
from gongkai.policies.rules import interpreting as rules
from gongkai.policies.rules.facts import Problem, as_date, tidy
from gongkai.policies.rules.genres import carried_title
from gongkai.policies.rules.interpreting import Check, Form, Material, Stage
from gongkai.policies.rules.kinds import Category, DocumentClass, RelationKind, Visibility
from gongkai.policies.rules.standards import Standards
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

FIELD = "interpretation"
THREE_SYNC = "政策文件不解读不运转、解读材料不达标不运转（领域规则 7.3）"
_PICTURES = frozenset({FileKind.PNG, FileKind.JPG})
_FILES = {  # which attached files show or play a form
    Form.CHART: _PICTURES,
    Form.PICTURE: _PICTURES,
    Form.AUDIO: SOUND,
    Form.VIDEO: FILM,
    Form.H5: FILM,
    Form.LIVE: PLAYED,
}


@dataclass(frozen=True)
class Standing:
    """How an edition stands with being explained: whether it must be, its plan, its exemption, its material with what the checklist found.
    `doubt`: what makes it look like a paper that must, though its class says otherwise."""

    must: bool
    why_not: str = ""  # why it need not be, where its class would have it
    doubt: str = ""
    plan: InterpretationPlan | None = None
    exemption: InterpretationExemption | None = None
    materials: tuple[tuple[Interpretation, tuple[Check, ...]], ...] = ()

    @property
    def fit(self) -> list[Interpretation]:
        """Material for publication that passes."""
        return [one for one, checks in self.materials if not any(check.stops for check in checks)]


def problems(draft: Draft, *, on: date) -> list[Problem]:
    """What keeps the draft of a policy, or of an explanation, from being sent on; and a policy that calls itself something else."""
    category = Category(draft.edition.policy.category)
    if category is Category.POLICY:
        return _of_policy(standing_of(draft.edition, draft.facts, on=on), draft)
    found = _of_no_policy(draft, category, standards_on(on))
    return found + (_of_explanation(draft, on) if category is Category.INTERPRETATION else [])


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
    facts, exemption = tidy(facts), exemption_of(edition)
    plan = InterpretationPlan.objects.filter(edition=edition, stage=Stage.RELEASE).select_related("office").first()
    standards = standards_on(on)
    doubt = _doubt(facts, standards)
    must = bool(doubt) or rules.must_be_explained(facts["document_class"], standards.explained, is_planned=plan is not None)
    why_not = _why_not(edition, facts, exemption, on) if must else ""
    if why_not or not must:
        return Standing(False, why_not, "", plan, exemption)
    return Standing(True, "", doubt, plan, exemption, tuple((one, checks_of(one)) for one in _materials(edition)))


def exemption_of(edition: Edition) -> InterpretationExemption | None:
    """The exemption that holds for the draft as it stands: agreed to by somebody who wrote no part of it, for these very words. Of what
    is published: the one it was published with."""
    found = InterpretationExemption.objects.filter(edition=edition).select_related("by").first()
    draft = Draft.objects.filter(edition=edition).first() if found else None
    if found is None or draft is None:
        return found
    return None if found.by_id in draft.wrote() or found.digest != exempted_digest(edition) else found


def exempted_digest(edition: Edition) -> str:
    """What an exemption is about: title, class, number, words and files."""
    facts, blocks = what_it_says(edition)
    said = {name: facts.get(name, "") for name in ("title", "document_class", "doc_no", "normative_reg_no")}
    files = [[file.name, file.public.digest] for file in files_going_out(edition) if file.public]
    return sm3(canonical(said | {"blocks": [block.as_dict() for block in blocks], "files": files}))


def _doubt(facts: Mapping[str, Any], standards: Standards) -> str:
    """Of a class that need not be explained, and by its looks of one that must."""
    asked = facts["document_class"] not in standards.explained and DocumentClass.NORMATIVE in standards.explained
    return rules.looks_normative(facts) if asked else ""


def _why_not(edition: Edition, facts: Mapping[str, Any], exemption: InterpretationExemption | None, on: date) -> str:
    """A correction was explained with its first text, unless it makes a paper of another class of it; before the gate began nobody had
    to; history is a matter of coverage, not of this gate."""
    if exemption:
        return f"已同意免予解读：{rules.Ground(exemption.ground).label}，{exemption.reason}"
    if edition.is_published and not _becomes_explained(edition, facts, standards_on(on)):
        return "更正已公开的文本，不另作解读。"
    if on < rules.THREE_SYNC_SINCE:
        return "三同步施行以前的文件。"
    day = _public_before(edition, facts, on)
    return f"补录的历史文件：导入以前已在别处公开（文件所载日期 {day.isoformat()}）。" if day else ""


def _becomes_explained(edition: Edition, facts: Mapping[str, Any], standards: Standards) -> bool:
    """Whether what was published was no paper to be explained, and the correction is one."""
    text = edition.texts.first()
    before = tidy(text.facts if text else {})
    if before["document_class"] in standards.explained:
        return False
    return facts["document_class"] in standards.explained or bool(_doubt(facts, standards) and not _doubt(before, standards))


def _public_before(edition: Edition, facts: Mapping[str, Any], on: date) -> date | None:
    """The day that shows that an imported paper is history: published before it came in, or formed before the gate began. Only a day that
    stands in the file itself shows it; one that was typed, at the desk or in a manifest, does not."""
    item = ImportItem.objects.filter(edition=edition).select_related("batch").first()
    if item is None:
        return None
    came = min(item.batch.at.astimezone(BEIJING).date(), on)
    for names, before in ((("published_on",), came), (("formed_on", "signed_on"), rules.THREE_SYNC_SINCE)):
        day = as_date(facts[names[0]])
        if day and day < before and day == as_date(evidence.read_in_file(item.draft, *names)):
            return day
    return None


def _materials(edition: Edition) -> list[Interpretation]:
    rows = edition.explanations.filter(stage__in=[Stage.RELEASE, Stage.DRAFT])
    return list(rows.select_related("paper__current", "paper__office", "of__policy", "plan").order_by("id"))


def checks_of(one: Interpretation) -> tuple[Check, ...]:
    """The checklist of an explanation as it stands: its draft, or what was last published."""
    return rules.checklist(material_of(one))


def material_of(one: Interpretation) -> Material:
    edition = edition_of(one.paper)
    telling = telling_of(one, edition)
    policy_facts, policy_blocks = what_it_says(one.of) if one.of else ({}, ())
    facts, blocks = what_it_says(edition) if edition else ({}, ())
    kinds = _FILES.get(Form(telling["form"]))
    files = edition.attachments.filter(hidden_at=None, leaving=False, original__kind__in=kinds) if edition and kinds else None
    return Material(
        form=Form(telling["form"]),
        text=plain_text(block for block in blocks if block.kind is not BlockKind.TITLE),
        policy_title=policy_facts.get("title", ""),
        policy_no=policy_facts.get("doc_no", ""),
        policy_text=plain_text(policy_blocks),
        title=facts.get("title", ""),
        phone=policy_facts.get("consult_phone", ""),
        has_file=bool(kinds and files is not None and files.exists()),
        address=telling["address"],
        quotes=one.machine_made,
        waived=_waived(one, edition),
    )


def telling_of(one: Interpretation, edition: Edition | None) -> dict[str, Any]:
    """How it is told: as the draft says, else as it is public."""
    draft = Draft.objects.filter(edition=edition).first() if edition else None
    return one.telling | (draft.telling if draft else {})


def telling_now(policy: Policy) -> dict[str, Any]:
    """How a public explanation is told, for its correction to begin with."""
    one = Interpretation.objects.filter(paper=policy).first()
    return one.telling if one else {}


def _waived(one: Interpretation, edition: Edition | None) -> dict[str, str]:
    """{point: why}, of what was passed over by people who wrote no part of it."""
    draft = Draft.objects.filter(edition=edition).first() if edition else None
    writers = draft.wrote() if draft else frozenset()
    return {point: said["why"] for point, said in one.waived.items() if isinstance(said, dict) and said["by"] not in writers}


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
    if standing.doubt:
        return [Problem("document_class", _LOOKS.format(why=standing.doubt, label=_label(draft)))]
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


_LOOKS = "{why}，文件类别却是“{label}”。是规章、规范性文件的，请改文件类别；不是的，由没有参与起草的审核、签发人员写明“经审核不属于规章、规范性文件”。"


def _label(draft: Draft) -> str:
    given = tidy(draft.facts)["document_class"]
    return DocumentClass(given).label if given in set(DocumentClass) else given[:20]


def _of_no_policy(draft: Draft, category: Category, standards: Standards) -> list[Problem]:
    """规章、规范性文件 are policies: under another category they would pass by the gate."""
    facts = tidy(draft.facts)
    if facts["document_class"] in {DocumentClass.RULE, DocumentClass.NORMATIVE}:
        return [
            Problem(
                "document_class",
                f"{category.label}不能是“{_label(draft)}”。规章、规范性文件请作为政策文件起草；不是的，请把文件类别改为“其他文件”。",
            )
        ]
    is_itself = category is Category.OTHER or _is_the_paper_itself(facts, draft, category)
    doubt = _doubt(facts if is_itself else facts | {"title": "", "expires_on": None}, standards)
    if not doubt or exemption_of(draft.edition):
        return []
    return [Problem("document_class", f"{doubt}，却作为{category.label}起草。{_AS_POLICY}")]


def _is_the_paper_itself(facts: Mapping[str, Any], draft: Draft, category: Category) -> bool:
    """News speaks of an 办法 in its headline, and an explanation in its title. What is headed like the notice that prints it, bears a number
    or, as news, goes on in articles, is the 办法."""
    articles = sum(block.kind is BlockKind.ARTICLE for block in draft.body()) if category is Category.NEWS else 0
    return bool(carried_title(facts["title"]) or facts["doc_no"]) or articles >= FEWEST_ARTICLES


FEWEST_ARTICLES = 3
_AS_POLICY = "规章、规范性文件请作为政策文件起草；不是的，由没有参与起草的审核、签发人员写明“经审核不属于规章、规范性文件”。"


def _of_explanation(draft: Draft, on: date) -> list[Problem]:
    """It explains a policy, by its relations, and passes the checklist; 月度速览 is a list, and what was public long ago is history."""
    found = [Problem(FIELD, why) for why in _wrong_office(draft)]
    one = row_of(draft)
    if one.machine_made and one.approved_digest != words_digest(draft):
        found.append(Problem(FIELD, "这份解读由系统生成，还没有人逐句看过并确认；确认之后又改过的，要重新确认。"))
    edition = draft.edition
    history = on < rules.THREE_SYNC_SINCE or exemption_of(edition) or _public_before(edition, tidy(draft.facts), on)
    if history or (one.is_digest and telling_of(one, edition)["column"] == rules.DIGEST):
        return found
    if one.of is None or one.of.policy_id not in {policy.pk for policy in explained_by_draft(draft)}:
        return [*found, Problem(FIELD, "没有连到它解读的政策文件。请在“关系”里选“解读”，填写那份文件的一策一码。")]
    return found + [Problem(FIELD, f"质检：{check.point.label}。{check.says}") for check in checks_of(one) if check.stops]


def row_of(draft: Draft) -> Interpretation:
    """How the draft of an explanation explains; for one begun by hand made up from its relations, not saved."""
    rows = Interpretation.objects.select_related("paper", "of__policy", "plan")
    policy = draft.edition.policy
    one = rows.filter(paper=policy).first() or Interpretation(paper=policy)
    if one.of is None and not one.is_digest and (first := explained_by_draft(draft).select_related("current").first()):
        one.of = first.current or edition_of(first)
    return one


def explained_by_draft(draft: Draft) -> QuerySet[Policy]:
    """The policies the draft says it explains."""
    codes = [one["target"] for one in draft.relations if one["kind"] == RelationKind.INTERPRETS]
    return Policy.objects.filter(code__in=codes, category=Category.POLICY).select_related("office").order_by("id")


def _wrong_office(draft: Draft) -> list[str]:
    """谁起草、谁解读."""
    office: Organisation = draft.edition.policy.office
    wrong = []
    for policy in explained_by_draft(draft):
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
    one = row_of(draft)
    if one.stage == Stage.DRAFT:
        return
    if one.is_digest:
        _require_none_withdrawn(draft)
    for policy in explained_by_draft(draft):
        if policy.visibility == Visibility.DRAFT:
            raise Refused(f"《{policy.title}》还没有签发。请先签发文件，再签发它的解读。", THREE_SYNC)
        if policy.visibility == Visibility.WITHDRAWN:
            raise Refused(f"《{policy.title}》已经撤回，不能再公开它的解读。", THREE_SYNC)
    if one.of is None or exemption_of(draft.edition):  # what was public before stands as it was
        return
    day = as_date(tidy(draft.facts)["published_on"]) or on
    if one.of.first_text_at is None:
        raise Refused(f"《{one.of.title}》还没有签发。请先签发文件，再签发它的解读。", THREE_SYNC)
    if one.of.published_on and one.of.published_on > day:
        raise Refused(f"《{one.of.title}》到 {one.of.published_on.isoformat()} 才公开，解读不能早于它。请改解读的发布日期。", THREE_SYNC)


def _require_none_withdrawn(draft: Draft) -> None:
    gone = Policy.objects.filter(code__in=[one["target"] for one in draft.relations], visibility=Visibility.WITHDRAWN).first()
    if gone is not None:
        raise Refused(f"速览里的《{gone.title}》已经撤回。请删去它的部分和关系，再送审。")


def leaves_unexplained(draft: Draft) -> str:
    """The title of a paper that went out on the strength of this explanation and would be left with none; empty when there is no such."""
    one = Interpretation.objects.filter(paper=draft.edition.policy).select_related("of__policy").first()
    if one is None or one.of is None or draft.edition.is_published or not one.of.is_published or one.stage != Stage.RELEASE:
        return ""
    others = (other for other in _materials(one.of) if other.pk != one.pk and other.stage == Stage.RELEASE)
    return "" if any(_is_on_its_way(other) for other in others) else one.of.title


def words_digest(draft: Draft) -> str:
    """What a person approves: the title and the words."""
    return sm3(canonical({"title": draft.facts["title"], "blocks": draft.blocks}))
