"""答复: drafted with its files, reviewed by others, signed. What is signed is what was submitted for review."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gongkai.documents import cleaning, redaction
from gongkai.documents.actions import drop, store
from gongkai.documents.checks import check_upload
from gongkai.documents.redaction import Ground, Mark, Redacted, Word
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper, plain_text
from gongkai.foi.actions import inspecting
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.letters import composed, issue
from gongkai.foi.actions.steps import STALE, Step, about, hold, take
from gongkai.foi.letters import decision_of, files_given
from gongkai.foi.models import Case, Consultation, Letter, Reply, ReplyFile, SearchRecord
from gongkai.foi.organs import remedy_facts, template_of
from gongkai.foi.redactions import withheld, withheld_for
from gongkai.foi.rules import reply_words
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letter_variables import Variable
from gongkai.foi.rules.letters import Template, Value, ruling_facts
from gongkai.foi.rules.outcomes import RULINGS, Outcome, RemedyKind
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.remedies import choose, paragraph
from gongkai.foi.rules.reply_words import OBJECTED_WITHHELD, THIRD_PARTY_REASON, Findings, Searched
from gongkai.foi.rules.stages import Stage
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.publishing.actions.inspecting import Looked
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

MOST_BODY = 10_000  # characters of a reply
MOST_FILES = 50
_DISAGREES = (Consultation.Answer.REFUSES, Consultation.Answer.PARTLY)


# —— 拟稿 ——


@transaction.atomic
def draft(
    case: Case,
    outcome: Outcome,
    told: Mapping[str, str],
    body: str = "",
    *,
    by: Officer,
    at: datetime,
    seen: int | None = None,
) -> Step:
    """拟稿: the decision proposed, its fields (`rules.reply_words.fields`) and whatever else the reply says. Written over by the next
    who works on it; all who wrote are kept as its authors. Errors: Refused."""
    held = hold(case, seen)
    known = {*reply_words.fields(outcome), *([OBJECTED_WITHHELD] if outcome is Outcome.B_PARTIAL else [])}
    if RULINGS[outcome].is_ending:
        raise Refused("终止处理不用拟答复，请用“终止处理”或者“撤回申请”。", field="outcome")
    kept = {name: text.strip() for name, text in told.items() if text.strip()}
    if strange := next((name for name in kept if name not in known), ""):
        raise Refused("这种处理决定没有这一项内容，请刷新页面后重新填写。", field=strange)
    if not set(filter(None, kept.get(OBJECTED_WITHHELD, "").split(","))) <= {key for key, _ in objecting(held)}:
        raise Refused("勾选的第三方没有表示不同意公开，请刷新页面后重新填写。", field=OBJECTED_WITHHELD)
    if len(body) + sum(map(len, kept.values())) > MOST_BODY:
        raise Refused(f"答复内容太长，最多 {MOST_BODY} 字。较长的内容请作为附件提供。", field="body")
    reply = getattr(held, "reply", None) or Reply(case=held)
    if (reply.outcome, reply.facts, reply.body) != (outcome, kept, body.strip()):
        reply.letter_body = ""  # what was said anew stands in the organ's template again
    step = take(held, Action.DRAFT, by=by, at=at, data={"outcome": outcome})
    reply.outcome, reply.facts, reply.body, reply.returned_for = outcome, kept, body.strip(), ""
    written_by(reply, by, at)
    return step


def attach(case: Case, file: Handed, *, by: Officer, at: datetime) -> ReplyFile:
    """A file to hand out with the reply: what is hidden in it (author, comments, earlier versions) is taken away first, the original is
    kept inside. Errors: Refused when it cannot be cleaned; then redact it as a PDF, or print it anew."""
    kind = check_upload(file.data, file.name, settings.MAX_UPLOAD_MB * 2**20)
    cleaned = cleaning.clean(file.data, kind)
    left = cleaning.hidden(cleaned.data, kind)
    if left and not cleaned.kept:
        raise Refused(f"文件里有清除不掉的隐藏内容：{'、'.join(left)}。请用“打印为 PDF”重新生成后上传。", field="file")
    with transaction.atomic():
        held, reply = at_hand(case, by)
        if reply.files.count() >= MOST_FILES:
            raise Refused(f"一份答复最多附 {MOST_FILES} 个文件。", field="file")
        row = ReplyFile.objects.create(
            reply=reply,
            name=file.name[:200],
            original=store(file.data, kind=kind, private=True),
            stored=store(cleaned.data, kind=kind, private=True),
            by=by,
            at=at,
        )
        written_by(reply, by, at)
        data = {"file": row.pk, "digest": row.original.digest, "left": sorted({*cleaned.kept, *left})}
        journal.write("foi.reply.file_added", about=held, by=by, at=at, data=data)
        return row


@transaction.atomic
def detach(file: ReplyFile, *, by: Officer, at: datetime) -> None:
    """Take a file out of the draft again."""
    held, reply = at_hand(file.reply.case, by)
    row = reply.files.get(pk=file.pk)
    row.delete()
    drop(row.original, row.stored)
    written_by(reply, by, at)
    journal.write("foi.reply.file_removed", about=held, by=by, at=at, data={"file": file.pk})


def redact(
    file: ReplyFile, marks: Iterable[Mark], *, words: Sequence[Word] = (), by: Officer, at: datetime, seen: str | None = None
) -> Redacted:
    """区分处理 (第三十七条): the applicant gets the file rebuilt without what is marked. Done anew, it begins from the original, so marks
    and words (these sealed) are kept and shown: what was taken out before is given again, or struck out by who leaves it in. `seen`: the
    digest of the copy these were shown with. Returns the account: words found nowhere, pages a person must look at. Errors: Refused,
    also when somebody has redacted the file since."""
    with transaction.atomic():
        _, reply = at_hand(file.reply.case, by)
        _require_same(reply.files.get(pk=file.pk), seen)
    chosen = tuple(marks)
    if file.original.kind != FileKind.PDF:
        raise Refused("只有 PDF 文件可以区分处理。请把文件另存为 PDF 后上传。", basis="政府信息公开条例第三十七条", field="file")
    made = redaction.redact(file.original.read(), chosen, words=words)
    with transaction.atomic():
        held, reply = at_hand(file.reply.case, by)
        row = reply.files.get(pk=file.pk)
        _require_same(row, seen)
        before = row.stored
        row.stored = store(made.data, kind=FileKind.PDF, private=True)
        row.redaction = {
            "marks": [{"page": mark.page, "box": list(mark.box), "ground": str(mark.ground)} for mark in chosen],
            "withheld": [{"ground": str(one.ground), "places": one.places, "pages": list(one.pages)} for one in made.summary.withheld],
            "unread": list(made.unread),
        }
        row.words = json.dumps([[word.text, str(word.ground)] for word in words], ensure_ascii=False) if words else ""
        row.by, row.at = by, at
        row.save(update_fields=["stored", "redaction", "words", "by", "at"])
        drop(before)  # a copy that nothing hands out does not lie about with what was blacked out
        written_by(reply, by, at)
        data = {"file": row.pk, "grounds": sorted({str(one.ground) for one in made.summary.withheld}), "digest": row.stored.digest}
        journal.write("foi.reply.redacted", about=held, by=by, at=at, data=data)
    return made


def words_of(file: ReplyFile) -> list[Word]:
    """What was taken out by its words, for who redacts the file anew."""
    return [Word(text, Ground(ground)) for text, ground in json.loads(file.words or "[]")]


def _require_same(row: ReplyFile, seen: str | None) -> None:
    if seen is not None and seen != (row.stored.digest if row.stored else ""):
        raise Refused("您打开之后，这份文件又重新处理过。请刷新页面，看过最新的遮盖再办理。")


def preview(case: Case, *, at: datetime) -> Paper:
    """The reply as it would be signed now. Errors: Refused naming what is still missing."""
    reply = reply_of(case)
    return composed(case, letter_kind_of(case, reply), facts_of(case, reply), at=at, template=own_text(case, reply))


def own_text(case: Case, reply: Reply) -> Template | None:
    """The text of this one letter, where it was edited as a document."""
    kind = letter_kind_of(case, reply)
    return Template(kind, template_of(case.organ, kind).title, reply.letter_body, is_own=True) if reply.letter_body else None


# —— 审核 ——


def submit(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """送审: the letter can be composed, everything the decision needs is on file, and text and files have been looked through for what
    must not go out: the reviewers see what was found. Nothing is changed from here to the signature."""
    looked_at = _looked_at(case, at)
    with transaction.atomic():
        held = hold(case, seen)
        reply = reply_of(held)
        step = take(held, Action.SUBMIT_DRAFT, by=by, at=at)
        _require_fit(held, reply)
        _require_files_named(held, preview(held, at=at))
        reply.digest, reply.returned_for = content_digest(reply), ""
        if isinstance(looked_at, Refused):
            raise looked_at
        if looked_at is None or looked_at[0] != reply.digest:
            raise Refused(STALE)
        reply.secrecy_by = reply.secrecy_at = reply.legality_by = reply.legality_at = None
        reply.secrecy_opinion = reply.legality_opinion = ""
        reply.updated_at = at
        reply.save()
        inspecting.keep(held, looked_at[1], reply.digest, written_by=by, at=at)
        return step


def _looked_at(case: Case, at: datetime) -> tuple[str, Looked] | Refused | None:
    """The digest of what was looked at, and what was found in it: before the transaction, files take their time. None when there is
    nothing to look at, and why it could not be looked at (a file took too long to read): the step then says first what is missing."""
    reply = Reply.objects.filter(case=case).select_related("case__organ").first()
    try:
        return (content_digest(reply), inspecting.look(reply.case, preview(reply.case, at=at), at=at)) if reply else None
    except Refused as why:
        return why


def pass_secrecy(case: Case, opinion: str = "", *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """通过保密审查 (第十七条): by a reviewer who wrote no part of it."""
    return _pass(case, Action.PASS_SECRECY, "secrecy", opinion, by=by, at=at, seen=seen)


def pass_legality(case: Case, opinion: str = "", *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """通过合法性审查: by a reviewer who wrote no part of it."""
    return _pass(case, Action.PASS_LEGALITY, "legality", opinion, by=by, at=at, seen=seen)


@transaction.atomic
def send_back(case: Case, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """退回修改: what was passed is passed no longer."""
    held = hold(case, seen)
    if not why.strip():
        raise Refused("请写明退回的意见，以便修改。", field="why")
    step = take(held, Action.SEND_BACK, by=by, at=at)
    reply = reply_of(held)
    reply.returned_for, reply.digest = why.strip()[:2000], ""
    reply.secrecy_by = reply.secrecy_at = reply.legality_by = reply.legality_at = None
    reply.updated_at = at
    reply.save()
    return step


# —— 签发 ——


def why_not_sign(reply: Reply, officer: Officer) -> str:
    """Why this officer, whom the permit allows to sign, may not sign this reply, or nobody may; empty when he may."""
    if officer.pk in (reply.secrecy_by_id, reply.legality_by_id):
        return "您审查过这份答复，应当由没有起草也没有审查的负责人签发。"
    return why_it_exists(reply.case, Outcome(reply.outcome))


def why_it_exists(case: Case, outcome: Outcome) -> str:
    """Why “信息不存在” cannot be answered: a search that found what is asked for, also one made since the review; empty for any other
    decision, or when nothing was found."""
    if outcome is not Outcome.D1_NOT_FOUND:
        return ""
    found = reply_words.still_found(map(_searched, case.searches.select_related("office")))
    places = "”“".join(one.place for one in found)
    if not found:
        return ""
    return (
        f"检索记录写明在“{places}”找到了所申请的信息，不能答复“信息不存在”。请改选处理决定；登记错了的，或者找到的不是所申请的信息的，"
        "请在同一处再检索一次，另记一条结论是“没有找到”的检索记录。"
    )


@transaction.atomic
def sign(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Letter:
    """签发: by the head, who neither wrote nor reviewed it. The letter gets its number and stands; third parties who did not agree to what
    is disclosed are written to in the same moment (第三十二条). Errors: Refused."""
    held = hold(case, seen)
    reply = reply_of(held)
    require(by.actor(), Permit.SIGN, about(held), WHO_MAY)
    if why := why_not_sign(reply, by):
        raise Refused(why)
    step = take(held, Action.SIGN, by=by, at=at)
    held = step.case
    if reply.digest != content_digest(reply):
        raise Refused("待签发的内容与送审的内容不一致，请退回后重新送审。")
    if why := inspecting.why_not_pass(held, reply):
        raise Refused(why)
    letter = issue(
        held,
        letter_kind_of(held, reply),
        facts_of(held, reply),
        by=by,
        at=at,
        remedy=_remedy(held, reply),
        template=own_text(held, reply),
        inspected=True,
    )
    for consultation in _overruled(held, reply):
        _tell_third_party(held, reply, consultation, by=by, at=at)
    letter.warnings = step.warnings
    return letter


def content_digest(reply: Reply) -> str:
    """SM3 of everything that is reviewed and signed: the decision, its words, the files as the applicant gets them."""
    files = [[row.name, row.stored.digest if row.stored else "", row.redaction] for row in reply.files.select_related("stored")]
    return sm3(canonical({"outcome": reply.outcome, "facts": reply.facts, "body": reply.body, "own": reply.letter_body, "files": files}))


def reply_of(case: Case) -> Reply:
    reply = Reply.objects.filter(case=case).first()
    if reply is None:
        raise Refused("还没有拟稿，请先拟稿。")
    return reply


def at_hand(case: Case, by: Officer) -> tuple[Case, Reply]:
    """The case, held, and its draft; Refused unless it is being drafted and this officer may write."""
    held = hold(case)
    require(by.actor(), Permit.DRAFT, about(held, by, Action.DRAFT), WHO_MAY)
    if held.stage != Stage.DRAFTING:
        raise Refused(f"这件申请现在是“{Stage(held.stage).label}”，只有拟稿中才能改动答复的附件。请刷新页面查看最新进展。")
    return held, reply_of(held)


def written_by(reply: Reply, by: Officer, at: datetime) -> None:
    reply.authors = sorted({*reply.authors, by.pk})
    reply.digest = ""
    reply.updated_at = at
    reply.save()


@transaction.atomic
def _pass(case: Case, action: Action, which: str, opinion: str, *, by: Officer, at: datetime, seen: int | None) -> Step:
    held = hold(case, seen)
    reply = reply_of(held)
    step = take(held, action, by=by, at=at)
    if reply.digest != content_digest(reply):
        raise Refused("待审查的内容与送审的内容不一致，请退回后重新送审。")
    if why := inspecting.why_not_pass(held, reply):
        raise Refused(why)
    setattr(reply, f"{which}_by", by)
    setattr(reply, f"{which}_at", at)
    setattr(reply, f"{which}_opinion", opinion.strip()[:2000] or "同意")
    reply.updated_at = at
    reply.save()
    return step


def _require_fit(case: Case, reply: Reply) -> None:
    """What the table of outcomes does not ask: no file beside a refusal, a reason for the third party who said no, no “不存在” of what
    somebody found."""
    outcome = Outcome(reply.outcome)
    if why := why_it_exists(case, outcome):
        raise Refused(why, basis=RULINGS[outcome].basis_text(), field="outcome")
    if RULINGS[outcome].remedy is RemedyKind.R1 and reply.files.exists():
        raise Refused("不予公开的答复不能附文件。请移除附件，或者改为“部分公开”。", field="files")
    if _overruled(case, reply) and not reply.facts.get(THIRD_PARTY_REASON):
        kept_to = "第三方不同意公开的内容都没有公开的，请在拟稿页勾选；" if outcome is Outcome.B_PARTIAL else ""
        raise Refused(
            f"第三方不同意公开。{kept_to}决定公开的，请写明理由，决定的内容和理由会书面告知第三方。",
            basis="政府信息公开条例第三十二条",
            field=THIRD_PARTY_REASON,
        )


def _require_files_named(case: Case, paper: Paper) -> None:
    """A letter edited as a document tells of every file that goes with it."""
    text = plain_text(paper.blocks)
    if RULINGS[Outcome(case.reply.outcome)].discloses and (left := [name for name, _ in files_given(case) if name not in text]):
        raise Refused(f"正文里没有写随答复提供的文件：{'、'.join(left)}。请写明，或者恢复按模板生成的正文。", field="files")


def letter_kind_of(case: Case, reply: Reply) -> LetterKind:
    return LetterKind.RECORD_CORRECTION if case.is_correction else RULINGS[Outcome(reply.outcome)].letter


def _remedy(case: Case, reply: Reply) -> RemedyKind:
    return RemedyKind.R2 if case.is_correction else choose(Outcome(reply.outcome), withheld_for(reply))


def facts_of(case: Case, reply: Reply) -> dict[Variable, Value]:
    """What the reply says, as the letter's variables."""
    outcome, found = Outcome(reply.outcome), _findings(case, reply)
    said = ruling_facts(outcome, remedy_facts(case.organ), withheld_for(reply))
    own = reply_words.corrected(outcome, found) if case.is_correction else reply_words.values(outcome, found)
    return {**said, **own}


def _findings(case: Case, reply: Reply) -> Findings:
    said = {row.kind: row.data.get("why", "") for row in case.happenings.filter(kind__in=[Action.ASK_REASON, Action.JUDGE_REASON])}
    return Findings(
        told=reply.facts,
        body=reply.body,
        searches=tuple(map(_searched, case.searches.select_related("office"))),
        earlier=_earlier(case),
        numbers=said.get(Action.ASK_REASON, ""),
        judged=said.get(Action.JUDGE_REASON, ""),
        withheld="；".join(withheld(name, row) for name, row in files_given(case) if row.redaction),
        files=tuple(name for name, _ in files_given(case)),
    )


def _searched(row: SearchRecord) -> Searched:
    on = row.at.astimezone(BEIJING).date()
    return Searched(row.place, row.words, row.reach, on, row.office.name if row.office else "", bool(row.is_found))


def _earlier(case: Case) -> str:
    letter = decision_of(case.repeat_of) if case.repeat_of else None
    return f"{letter.number}，{letter.signed_at.astimezone(BEIJING):%Y年%-m月%-d日}" if letter else ""


def _disagreeing(case: Case) -> list[Consultation]:
    return list(case.consultations.filter(kind=Consultation.Kind.THIRD_PARTY, answer__in=_DISAGREES))


def objecting(case: Case) -> list[tuple[str, str]]:
    """The third parties who do not agree, wholly or in part: key of the consultation and name."""
    return [(str(row.pk), row.party) for row in _disagreeing(case)]


def _overruled(case: Case, reply: Reply) -> list[Consultation]:
    """The third parties against whose will something is disclosed."""
    rows = {str(row.pk): row for row in _disagreeing(case)}
    return [rows[key] for key in reply_words.against(Outcome(reply.outcome), reply.facts, rows)]


def _tell_third_party(case: Case, reply: Reply, consultation: Consultation, *, by: Officer, at: datetime) -> None:
    facts = {
        Variable.DISCLOSED: reply_words.disclosed(_findings(case, reply)) or consultation.question,
        Variable.REASONS: reply.facts[THIRD_PARTY_REASON],
        Variable.REMEDY: paragraph(RemedyKind.R2, remedy_facts(case.organ), "公开上述信息的决定"),
    }
    issue(case, LetterKind.THIRD_PARTY_NOTICE, facts, by=by, at=at, remedy=RemedyKind.R2, consultation=consultation)
