"""What is said between two libraries about one paper (领域规则 6.9): the fields, the operation, and the key that makes sending again harmless."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.shared.digest import canonical, sm3
from gongkai.shared.labelled import Labelled

LONGEST_MESSAGE = 4 * 2**20  # bytes: what the other side takes in at once, 待复核
LONGEST_RECEIPT = 80


class Operation(Labelled):
    """What the other side is to do."""

    UPSERT = "UPSERT", "新增或更新"
    STATUS_CHANGE = "STATUS_CHANGE", "有效性变化"
    WITHDRAW = "WITHDRAW", "撤回"


# what of a message is the standing of the paper, and not the paper
_STANDING = ("validity", "validity_because", "updated_at")


@dataclass(frozen=True)
class Message:
    """A message ready to be sent. `digest` covers all of it but the time; `state` how the paper stands now, told whole or not; `text_digest`
    what of that does not change with the standing."""

    operation: Operation
    body: Mapping[str, Any]
    digest: str
    state: str
    text_digest: str
    key: str

    def as_bytes(self) -> bytes:
        return json.dumps({**self.body, "op": self.operation.value}, ensure_ascii=False, separators=(",", ":")).encode()


def message(content: Mapping[str, Any], *, sent_text_digest: str) -> Message:
    """The content of a public paper as a message: the whole paper, or only its standing when the other side has this text already."""
    text_digest = sm3(canonical({name: value for name, value in content.items() if name not in _STANDING}))
    operation = Operation.STATUS_CHANGE if text_digest == sent_text_digest else Operation.UPSERT
    body = content
    if operation is Operation.STATUS_CHANGE:
        names = ("policy_code", "index_no", "title", "doc_no", "version", "validity", "validity_because", "expire_date", "updated_at")
        body = {name: content[name] for name in names}
    return _message(operation, body, content, text_digest)


def withdrawal(code: str, *, index_no: str, title: str, doc_no: str, reason: str, updated_at: str) -> Message:
    """That a paper was taken down and why."""
    body = {"policy_code": code, "index_no": index_no, "title": title, "doc_no": doc_no, "reason": reason, "updated_at": updated_at}
    return _message(Operation.WITHDRAW, body, body, "")


def _message(operation: Operation, body: Mapping[str, Any], whole: Mapping[str, Any], text_digest: str) -> Message:
    digest = timeless({"op": operation.value, **body})
    key = f"{body['policy_code']}:{body.get('version', '')}:{operation.value}:{digest[:16]}"
    return Message(operation, body, digest, timeless(whole), text_digest, key)


def timeless(content: Mapping[str, Any]) -> str:
    """The SM3 digest of all of it but when it was last touched."""
    return sm3(canonical({name: value for name, value in content.items() if name != "updated_at"}))


class Answer(Labelled):
    """How a reply of the other side is to be taken."""

    TAKEN = "taken", "已收"
    LATER = "later", "稍后再推"
    REFUSED = "refused", "对方拒收"


def answer_of(status: int) -> Answer:
    """By the HTTP status: 2xx has it; 408, 425, 429 and 5xx may be tried again; anything else will not get better by itself."""
    if 200 <= status < 300:
        return Answer.TAKEN
    if status in (408, 425, 429) or status >= 500:
        return Answer.LATER
    return Answer.REFUSED


def receipt_in(body: bytes) -> str:
    """The receipt number in a reply; empty when it tells none."""
    return _told(body, "receipt")[:LONGEST_RECEIPT]


def reason_in(body: bytes) -> str:
    """Why the other side did not take it, in its own words; empty when it does not say."""
    return " ".join(_told(body, "message").split())[:120]


def _told(body: bytes, name: str) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    value = told.get(name) if isinstance(told, dict) else None
    return value if isinstance(value, str) else ""
