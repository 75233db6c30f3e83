"""文件清理 from the order to the result. Nothing here changes what a paper is worth: that only a published paper does, for which
`draft_result` prepares the draft."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.documents.rules.paper import Block
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import drafts
from gongkai.policies.actions.shadows import changes_to_each, standing_facts
from gongkai.policies.models import Campaign, CampaignItem, Edition, Policy
from gongkai.policies.rules import campaigns as rules
from gongkai.policies.rules import validity
from gongkai.policies.rules.campaigns import Verdict
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.kinds import Category, DocumentClass, Visibility
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.policies.rules.structure import structure
from gongkai.shared.refusal import Refused

MOST_ITEMS = 5000
_AT_ONCE = 500


@transaction.atomic
def order(
    office: Organisation,
    *,
    name: str,
    due_on: date,
    in_force_on: date,
    classes: Sequence[str] = (DocumentClass.NORMATIVE.value,),
    topic_l1: str = "",
    formed_before: date | None = None,
    offices: Iterable[Organisation] = (),
    note: str = "",
    by: Officer,
    at: datetime,
) -> Campaign:
    """Have the papers in force on a day looked at by their offices: those at and below `office`, or only the `offices` named.
    Errors: Refused when no paper falls into the scope, too many do, or the day due has passed."""
    require(by.actor(), Permit.ORDER_CAMPAIGN, About(office.path), WHO_MAY)
    if not name.strip():
        raise Refused("请填写清理工作的名称。", field="name")
    if due_on <= at.date():
        raise Refused("截止日期要晚于今天。", field="due_on")
    if not classes:
        raise Refused("请至少选一类文件。", field="classes")
    below = list(offices)
    if any(not one.path.startswith(office.path) for one in below):
        raise Refused("只能清理本机关和下级机关的文件。", field="offices")
    scope = {
        "classes": [DocumentClass(one).value for one in classes],
        "topic_l1": topic_l1,
        "formed_before": formed_before.isoformat() if formed_before else "",
        "offices": [one.name for one in below],
    }
    papers = Policy.objects.filter(category=Category.POLICY, visibility=Visibility.PUBLIC, published_on__lte=in_force_on)
    papers = papers.filter(document_class__in=scope["classes"], **({"topic_l1": topic_l1} if topic_l1 else {}))
    papers = papers.filter(office__in=below) if below else papers.filter(office__path__startswith=office.path)
    if formed_before:
        papers = papers.filter(formed_on__lt=formed_before)
    found = list(_in_force(list(papers.order_by("office__path", "formed_on", "pk")[: 4 * MOST_ITEMS]), in_force_on))
    if not found:
        raise Refused("这个范围里没有现行有效的文件，请放宽条件。")
    if len(found) > MOST_ITEMS:
        raise Refused(f"这个范围里有 {len(found)} 件文件，一次最多清理 {MOST_ITEMS} 件，请按机关或主题分开部署。")
    campaign = Campaign.objects.create(
        name=name.strip()[:120],
        office=office,
        ordered_by=by,
        ordered_at=at,
        due_on=due_on,
        in_force_on=in_force_on,
        scope=scope,
        note=note.strip(),
    )
    CampaignItem.objects.bulk_create(CampaignItem(campaign=campaign, policy=one, office_id=one.office_id) for one in found)
    journal.write("policies.campaign.ordered", about=campaign, by=by, at=at, data={"papers": len(found), "due": due_on.isoformat()})
    return campaign


@transaction.atomic
def decide(item: CampaignItem, *, verdict: str, reason: str, by: Officer, at: datetime) -> CampaignItem:
    """The office's opinion on its paper; it may be changed until another person has checked it. Errors: Refused without a reason, and
    for an opinion that the paper's standing does not allow."""
    item = _held(item)
    require(by.actor(), Permit.DECIDE_CAMPAIGN, About(item.office.path), WHO_MAY)
    if item.checked_at:
        raise Refused("这一件已经复核，不能再改意见。确有错误的，请复核人先退回。")
    chosen = Verdict(verdict)
    if len(reason.strip()) < 4:
        raise Refused("请写明理由，至少四个字。", field="reason")
    why_not = rules.problem(chosen, validity.Status(item.policy.standing))
    if why_not:
        raise Refused(why_not, field="verdict")
    item.verdict, item.reason, item.returned = chosen.value, reason.strip()[:500], ""
    item.proposed_by, item.proposed_at = by, at
    item.save(update_fields=["verdict", "reason", "returned", "proposed_by", "proposed_at"])
    _note("policies.campaign.decided", item, by=by, at=at)
    return item


@transaction.atomic
def check(item: CampaignItem, *, by: Officer, at: datetime) -> CampaignItem:
    """Another person of the office agrees."""
    item = _held(item)
    require(by.actor(), Permit.CHECK_CAMPAIGN, About(item.office.path, written_by=item.proposed_by_id), WHO_MAY)
    if not item.proposed_at or item.returned:
        raise Refused("这一件还没有提出意见，不能复核。")
    if item.checked_at:
        raise Refused("这一件已经复核过，可能刚刚由别人办理。请刷新页面查看。")
    item.checked_by, item.checked_at = by, at
    item.save(update_fields=["checked_by", "checked_at"])
    _note("policies.campaign.checked", item, by=by, at=at)
    return item


@transaction.atomic
def send_back(item: CampaignItem, *, reason: str, by: Officer, at: datetime) -> CampaignItem:
    """The opinion goes back to the editors, checked or not; once the result is being drafted it stands."""
    item = _held(item)
    require(by.actor(), Permit.CHECK_CAMPAIGN, About(item.office.path, written_by=item.proposed_by_id), WHO_MAY)
    if not item.proposed_at or item.returned:
        raise Refused("这一件没有等待复核的意见。")
    if item.campaign.result_id:
        raise Refused("清理结果已经起草，意见不能再退回；请在结果文件的草稿里改。")
    if len(reason.strip()) < 4:
        raise Refused("请写明退回的理由，至少四个字。", field="reason")
    item.returned, item.checked_by, item.checked_at = reason.strip()[:300], None, None
    item.save(update_fields=["returned", "checked_by", "checked_at"])
    _note("policies.campaign.sent_back", item, by=by, at=at)
    return item


@transaction.atomic
def draft_result(campaign: Campaign, *, by: Officer, at: datetime) -> Edition:
    """公布清理结果: a draft of the decision with its lists, declaring which papers it repeals and which it declares expired. It goes the
    way of every paper; only its publication changes anything. Errors: Refused while opinions are missing, and when there is one already."""
    campaign = _held_campaign(campaign)
    items = list(campaign.items.select_related("policy", "office"))
    left = sum(not one.checked_at for one in items)
    if left:
        raise Refused(f"还有 {left} 件没有复核，清理结果要等全部复核后起草。")
    if campaign.result_id:
        raise Refused("清理结果已经起草过了，请打开那份草稿。")
    relations = [
        {"kind": rules.DOES[verdict].value, "target": one.policy.code, "on": None, "until": None, "articles": ""}
        for one in items
        if (verdict := Verdict(one.verdict)) in rules.DOES and one.policy.standing != _STANDS_ALREADY[verdict]
    ]
    issuer = campaign.office.name
    facts = {
        "title": f"{issuer}关于公布文件清理结果的决定",
        "issuers": [issuer],
        "topic_l1": "综合政务",
        "topic_l2": "文秘工作",
        "genre": "决定",
        "formed_on": at.date(),
    }
    edition = drafts.start(Category.POLICY, facts, _result(campaign, items), office=campaign.office, by=by, at=at, relations=relations)
    campaign.result = edition.policy
    campaign.save(update_fields=["result"])
    journal.write("policies.campaign.result_drafted", about=campaign, by=by, at=at, data={"code": edition.policy.code})
    return edition


@transaction.atomic
def call_off(campaign: Campaign, *, reason: str, by: Officer, at: datetime) -> Campaign:
    """终止: nobody is asked or reminded any more; what was decided stays readable."""
    campaign = _held_campaign(campaign)
    require(by.actor(), Permit.ORDER_CAMPAIGN, About(campaign.office.path), WHO_MAY)
    if len(reason.strip()) < 4:
        raise Refused("请写明终止的理由，至少四个字。", field="reason")
    campaign.called_off_at, campaign.called_off_because = at, reason.strip()[:300]
    campaign.save(update_fields=["called_off_at", "called_off_because"])
    journal.write("policies.campaign.called_off", about=campaign, by=by, at=at)
    return campaign


_STANDS_ALREADY = {Verdict.REPEAL: validity.Status.REPEALED, Verdict.EXPIRE: validity.Status.EXPIRED}


def _in_force(papers: Sequence[Policy], day: date) -> Iterator[Policy]:
    """Those that were in force on the day, by the facts and not by what lists keep."""
    for start in range(0, len(papers), _AT_ONCE):
        some = papers[start : start + _AT_ONCE]
        shown: dict[int, list[Edition]] = {one.pk: [] for one in some}
        for edition in Edition.objects.filter(policy__in=some, first_text_at__isnull=False, published_on__lte=day).order_by("number"):
            shown[edition.policy_id].append(edition)
        changes = changes_to_each(some, day)
        for one in some:
            if shown[one.pk] and validity.standing_on(standing_facts(shown[one.pk], changes[one.pk]), day).status.is_in_force:
                yield one


def _held(item: CampaignItem) -> CampaignItem:
    """The item as it stands, locked; Refused when its campaign was called off."""
    campaign = _held_campaign(item.campaign)
    held = CampaignItem.objects.select_for_update(of=("self",)).select_related("office", "policy").get(pk=item.pk)
    held.campaign = campaign
    return held


def _held_campaign(campaign: Campaign) -> Campaign:
    held = Campaign.objects.select_for_update(of=("self",)).select_related("office").get(pk=campaign.pk)
    if held.called_off_at:
        raise Refused("这次清理已经终止，不需要再办理。")
    return held


def _note(kind: str, item: CampaignItem, *, by: Officer, at: datetime) -> None:
    journal.write(kind, about=item.campaign, by=by, at=at, data={"policy": item.policy.code, "verdict": item.verdict})


def _result(campaign: Campaign, items: Sequence[CampaignItem]) -> tuple[Block, ...]:
    """The text of the decision: a sentence and a table for each opinion."""
    day = validity.said(campaign.in_force_on)
    lines = [PlainLine(f"根据清理工作要求，{campaign.office.name}对截至{day}现行有效的文件进行了清理。现将清理结果公布如下：")]
    numerals = iter("一二三四")
    for verdict, says in (
        (Verdict.KEEP, "继续有效"),
        (Verdict.AMEND, "拟修改，修改后的文件公布以前继续执行"),
        (Verdict.REPEAL, "予以废止"),
        (Verdict.EXPIRE, "宣布失效"),
    ):
        chosen = [one for one in items if one.verdict == verdict]
        if chosen:
            lines.append(PlainLine(f"{next(numerals)}、下列{len(chosen)}件文件{says}："))
            rows = [("序号", "文件名称", "发文字号"), *((str(n), one.policy.title, one.policy.doc_no) for n, one in enumerate(chosen, 1))]
            lines.append(PlainLine("", rows=tuple(rows)))
    lines.append(PlainLine("本决定自公布之日起施行。"))
    return structure(clean(lines).lines).blocks
