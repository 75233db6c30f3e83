"""三审三校: sending a text round, the opinions of each round, remarks, plans, and who stands in for whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, Role, require
from gongkai.publishing import rounds as reading
from gongkai.publishing.models import Absence, Circulation, Opinion, Remark, RoundPlan, Waiver
from gongkai.publishing.rules import reposts
from gongkai.publishing.rules import rounds as rules
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.publishing.rules.publishability import is_real_reason
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

LONGEST_ABSENCE_DAYS = 366
LAST_SIGNER = "本单位只剩您能签发这份稿件，您审了这一轮就没有人签发了，请由其他审核人员办理"


@transaction.atomic
def circulate(
    about: str,
    *,
    kind: str,
    title: str,
    office: Organisation,
    digest: str,
    paragraphs: Iterable[tuple[str, str]],
    writers: Collection[int],
    by: Officer,
    at: datetime,
    beside: Iterable[tuple[str, str]] = (),
    source: str = "",
    anew: bool = False,
) -> Circulation:
    """Send a text round; `beside`: the facts, files and relations that go out with it, as (label, value). What an earlier state passed
    stands as far as `rules.resumes_at` lets it; a round done by somebody who has since written a part of the text has to be done again.
    `source`: where a repost comes from, by name and, if it is known, address. `anew`: nothing that an earlier state passed stands. Errors: Refused for an address without a name."""
    named, address = reposts.parted(source)
    own_names = (office.name, office.short_name)
    if problem := reposts.problem(named, address, own_names):
        raise Refused(problem, field="source")
    earlier = Circulation.objects.select_for_update().filter(about=about).order_by("-number").first()
    steps, words = reading.plan_for(office, kind), rules.sentences(paragraphs)
    facts = tuple(beside)
    starts_at, carried = _standing(None if anew else earlier, steps, words, facts, digest, writers)
    Circulation.objects.filter(about=about, closed_at=None).update(closed_at=at)
    circulation = Circulation.objects.create(
        about=about,
        number=earlier.number + 1 if earlier else 1,
        kind=kind,
        title=title[:500],
        office=office,
        digest=digest,
        sentences=[[one.anchor, one.number, one.text] for one in words],
        beside=[list(pair) for pair in facts],
        rounds=[step.as_dict() for step in steps],
        writers=sorted(writers),
        starts_at=starts_at,
        carried=carried,
        source="" if reposts.is_own(named, own_names) else named[:120],
        source_address=address[:500],
        by=by,
        at=at,
    )
    _refresh(circulation, at)
    journal.write("publishing.rounds.began", about=about, by=by, at=at, data={"circulation": circulation.pk, "starts_at": starts_at})
    return circulation


def _standing(
    earlier: Circulation | None,
    steps: Sequence[rules.Round],
    words: Sequence[rules.Sentence],
    facts: tuple[tuple[str, str], ...],
    digest: str,
    writers: Collection[int],
) -> tuple[int, dict[str, int]]:
    """The round to begin with, and the rounds that stand: {round: officer}."""
    if earlier is None or [step.as_dict() for step in steps] != earlier.rounds:
        return 1, {}
    done = {number: who for number, who in earlier.done().items() if number < len(steps)}
    returned = next((one.round for one in earlier.opinions.all() if not one.passed), 0)
    changed = rules.changes(earlier.words(), words)
    share, weighty = rules.share_changed(changed), facts != earlier.facts() or rules.touches_figures(changed)
    if earlier.digest == digest and not returned:
        starts_at = len(done) + 1
    else:
        starts_at = rules.resumes_at(max(done, default=0), returned_at=returned, share=share, weighty=weighty)
    starts_at = min([starts_at, *(number for number, who in done.items() if who in writers)])
    return starts_at, {str(number): who for number, who in done.items() if number < starts_at}


@transaction.atomic
def pass_round(
    circulation: Circulation,
    *,
    by: Officer,
    at: datetime,
    note: str = "",
    source_checked: bool = False,
    source_address: str = "",
    seen: int = 0,
) -> Opinion:
    """Pass the round it waits for; `seen`: the round the officer was shown, so that nobody passes the next one unawares. Refused to the
    writers, to whoever did another round of this text, to anybody but the one named or who stands in for them, to the only one who could
    still sign it, and for the last round: that is the signature itself."""
    held = _held(circulation)
    step, number = held.now, held.waits_for
    if step is None:
        raise Refused("这份稿件现在没有等待审核的轮次，可能刚刚由别人审过或者退回。请刷新页面查看。")
    if seen and seen != number:
        raise Refused("您打开之后，这一轮刚刚由别人审过。请刷新页面，看清现在是哪一轮再办理。")
    if number == len(held.rounds):
        raise Refused("最后一轮就是签发，请到稿件页面签发公开。")
    away = _may_do(held, step, number, by, at)
    if held.source and not source_checked:
        raise Refused("这是转载的内容，请先核对来源页面，再勾选“已核对来源”。", field="source_checked")
    if held.source and not held.source_address:
        if not reposts.is_address(source_address):
            raise Refused("请填写您核对的来源页面的网址，以 http:// 或 https:// 开头。", field="source_address")
        Circulation.objects.filter(pk=held.pk).update(source_address=source_address.strip()[:500])
    if reading.is_last_signer(held, by):
        raise Refused(f"{LAST_SIGNER}。")
    opinion = Opinion.objects.create(
        circulation=held,
        round=number,
        passed=True,
        note=note.strip()[:500],
        source_checked=bool(held.source and source_checked),
        by=by,
        stands_in_for_id=step.officer if step.officer in away and step.officer != by.pk else None,
        at=at,
    )
    _refresh(held, at)
    data = {"circulation": held.pk, "round": number, "digest": held.digest}
    journal.write("publishing.rounds.passed", about=held.about, by=by, at=at, data=data)
    return opinion


def pass_many(
    circulations: Iterable[Circulation], *, by: Officer, at: datetime, seen: Mapping[int, int] | None = None
) -> list[tuple[Circulation, str]]:
    """Pass the round of each (`seen`: {circulation: the round shown}); what was refused is told beside it, the rest is done."""
    told = []
    for one in circulations:
        try:
            pass_round(one, by=by, at=at, seen=(seen or {}).get(one.pk, 0))
        except Refused as refused:
            told.append((one, refused.message))
        else:
            told.append((one, ""))
    return told


def note_return(about: str, *, reason: str, by: Officer, at: datetime) -> None:
    """The text was sent back in the round it waits for; nothing when it is not on its way. Called inside the step that sends it back."""
    held = Circulation.objects.select_for_update().filter(about=about, closed_at=None).first()
    number = held.waiting() if held else 0  # not the shadow: what is signed for a moment may be sent back too
    if held is None or not number:
        return
    Opinion.objects.create(circulation=held, round=number, passed=False, note=reason.strip()[:500], by=by, at=at)
    data = {"circulation": held.pk, "round": number}
    _refresh(held, at)
    journal.write("publishing.rounds.returned", about=about, by=by, at=at, data=data)


def end(about: str, *, at: datetime, signed_by: Officer | None = None) -> None:
    """It is published (the signature is its last round) or given up."""
    held = Circulation.objects.select_for_update().filter(about=about, closed_at=None).first()
    if held is None:
        return
    if signed_by is not None and not held.opinions.filter(round=len(held.rounds)).exists():
        Opinion.objects.create(circulation=held, round=len(held.rounds), passed=True, by=signed_by, at=at)
    Circulation.objects.filter(pk=held.pk).update(closed_at=at, waits_for=0, waits_role="", waits_officer=0, due_on=None)


def pause(about: str) -> None:
    """It waits for no round for now: it was amended and is to be sent again, or it is signed and waits for its moment."""
    Circulation.objects.filter(about=about, closed_at=None).update(waits_for=0, waits_role="", waits_officer=0, due_on=None)


def resume(about: str, *, at: datetime) -> None:
    """What was signed for a moment does not go out then: it waits for its signature again."""
    held = Circulation.objects.filter(about=about, closed_at=None).first()
    if held is not None:
        _refresh(held, at)


def require_rounds(about: str, digest: str, *, by: Officer, at: datetime) -> None:
    """Nothing when exactly this text has passed every round before the signature and this officer may sign it; else Refused."""
    said = reading.missing_rounds(about, digest, signer=by.pk, on=at.date())
    if said:
        raise Refused(f"还不能签发：{'；'.join(said)}。")


@transaction.atomic
def waive(about: str, digest: str, *, reason: str, by: Officer, at: datetime) -> Waiver:
    """免于逐轮审核: for a text that was public elsewhere before. The caller has asked whether the officer may sign it."""
    if not is_real_reason(reason):
        raise Refused("请写明免于逐轮审核的理由。", field="reason")
    row = Waiver.objects.create(about=about, digest=digest, reason=reason.strip()[:200], by=by, at=at)
    journal.write("publishing.rounds.waived", about=about, by=by, at=at, data={"digest": digest, "reason": row.reason})
    return row


@transaction.atomic
def remark(circulation: Circulation, *, sentence: str, text: str, by: Officer, at: datetime) -> Remark:
    """批注 on one sentence (“p3.2”) of the text on its way."""
    held = _held(circulation)
    require(by.actor(), Permit.REVIEW_ROUND, About(held.office.path, writers=frozenset(held.writers)), WHO_MAY)
    quoted = next((one for one in held.words() if one.name == sentence), None)
    if quoted is None:
        raise Refused("这一句不在现在的文本里，请刷新页面再批注。", field="sentence")
    if not text.strip():
        raise Refused("请写下批注。", field="text")
    row = Remark.objects.create(
        circulation=held, round=held.waits_for, sentence=sentence, quoted=quoted.text[:300], text=text.strip()[:500], by=by, at=at
    )
    journal.write("publishing.remark.made", about=held.about, by=by, at=at, data={"circulation": held.pk, "remark": row.pk})
    return row


@transaction.atomic
def answer(row: Remark, *, text: str, by: Officer, at: datetime) -> None:
    """Answer a remark: amended, or why not. Refused when it was answered already."""
    held = Remark.objects.select_for_update(of=("self",)).select_related("circulation__office").get(pk=row.pk)
    require(by.actor(), Permit.ANSWER_REMARK, About(held.circulation.office.path), WHO_MAY)
    if held.answered_at:
        raise Refused("这条批注已经答复。")
    if not text.strip():
        raise Refused("请写明怎样修改，或者为什么不改。", field="text")
    held.answer, held.answered_by, held.answered_at = text.strip()[:500], by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    journal.write("publishing.remark.answered", about=held.circulation.about, by=by, at=at, data={"remark": held.pk})


@transaction.atomic
def set_rounds(office: Organisation, kind: str, steps: Sequence[rules.Round], *, by: Officer, at: datetime) -> RoundPlan:
    """The rounds of a kind of subject at an office, from now on. The last one is signed, so a signer does it."""
    require(by.actor(), Permit.SET_ROUNDS, About(office.path), WHO_MAY)
    if not 1 <= len(steps) <= rules.MOST_ROUNDS:
        raise Refused(f"审核轮次最少一轮（签发），最多{rules.MOST_ROUNDS}轮。", field="rounds")
    if steps[-1].role != Role.SIGNER:
        raise Refused("最后一轮是签发，须由签发人办理。", field="rounds")
    named = [step.officer for step in steps if step.officer]
    if len(set(named)) < len(named):
        raise Refused("同一稿件不能由一个人审两轮，请为各轮指定不同的人。", field="rounds")
    if any(not 1 <= step.workdays <= 30 for step in steps):
        raise Refused("每一轮的期限为1至30个工作日。", field="rounds")
    RoundPlan.objects.filter(office=office, kind=kind, until=None).update(until=at)
    row = RoundPlan.objects.create(office=office, kind=kind, rounds=[step.as_dict() for step in steps], by=by, since=at)
    journal.write("publishing.rounds.set", about=row, by=by, at=at, data={"office": office.pk, "kind": kind, "rounds": row.rounds})
    return row


@transaction.atomic
def register_absence(
    officer: Officer, deputy: Officer, *, office: Organisation, since: date, until: date, by: Officer, at: datetime
) -> Absence:
    """Who does an officer's rounds while they are away. The deputy holds a reviewing role there; nobody hands over another's rounds but
    an administrator."""
    require(by.actor(), Permit.REGISTER_ABSENCE, About(office.path), WHO_MAY)
    if officer.pk != by.pk and not by.actor().holds(Role.ADMIN, office.path):
        raise Refused("只能为自己登记代理人；为别人登记须由系统管理员办理。", field="officer")
    if officer.pk == deputy.pk:
        raise Refused("代理人不能是本人。", field="deputy")
    if not any(deputy.actor().holds(role, office.path) for role in (Role.REVIEWER, Role.SIGNER)):
        raise Refused("代理人须是本单位的审核或者签发人员。", field="deputy")
    if until < since or until < at.date() or (until - since).days > LONGEST_ABSENCE_DAYS:
        raise Refused("请填写从今天起、一年以内的起止日期。", field="until")
    row = Absence.objects.create(officer=officer, deputy=deputy, office=office, since=since, until=until, by=by, at=at)
    data = {"officer": officer.pk, "deputy": deputy.pk, "since": since.isoformat(), "until": until.isoformat()}
    journal.write("publishing.absence.registered", about=row, by=by, at=at, data=data)
    return row


@transaction.atomic
def end_absence(row: Absence, *, by: Officer, at: datetime) -> None:
    """Back before the day."""
    require(by.actor(), Permit.REGISTER_ABSENCE, About(row.office.path), WHO_MAY)
    if by.pk != row.officer_id and not by.actor().holds(Role.ADMIN, row.office.path):
        raise Refused("只能由本人或者系统管理员结束。")
    Absence.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at)
    journal.write("publishing.absence.ended", about=row, by=by, at=at)


def _held(circulation: Circulation) -> Circulation:
    rows = Circulation.objects.select_for_update(of=("self",)).select_related("office")
    held = rows.filter(pk=circulation.pk).first()
    if held is None or held.closed_at:
        raise Refused("这份稿件已经发布、放弃或者重新送审，请刷新页面查看。")
    return held


def _may_do(held: Circulation, step: rules.Round, number: int, by: Officer, at: datetime) -> dict[int, str]:
    """Whom the officer stands in for there; Refused when the round is not theirs."""
    actor = by.actor()
    require(actor, Permit.REVIEW_ROUND, About(held.office.path, writers=frozenset(held.writers)), WHO_MAY)
    if not actor.holds(step.role, held.office.path):
        raise Refused(f"{step.name}须由本单位{step.role.label}人员办理。")
    away = reading.stands_in_for(by, held.office, at.date())
    why = rules.why_not(step, number, officer=by.pk, stands_in_for=away, writers=held.writers, done=held.done())
    if why:
        raise Refused(f"{why}。")
    return away


def _refresh(held: Circulation, at: datetime) -> None:
    """The shadows: the round it waits for and the last day of that round."""
    held = Circulation.objects.prefetch_related("opinions").get(pk=held.pk)
    waits_for = held.waiting()
    step = held.steps()[waits_for - 1] if waits_for else None
    role, named = (step.role.value, step.officer) if step else ("", 0)
    due_on = None
    if step:
        try:
            due_on = calendar().workday_after(at.date(), step.workdays)
        except NotYetKnown:
            due_on = None
    Circulation.objects.filter(pk=held.pk).update(waits_for=waits_for, waits_role=role, waits_officer=named, due_on=due_on)
