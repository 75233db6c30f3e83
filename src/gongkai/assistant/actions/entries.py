"""政策问答库, step by step: written, sent to review, published by somebody else, confirmed or written anew when due, taken out of use."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gongkai.assistant.actions.citing import cite, keep
from gongkai.assistant.actions.gaps import does_answer
from gongkai.assistant.actions.publishable import digest_of, require_holding, require_publishable
from gongkai.assistant.looking import Look, look_over
from gongkai.assistant.models import FaqEntry, FaqVersion, Gap
from gongkai.assistant.responsible import maintainers_of
from gongkai.assistant.rules.entries import REVIEW_LATEST, Origin, Written, problems, state_of, tidy
from gongkai.assistant.rules.gaps import Close
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions import joining
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

# —— writing ——


@transaction.atomic
def write(
    written: Written,
    *,
    office: Organisation,
    by: Officer,
    at: datetime,
    origin: Origin = Origin.HAND,
    origin_key: str | None = None,
    gap: Gap | None = None,
) -> FaqEntry:
    """A new entry as a draft, with its writer as maintainer. Refused for anything in it that is not in order, naming the field; for an
    `origin_key` (what it is made from) that an entry was made from before."""
    require(by.actor(), Permit.WRITE_ENTRY, About(office.path), WHO_MAY)
    if gap is not None and gap.office_id != office.pk:
        raise Refused("这个缺口不是本单位的。")
    if origin_key and (made := FaqEntry.objects.filter(origin_key=origin_key).first()):
        raise Refused(f"已经由它编成 {made.code}，请在那一条上修改。")
    return create(written, office=office, by=by, at=at, origin=origin, origin_key=origin_key, gap=gap)


def create(
    written: Written,
    *,
    office: Organisation,
    by: Officer | None,
    at: datetime,
    origin: Origin,
    origin_key: str | None,
    origin_digest: str = "",
    gap: Gap | None = None,
) -> FaqEntry:
    """The rows of a new entry, for actions that have asked for permission. `by` None: sent by another system."""
    written = _in_order(written, at)
    entry = FaqEntry.objects.create(
        office=office,
        origin=origin,
        origin_key=origin_key,
        origin_digest=origin_digest,
        gap=gap,
        created_at=at,
        created_by=by,
        changed_at=at,
        question=written.question,
    )
    if by is not None:
        entry.maintainers.add(by)
    _put(FaqVersion(entry=entry, number=1), written, by=by, at=at)
    shadow(entry, at)
    journal.write("assistant.entry.drafted", about=entry, by=by, at=at, data={"version": 1, "origin": str(origin)})
    return entry


@transaction.atomic
def save(version: FaqVersion, written: Written, *, seen: int, by: Officer, at: datetime) -> FaqVersion:
    """Write over the draft that was seen (`seen` is its save count); what was sent to review comes back from it. Refused when somebody
    saved in between."""
    entry, held = _hold(version)
    require(by.actor(), Permit.WRITE_ENTRY, About(entry.office.path), WHO_MAY)
    if held.saves != seen:
        who = held.written_by.name if held.written_by else "别人"
        raise Refused(f"{who}刚刚保存过这一条。请刷新页面，在最新内容上修改。")
    held.saves += 1
    held.submitted_at, held.returned, held.vouched = None, "", {}
    publishing.text_changed(about_entry(entry), why="送审之后条目又改动了。", at=at)
    _put(held, _in_order(written, at), by=by, at=at)
    shadow(entry, at)
    journal.write("assistant.entry.saved", about=entry, by=by, at=at, data={"version": held.number})
    return held


@transaction.atomic
def start_version(entry: FaqEntry, *, by: Officer, at: datetime) -> FaqVersion:
    """另写一版: a draft that begins with what is published. Its citations are looked up anew when it is saved. Refused while one is in hand."""
    entry = _locked(entry)
    require(by.actor(), Permit.WRITE_ENTRY, About(entry.office.path), WHO_MAY)
    if entry.current is None or entry.retired_at:
        raise Refused("已下线或者还没有发布的条目不能另写一版。")
    if entry.versions.filter(published_at=None).exists():
        raise Refused("这一条已经有一版在修改，请在那一版上继续。")
    last = entry.current
    copied = ("question", "wordings", "lines", "topic", "channels", "audience")
    review_on = _day(at) + REVIEW_LATEST / 2
    version = FaqVersion(entry=entry, number=last.number + 1, review_on=review_on, written_by=by, writers=[by.pk], saved_at=at)
    for field in copied:
        setattr(version, field, getattr(last, field))
    version.save()
    for citation in last.citations.all():
        citation.pk, citation.version = None, version
        citation.save(force_insert=True)
    shadow(entry, at)
    journal.write("assistant.entry.drafted", about=entry, by=by, at=at, data={"version": version.number})
    return version


@transaction.atomic
def discard(version: FaqVersion, *, by: Officer, at: datetime) -> None:
    """Throw the draft away; an entry that was never published goes with it."""
    entry, held = _hold(version)
    require(by.actor(), Permit.WRITE_ENTRY, About(entry.office.path), WHO_MAY)
    journal.write("assistant.entry.discarded", about=entry, by=by, at=at, data={"version": held.number})
    publishing.end(about_entry(entry), at=at)
    held.delete()
    if entry.current is None:
        entry.delete()
    else:
        shadow(entry, at)


@transaction.atomic
def set_maintainers(entry: FaqEntry, officers: Iterable[Officer], *, by: Officer, at: datetime) -> None:
    """维护人: who is told when the entry is due. Refused for nobody, or for somebody who works elsewhere."""
    entry = _locked(entry)
    require(by.actor(), Permit.WRITE_ENTRY, About(entry.office.path), WHO_MAY)
    chosen = list(officers)
    if not chosen:
        raise Refused("请至少留一位维护人。", field="maintainers")
    if stranger := next((one for one in chosen if entry.office.path not in one.actor().offices()), None):
        raise Refused(f"{stranger.name}不在{entry.office.name}任职，不能作为维护人。", field="maintainers")
    entry.maintainers.set(chosen)
    journal.write("assistant.entry.maintained", about=entry, by=by, at=at, data={"maintainers": sorted(one.pk for one in chosen)})


# —— review ——


@transaction.atomic
def submit(version: FaqVersion, *, by: Officer, at: datetime) -> FaqVersion:
    """送审, round by round where the office has set rounds. Refused while a sentence has no source, a source no longer reads as cited, or
    anything stands in it that may not become public. What its signer will be asked about stands in `told`."""
    entry, held = _hold(version)
    require(by.actor(), Permit.WRITE_ENTRY, About(entry.office.path), WHO_MAY)
    if held.submitted_at:
        raise Refused("这一版已经送审，请等待审核。")
    require_publishable(entry, held, _day(at))
    held.submitted_at, held.returned = at, ""
    held.save()
    shadow(entry, at)
    joining.send(about_entry(entry), told_in(entry, held), office=entry.office, writers=held.wrote(), by=by, at=at)
    journal.write("assistant.entry.submitted", about=entry, by=by, at=at, data={"version": held.number})
    look = look_over(entry, held, _day(at))
    held.told = tuple(look.told())
    return held


@transaction.atomic
def send_back(version: FaqVersion, *, reason: str, by: Officer, at: datetime) -> None:
    """退回 to the writer, with what to mend."""
    entry, held = _hold(version)
    if not held.submitted_at:
        raise Refused("这一版不在待审核状态，不用退回。")
    if not joining.send_back(about_entry(entry), reason=reason, by=by, at=at):
        require(by.actor(), Permit.REVIEW_ENTRY, _about(entry, held), WHO_MAY)
    held.submitted_at, held.returned = None, _said(reason)
    held.save()
    shadow(entry, at)
    journal.write("assistant.entry.returned", about=entry, by=by, at=at, data={"version": held.number})


@transaction.atomic
def vouch(version: FaqVersion, *, reason: str, by: Officer, at: datetime) -> FaqVersion:
    """确认: whoever is to sign answers, with a reason, for what does not stand in the sources or is another office's matter; kept with the
    version. Refused where there is nothing to answer for."""
    entry, held = _hold(version)
    if not held.submitted_at:
        raise Refused("这一版还没有送审，或者刚被退回修改。")
    if not joining.may_sign_last(about_entry(entry), by):
        require(by.actor(), Permit.REVIEW_ENTRY, _about(entry, held), WHO_MAY)
    points = look_over(entry, held, _day(at)).points()
    if not points:
        raise Refused("没有需要确认的地方，可以直接发布。")
    _vouch(entry, held, points, reason, by=by, at=at)
    held.save()
    return held


@transaction.atomic
def publish(version: FaqVersion, *, by: Officer, at: datetime, reason: str = "") -> FaqEntry:
    """审核通过，发布: by a reviewer who wrote no part of it, after the secrecy review that goes with it; where it went round, by the signer of
    its last round. What it rests on is looked at once more; a gap it was written for is closed by it when it answers it. Refused when another office answers
    the question, and, without a `reason`, for whatever contradicts its source or rests on nothing of the office's own (`Look.points`)."""
    entry, held = _hold(version)
    if not held.submitted_at:
        require(by.actor(), Permit.REVIEW_ENTRY, _about(entry, held), WHO_MAY)
        raise Refused("这一版还没有送审，或者刚被退回修改。")
    if not joining.require_passed(about_entry(entry), told_in(entry, held), by=by, at=at):
        require(by.actor(), Permit.REVIEW_ENTRY, _about(entry, held), WHO_MAY)
    require_publishable(entry, held, _day(at))
    same = FaqEntry.objects.filter(office=entry.office, question=held.question, current__isnull=False, retired_at=None)
    if other := same.exclude(pk=entry.pk).first():
        raise Refused(f"本单位已经发布了同一个问题（{other.code}）。请在那一条上另写一版，或者先把它下线。", field="question")
    look = look_over(entry, held, _day(at))
    _require_answered_for(entry, held, look, reason, by=by, at=at)
    held.published_at, held.published_by, held.digest = at, by, digest_of(held)
    held.save()
    entry.current, entry.review_on = held, held.review_on
    entry.due_since, entry.due_because = None, ""
    entry.retired_at, entry.retired_because = None, ""
    shadow(entry, at)
    publishing.end(about_entry(entry), at=at, signed_by=by)
    data = {"version": held.number, "digest": held.digest, "secrecy_reviewed": True}
    journal.write("assistant.entry.published", about=entry, by=by, at=at, data=data)
    for other in look.competing:
        _tell_of_rival(entry, other, at=at)
    if entry.gap and entry.gap.closed_at is None:
        if does_answer(entry, entry.gap, on=_day(at)):
            _close(entry.gap, entry, by=by, at=at)
        else:
            entry.warnings = (f"这一条看不出回答了缺口“{entry.gap}”，缺口没有自动办结，请到缺口页面办结",)
    return entry


def _require_answered_for(entry: FaqEntry, held: FaqVersion, look: Look, reason: str, *, by: Officer, at: datetime) -> None:
    """Nothing, or Refused: the question is another office's, or its signer has not answered for what is unusual in it."""
    if taken := look.taken:
        raise Refused(
            f"{taken.office.name}已经发布了同一个问题（{taken.code}“{taken.question}”），一个问题由一个单位回答。"
            f"请退回后把这份草稿“转交”{taken.office.name}，由它并入 {taken.code}；问的是另一件事的，请在问题里写明是哪里、哪件事。",
            field="question",
        )
    points = look.points()
    if not points or (held.vouched.get("points") == points and held.vouched.get("by") == by.pk):
        return
    if len(reason.strip()) < 4:
        raise Refused(f"请逐项核对并写明为什么可以发布，至少四个字：{''.join(points)}", field="reason")
    _vouch(entry, held, points, reason, by=by, at=at)


def _vouch(entry: FaqEntry, held: FaqVersion, points: list[str], reason: str, *, by: Officer, at: datetime) -> None:
    said = _said(reason)
    if len(said) < 4:
        raise Refused("请写明理由，至少四个字。", field="reason")
    held.vouched = {"points": points, "reason": said, "by": by.pk, "name": by.name}
    journal.write("assistant.entry.vouched", about=entry, by=by, at=at, data={"version": held.number, "found": len(points)})


def _tell_of_rival(entry: FaqEntry, other: FaqEntry, *, at: datetime) -> None:
    """Both maintainers: two published entries ask the same, and only one of them is answered."""
    for mine, its in ((entry, other), (other, entry)):
        tell(
            maintainers_of(mine),
            subject=f"两条问答问的是同一件事：{mine.code} 和 {its.code}",
            body=f"本单位的“{mine.question}”和{its.office.name}的“{its.question}”同时在用，只有一条会用来回答。请商量由谁回答，另一条下线或者改写问题。",
            link=f"/desk/answers/{mine.pk}/",
            at=at,
            about=mine,
            key=f"assistant.rival:{mine.pk}:{its.pk}:{entry.current_id}",
        )


@transaction.atomic
def confirm(entry: FaqEntry, *, review_on: date, by: Officer, at: datetime) -> FaqEntry:
    """复核无误: what is published stays as it is until another day of review. Refused when something it cites has changed: then it has to be
    written anew."""
    entry = _locked(entry)
    if entry.current is None or entry.retired_at:
        raise Refused("只有已发布的条目才需要复核。")
    require(by.actor(), Permit.REVIEW_ENTRY, _about(entry, entry.current), WHO_MAY)
    if not _day(at) < review_on <= _day(at) + REVIEW_LATEST:
        raise Refused("下次复核日期应在今天之后、两年之内。", field="review_on")
    require_holding(entry.current, _day(at))
    entry.review_on, entry.due_since, entry.due_because = review_on, None, ""
    shadow(entry, at)
    journal.write("assistant.entry.confirmed", about=entry, by=by, at=at, data={"version": entry.current.number, "review_on": review_on})
    return entry


@transaction.atomic
def retire(entry: FaqEntry, *, reason: str, by: Officer, at: datetime) -> FaqEntry:
    """下线: answers nobody any more, wherever it was used; the versions stay on file. A new version may bring it back."""
    entry = _locked(entry)
    require(by.actor(), Permit.REVIEW_ENTRY, About(entry.office.path), WHO_MAY)
    if entry.current is None:
        raise Refused("还没有发布的条目不用下线，删除草稿即可。")
    if entry.retired_at:
        raise Refused("这一条已经下线。")
    entry.retired_at, entry.retired_because = at, _said(reason)
    shadow(entry, at)
    journal.write("assistant.entry.retired", about=entry, by=by, at=at, data={"version": entry.current.number})
    return entry


@transaction.atomic
def mark_due(entry: FaqEntry, because: str, *, at: datetime) -> bool:
    """待复核, by the system: from now on it is not answered as current. Whether that is new."""
    entry = _locked(entry)
    if entry.current is None or entry.retired_at or entry.due_since:
        return False
    entry.due_since, entry.due_because = at, because[:300]
    shadow(entry, at)
    journal.write("assistant.entry.due", about=entry, by=None, at=at, data={"version": entry.current.number, "because": entry.due_because})
    return True


# —— parts of the above ——


def about_entry(entry: FaqEntry) -> str:
    """How the publishing room names an entry."""
    return f"assistant.entry:{entry.pk}"


def told_in(entry: FaqEntry, version: FaqVersion) -> joining.Said:
    """What a version would make public, with what it rests on."""
    lines = [(f"line-{n}", line["text"]) for n, line in enumerate(version.lines, 1)]
    cited = version.citations.select_related("policy", "edition").order_by("pk")
    sources = "\n".join(f"{one.policy.code} 第 {one.edition.number} 版 {one.anchor}：{one.quote}" for one in cited)
    beside = [
        ("版本", f"第 {version.number} 版"),
        ("其他问法", "；".join(version.wordings)),
        ("主题", version.topic),
        ("使用渠道", "、".join(version.channels)),
        ("面向对象", "、".join(version.audience)),
        ("出处", sources),
    ]
    return joining.Said(version.question, (("question", version.question), *lines), tuple(beside))


def _in_order(written: Written, at: datetime) -> Written:
    tidied = tidy(written, on=_day(at))
    for field, message in problems(tidied, on=_day(at)):
        raise Refused(message, field=field)
    return tidied


def _put(version: FaqVersion, written: Written, *, by: Officer | None, at: datetime) -> None:
    version.lines, cited = cite(written.lines, _day(at))
    for name in ("question", "topic", "review_on"):
        setattr(version, name, getattr(written, name))
    for name in ("wordings", "channels", "audience"):
        setattr(version, name, list(getattr(written, name)))
    version.written_by, version.saved_at = by, at
    version.writers = sorted({*version.writers, *([by.pk] if by else [])})
    version.save()
    keep(version, cited)


def _close(gap: Gap, entry: FaqEntry, *, by: Officer, at: datetime) -> None:
    gap.closed_at, gap.closed_by, gap.closed_how, gap.closed_entry = at, by, Close.ENTRY, entry
    gap.save(update_fields=["closed_at", "closed_by", "closed_how", "closed_entry"])
    journal.write("assistant.gap.closed", about=gap, by=by, at=at, data={"how": Close.ENTRY.value, "entry": entry.pk})


def _locked(entry: FaqEntry) -> FaqEntry:
    return FaqEntry.objects.select_for_update(of=("self",)).select_related("office", "current", "gap").get(pk=entry.pk)


def _hold(version: FaqVersion) -> tuple[FaqEntry, FaqVersion]:
    """The entry locked, and the version as it stands now. Refused once it was published or thrown away."""
    entry = FaqEntry.objects.select_for_update(of=("self",)).select_related("office", "gap").filter(pk=version.entry_id).first()
    held = FaqVersion.objects.select_related("written_by").filter(pk=version.pk, published_at=None).first()
    if entry is None or held is None:
        raise Refused("这一版已经发布或者删除，请回到条目页面查看。")
    return entry, held


def _about(entry: FaqEntry, version: FaqVersion) -> About:
    return About(entry.office.path, written_by=version.written_by_id, writers=version.wrote())


def shadow(entry: FaqEntry, at: datetime) -> None:
    """Bring what lists filter by in line with the facts."""
    in_hand = entry.versions.filter(published_at=None).first()
    shown = entry.current or in_hand
    if shown is not None:
        entry.question, entry.topic, entry.used_in = shown.question, shown.topic, f",{','.join(shown.channels)},"
    entry.state = state_of(
        published=entry.current_id is not None,
        submitted=bool(in_hand and in_hand.submitted_at),
        due=entry.due_since is not None,
        retired=entry.retired_at is not None,
    )
    entry.changed_at = at
    entry.save()


def _said(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise Refused("请写明理由。", field="reason")
    return said[:300]


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
