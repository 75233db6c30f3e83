"""归档: a case is put away in one package that is never made again — its files, letters, forms and steps, an index, and a manifest
with the digest of everything in it."""

import html
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.documents import archive as zips
from gongkai.documents.actions import store
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.names import safe_name
from gongkai.documents.writers import pdf, xlsx
from gongkai.foi.actions import work
from gongkai.foi.actions.letters import composed, pdf_of
from gongkai.foi.actions.steps import about, hold
from gongkai.foi.actions.told import record_ending
from gongkai.foi.letters import decision_of, files_given
from gongkai.foi.models import ArchivePackage, Case, Letter
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letter_variables import Variable
from gongkai.foi.rules.letters import Value
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.permits import WHO_MAY
from gongkai.foi.rules.stages import MOVES, Stage
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import sm3

MANIFEST = "清单.json"
HEADER = ("序号", "类别", "名称", "包内路径", "字节数", "SM3 摘要")
Part = tuple[str, str, bytes]  # class, name, bytes


def archive(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> ArchivePackage:
    """归档: the package is made and kept, the term of retention fixed. A case its applicant withdrew gets its record now. Errors: Refused
    when it is not closed, the officer may not, or somebody was faster."""
    with transaction.atomic():
        held = hold(case, seen)
        require(by.actor(), MOVES[Action.ARCHIVE].permit, about(held), WHO_MAY)
        if held.stage == Stage.CLOSED and decision_of(held) is None:
            record_ending(held, by=by, at=at)
        version = held.version
    typeset = [*_letters(held, at), *_forms(held, at)]  # outside the transaction: the typesetter takes its time
    with transaction.atomic():
        held = work.archive(held, by=by, at=at, seen=version).case
        data, digest = packed(held, typeset)
        stored = store(data, kind=FileKind.ZIP, private=True)
        package = ArchivePackage.objects.create(case=held, stored=stored, digest=digest, at=at)
        journal.write("foi.case.packed", about=held, by=by, at=at, data={"manifest": digest, "package": stored.digest})
        return package


def packed(case: Case, typeset: Sequence[Part]) -> tuple[bytes, str]:
    """The ZIP and the digest of its manifest; the same rows always give the same bytes. Identity proofs stay sealed and the originals of
    handed-out files stay inside: the manifest names both with their digests, the package does not hold them."""
    parts = {f"{place}/{n:02} {safe_name(name)}": (place, name, data) for n, (place, name, data) in enumerate([*typeset, *_files(case)], 1)}
    parts["经过.json"] = ("经过", "办理经过", _json(_course(case)))
    listed = [
        {"path": path, "class": place, "name": name, "size": len(data), "sm3": sm3(data)} for path, (place, name, data) in parts.items()
    ]
    rows = [(n, one["class"], one["name"], one["path"], one["size"], one["sm3"]) for n, one in enumerate(listed, 1)]
    index = {"目录.xlsx": xlsx.write(rows, HEADER, "归档目录"), "目录.html": _page(case, rows)}
    manifest = _json(
        {
            "case": case.number or case.ticket,
            "organ": case.organ.name,
            "outcome": case.outcome,
            "received_on": _iso(case.received_on),
            "closed_on": _iso(case.closed_on),
            "archived_on": _iso(case.archived_on),
            "retained_until": _iso(case.retained_until),
            "files": [*listed, *({"path": path, "size": len(data), "sm3": sm3(data)} for path, data in index.items())],
            "kept_apart": list(_kept_apart(case)),
        }
    )
    return zips.pack({MANIFEST: manifest, **index, **{path: data for path, (_, _, data) in parts.items()}}), sm3(manifest)


def problems(package: ArchivePackage) -> Iterator[str]:
    """What in the package is not as its manifest has it, in Chinese; nothing when all is well. Errors: Refused when the file is gone."""
    with zipfile.ZipFile(io.BytesIO(package.stored.read())) as zipped:
        manifest = zipped.read(MANIFEST)
        if sm3(manifest) != package.digest:
            yield "归档包的清单与归档时登记的摘要不一致"
        listed = {one["path"]: one["sm3"] for one in json.loads(manifest)["files"]}
        for path in sorted({*listed, *zipped.namelist()} - {MANIFEST}):
            if path not in listed:
                yield f"归档包里多出文件：{path}"
            elif path not in zipped.namelist():
                yield f"归档包里缺少文件：{path}"
            elif sm3(zipped.read(path)) != listed[path]:
                yield f"归档包里的文件与清单不一致：{path}"


def _letters(case: Case, at: datetime) -> Iterator[Part]:
    for letter in case.letters.select_related("pdf"):
        yield "文书", f"{letter.name}（{letter.number}）.pdf", pdf_of(letter, at=at).read()


def _forms(case: Case, at: datetime) -> Iterator[Part]:
    """The forms of the office itself, filled from the rows: register sheet, approvals, proof of service."""
    for kind, facts in _form_facts(case):
        yield "表单", f"{kind.label}.pdf", pdf.write(composed(case, kind, facts, at=at, number=""))


def _form_facts(case: Case) -> Iterator[tuple[LetterKind, dict[Variable, Value]]]:
    if case.number and case.received_on:
        yield LetterKind.REGISTRATION, {Variable.HANDLER: case.handler.name if case.handler else "未指定"}
    reply = getattr(case, "reply", None)
    if reply and reply.legality_by and reply.secrecy_by:
        letter = decision_of(case)
        opinions = [
            f"保密审查：{reply.secrecy_opinion}（{reply.secrecy_by.name}，{_day(reply.secrecy_at)}）",
            f"合法性审查：{reply.legality_opinion}（{reply.legality_by.name}，{_day(reply.legality_at)}）",
        ]
        if letter:
            opinions.append(f"签发：{letter.signed_by.name}，{_day(letter.signed_at)}")
        yield (
            LetterKind.SIGN_OFF,
            {
                Variable.DECISION: Outcome(reply.outcome).label,
                Variable.OPINIONS: "；".join(opinions),
                Variable.HANDLER: case.handler.name if case.handler else "未指定",
            },
        )
    letters = Letter.objects.filter(case=case).prefetch_related("services").select_related("consultation")
    for letter in letters:
        for service in letter.services.all():
            yield (
                LetterKind.PROOF_OF_SERVICE,
                {
                    Variable.NUMBER: letter.number,
                    Variable.RECIPIENT: letter.consultation.party if letter.consultation else case.applicant_name,
                    Variable.MODE: service.get_mode_display(),
                    Variable.SERVED_ON: service.on,
                    Variable.MAIL_NO: service.mail_no,
                    Variable.PROOF: f"{_day_of(service.signed_for_on)}签收" if service.signed_for_on else "",
                },
            )


def _files(case: Case) -> Iterator[Part]:
    """What was handed in, unless sealed, and what was handed out."""
    for file in case.files.select_related("stored"):
        if file.stored:
            yield "材料", file.name, file.stored.read()
    for name, row in files_given(case):
        if row.stored:
            yield "答复附件", name, row.stored.read()


def _kept_apart(case: Case) -> Iterator[dict[str, str]]:
    for file in case.files.filter(stored=None):
        yield {
            "name": file.get_kind_display(),
            "id": str(file.pk),
            "why": "身份证明、授权材料、更正的证据材料加密保存在系统内，查看须说明原因并留痕",
        }
    for name, row in files_given(case):
        if row.stored_id != row.original_id:
            yield {
                "name": f"{name}的原件",
                "sm3": row.original.digest,
                "why": "对外提供的是清除隐藏信息或者区分处理后的文件，原件保存在系统内",
            }


def _course(case: Case) -> dict[str, Any]:
    """The steps and records as values. Internal notes are no part of the file of the case."""
    happenings = case.happenings.select_related("by")
    return {
        "经过": [
            {
                "id": row.pk,
                "step": row.kind,
                "label": Action(row.kind).label,
                "on": _iso(row.on),
                "at": row.at.astimezone(BEIJING).isoformat(),
                "by": row.by.name if row.by else "申请人或者系统",
                "data": row.data,
                "cancels": row.cancels_id,
            }
            for row in happenings
        ],
        "原来的描述": [
            {"title": row.info_title, "doc_no": row.info_doc_no, "text": row.info_text, "until": _moment(row.at)}
            for row in case.wordings.all()
        ],
        "检索记录": [
            {
                "place": row.place,
                "words": row.words,
                "reach": row.reach,
                "found": row.found,
                "is_found": row.is_found,
                "office": row.office.name if row.office else case.organ.name,
                "by": row.by.name,
                "at": _moment(row.at),
            }
            for row in case.searches.select_related("by", "office")
        ],
        "征求意见": [
            {
                "party": row.party,
                "question": row.question,
                "sent_on": _iso(row.sent_on),
                "reached_on": _iso(row.reached_on),
                "answered_on": _iso(row.answered_on),
                "answer": row.get_answer_display(),
                "reason": row.reason,
            }
            for row in case.consultations.all()
        ],
        "转办协办": [
            {
                "office": row.office.name,
                "task": row.task,
                "due_on": _iso(row.due_on),
                "answer": row.answer,
                "returned_for": row.returned_for,
            }
            for row in case.assignments.select_related("office")
        ],
        "现场查阅": [
            {
                "reader": row.get_reader_display(),
                "on": _iso(row.on),
                "from": row.began.isoformat("minutes"),
                "until": row.ended.isoformat("minutes") if row.ended else None,
                "read": row.read,
                "copied": row.copied,
                "pages": row.pages,
                "by": row.by.name,
            }
            for row in case.visits.select_related("by").order_by("on", "id")
        ],
        "收费": [
            {
                "amount": row.amount,
                "formula": row.formula,
                "notified_on": _iso(row.notified_on),
                "reached_on": _iso(row.reached_on),
                "paid_on": _iso(row.paid_on),
            }
            for row in case.fees.all()
        ],
        "沟通记录": [
            {"kind": row.get_kind_display(), "text": row.text, "at": _moment(row.at)} for row in case.notes.exclude(kind="internal")
        ],
        "复议诉讼": [
            {"kind": row.get_kind_display(), "docket": row.docket, "result": row.get_result_display(), "accepted_on": _iso(row.accepted_on)}
            for row in case.reviews.all()
        ],
    }


def _page(case: Case, rows: Sequence[Sequence[object]]) -> bytes:
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADER)
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in row)}</tr>\n" for row in rows)
    title = html.escape(f"归档目录：{case.number or case.ticket}（{case.organ.name}）")
    style = "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em .6em}"
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>\n'
        f"<body><h1>{title}</h1>\n<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></body></html>\n"
    ).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _moment(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat()


def _day(at: datetime | None) -> str:
    return _day_of(at.astimezone(BEIJING)) if at else ""


def _day_of(day: Any) -> str:
    return f"{day:%Y年%-m月%-d日}"
