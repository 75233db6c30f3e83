"""Reading letters: the paper of one, which of them the applicant may read, what anybody may check by a code."""

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.documents.rules.paper import Block, Paper
from gongkai.documents.writers import docx, ofd
from gongkai.foi.models import Case, Letter, ReplyFile, Service
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.numbering import read_code
from gongkai.foi.rules.outcomes import RULINGS
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

# what ends a case: the applicant reads it when it is served; everything else written to him at once
DECISIONS = frozenset({ruling.letter for ruling in RULINGS.values()} | {LetterKind.RECORD_CORRECTION})
ON_THE_WAY = frozenset(kind for kind in LetterKind if kind.reader is Reader.APPLICANT) - DECISIONS


def as_values(paper: Paper) -> dict[str, object]:
    """The paper as JSON values: what is kept and what its digest is of."""
    return {
        "title": paper.title,
        "blocks": [block.as_dict() for block in paper.blocks],
        "issuer_mark": paper.issuer_mark,
        "doc_no": paper.doc_no,
        "footer_note": paper.footer_note,
    }


def paper_of(letter: Letter) -> Paper:
    """The paper as it was signed. Errors: Refused when it was destroyed with its case."""
    if not letter.paper:
        raise Refused("这份文书已经随案卷按期销毁，只留下编号和日期。")
    values = json.loads(letter.paper)
    return Paper(**values | {"blocks": tuple(Block.from_dict(block) for block in values["blocks"])})


def docx_of(letter: Letter) -> bytes:
    return docx.write(paper_of(letter))


def ofd_of(letter: Letter) -> bytes:
    return ofd.write(paper_of(letter))


def request_of(case: Case) -> str:
    """What was asked for, as letters quote it."""
    text = " ".join(case.info_text.split()).rstrip("。")
    parts = [f"《{case.info_title}》" if case.info_title and case.info_title not in text else "", case.info_doc_no, text]
    return "，".join(part for part in parts if part)


def readable_by_applicant(case: Case) -> QuerySet[Letter]:
    """The letters the applicant may read on the tracking page: what was told on the way at once, a decision once it was served."""
    served = Exists(Service.objects.filter(letter=OuterRef("pk")))
    return case.letters.filter(Q(kind__in=ON_THE_WAY) | Q(kind__in=DECISIONS) & Q(served))


def files_for_applicant(case: Case) -> list[tuple[str, ReplyFile]]:
    """The files handed out with the reply, once it was served, each under the name it is handed out by."""
    return files_given(case) if case.served_on else []


def files_given(case: Case) -> list[tuple[str, ReplyFile]]:
    """The files of the reply, each under the name the applicant sees. A redacted copy has no name of its own: the old one could tell
    what was blacked out."""
    reply = getattr(case, "reply", None)
    rows = reply.files.select_related("stored", "original") if reply else ()
    return [(f"附件{n}（区分处理）.pdf" if row.redaction else row.name, row) for n, row in enumerate(rows, 1)]


@dataclass(frozen=True)
class Verified:
    """What anybody may know about a letter by its code: never whom it was written to, nor what it says."""

    kind: LetterKind
    organ: str
    number: str
    on: date
    digest: str  # SM3 of the PDF; empty while it is not made
    is_same: bool | None = None  # whether the file handed in is this letter; None without a file
    is_destroyed: bool = False  # its term of retention is over: nothing is left to compare with


def verify(code: str, data: bytes | None = None) -> Verified | None:
    """The letter with this code, None when there is none; with `data`, whether these bytes are its PDF. Errors: Refused when the code is
    mistyped."""
    letter = Letter.objects.filter(code=read_code(code)).select_related("organ", "pdf").first()
    if letter is None:
        return None
    digest = letter.pdf.digest if letter.pdf else ""
    same = None if data is None or not letter.paper else bool(digest) and sm3(data) == digest
    return Verified(
        LetterKind(letter.kind),
        letter.organ.name,
        letter.number,
        letter.signed_at.astimezone(BEIJING).date(),
        digest,
        same,
        not letter.paper,
    )


def decision_of(case: Case) -> Letter | None:
    """The letter that ends the case: the signed reply, or the record of its ending."""
    return case.letters.filter(kind__in=DECISIONS).last()
