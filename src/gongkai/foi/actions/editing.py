"""改稿: the draft of a reply as a DOCX, edited outside and read back. Its text is the draft's text from then on, and is reviewed like any."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from gongkai.documents import readers
from gongkai.documents.checks import check_upload
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import docx
from gongkai.foi.actions import replies
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.letters import known_of
from gongkai.foi.models import Case, Reply
from gongkai.foi.organs import template_of
from gongkai.foi.rules import letter_editing
from gongkai.foi.rules.letter_variables import Variable
from gongkai.foi.rules.letters import Template, written
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused


def to_edit(case: Case, *, at: datetime) -> bytes:
    """The draft as a DOCX to edit. Errors: Refused naming what is still missing."""
    reply = replies.reply_of(case)
    replies.preview(reply.case, at=at)
    template, texts = _text_and_values(reply.case, reply, at)
    lines = letter_editing.to_edit(replies.own_text(reply.case, reply) or template, texts)
    return docx.write(Paper(f"{template.title}（编辑稿）", tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)))


@transaction.atomic
def take_edited(case: Case, file: Handed, *, by: Officer, at: datetime) -> None:
    """The edited DOCX becomes the text of the draft; who edited it is one of its authors, and it goes to the reviewers like any other.
    Errors: Refused when it is another document, or what the platform fills in was changed or taken out."""
    if check_upload(file.data, file.name, settings.MAX_UPLOAD_MB * 2**20) != FileKind.DOCX:
        raise Refused("请上传从本页下载、改好的 DOCX 文件。", field="file")
    reading = readers.read(file.data, file.name)
    if any(line.rows for line in reading.lines):
        raise Refused("正文里有表格。请把表格另存为附件，在“随答复提供的文件”里附上。", field="file")
    held, reply = replies.at_hand(case, by)
    template, texts = _text_and_values(held, reply, at)
    own = letter_editing.read_back(template, [line.text for line in reading.lines], texts)
    if len(own.body) > replies.MOST_BODY:
        raise Refused(f"答复内容太长，最多 {replies.MOST_BODY} 字。较长的内容请作为附件提供。", field="file")
    reply.letter_body = own.body
    replies.written_by(reply, by, at)
    replies.preview(held, at=at)  # or everything is as it was
    journal.write("foi.reply.edited", about=held, by=by, at=at, data={"file": sm3(file.data)})


@transaction.atomic
def drop_edited(case: Case, *, by: Officer, at: datetime) -> None:
    """The draft is written by the organ's template again."""
    held, reply = replies.at_hand(case, by)
    reply.letter_body = ""
    replies.written_by(reply, by, at)
    journal.write("foi.reply.edited", about=held, by=by, at=at, data={"file": ""})


def _text_and_values(case: Case, reply: Reply, at: datetime) -> tuple[Template, dict[Variable, str]]:
    kind = replies.letter_kind_of(case, reply)
    return template_of(case.organ, kind), written({**known_of(case, kind, at=at), **replies.facts_of(case, reply)})
