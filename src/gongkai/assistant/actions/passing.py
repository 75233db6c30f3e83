"""转交: a draft that is another office's matter goes to that office, with why; it answers one question in one voice."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.assistant.actions.entries import about_entry, shadow
from gongkai.assistant.looking import look_over
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.assistant.responsible import to_answer, with_editors
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.queries import holders
from gongkai.people.rules.permits import About, Role, require
from gongkai.publishing import actions as publishing
from gongkai.shared.refusal import Refused


@transaction.atomic
def pass_on(entry: FaqEntry, *, office: Organisation, reason: str, by: Officer, at: datetime) -> FaqEntry:
    """The draft is that office's from now on; its editors are told. Refused once it was published, and for an office where nobody could
    finish it."""
    entry = FaqEntry.objects.select_for_update(of=("self",)).select_related("office", "gap").get(pk=entry.pk)
    require(by.actor(), Permit.WRITE_ENTRY, About(entry.office.path), WHO_MAY)
    draft = entry.versions.filter(published_at=None).first()
    if entry.current_id is not None or draft is None:
        raise Refused("已经发布过的条目不能转交。不该由本单位回答的，请下线，再请对方另行编写。")
    if office.pk == entry.office_id:
        raise Refused("草稿已经在这个单位。", field="office")
    if not office.is_open or not with_editors([office.path]):
        raise Refused(f"{office.name}没有在岗的编辑人员，转去没有人能办。请选择别的单位，或者先请对方指定人员。", field="office")
    said = " ".join(reason.split())[:200]
    if len(said) < 4:
        raise Refused("请写明为什么转交，至少四个字。", field="reason")
    sender = entry.office
    publishing.end(about_entry(entry), at=at)
    entry.office, entry.gap = office, entry.gap if entry.gap and entry.gap.office_id == office.pk else None
    entry.maintainers.clear()
    draft.submitted_at, draft.vouched, draft.returned = None, {}, f"由{sender.name}转交：{said}"
    draft.save()
    shadow(entry, at)
    journal.write("assistant.entry.passed_on", about=entry, by=by, at=at, data={"from": sender.pk, "to": office.pk})
    tell(
        holders(Role.EDITOR, office),
        subject=f"转来问答草稿：{entry.question}",
        body=f"{sender.name}转来一份问答草稿：{said}。请核对后补全、送审，或者并入已有的条目。",
        link=f"/desk/answers/{entry.pk}/",
        at=at,
        about=entry,
    )
    return entry


def offices_to_pass_to(entry: FaqEntry) -> QuerySet[Organisation]:
    """The other open organisations where an editor is at work."""
    editors = Post.objects.filter(organisation=OuterRef("pk"), role=Role.EDITOR, until=None, officer__is_active=True)
    return Organisation.objects.open().filter(Exists(editors)).exclude(pk=entry.office_id)


def suggested(entry: FaqEntry, version: FaqVersion, on: date) -> Organisation | None:
    """The office a draft most likely belongs to: the one that answers the question already, else the one that answers for what it cites;
    None when that is its own."""
    if (taken := look_over(entry, version, on).taken) is not None:
        return taken.office
    papers = [one.policy for one in version.citations.select_related("policy")]
    likely = next(iter(to_answer(papers[:1]).values()), None)
    return likely if likely is not None and likely.pk != entry.office_id else None
