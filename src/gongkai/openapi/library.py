"""Papers from platforms below: sent in by key, kept until an officer takes them, acknowledged with a receipt."""

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from gongkai.exchange import queries
from gongkai.exchange.actions import receiving
from gongkai.exchange.models import Handling, Received
from gongkai.exchange.rules.messages import Operation
from gongkai.journal import actions as journal
from gongkai.openapi.foi import Key, UsedKey, keyed
from gongkai.openapi.library_shapes import LibraryPaperShape, LibraryReceiptShape
from gongkai.people.models import ApiKey
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

Number = Annotated[str, Path(pattern=r"^[0-9A-Z-]{8,40}$", description="回执号")]
TAG = "上下级对接"
router = Router(tags=[TAG])


class NoReceipt(Exception):
    """No such receipt, or not one of this key's organisation."""


@keyed(
    router.post,
    "/papers",
    {200: LibraryReceiptShape, 201: LibraryReceiptShape},
    scope=Scope.LIBRARY_SUBMIT,
    summary="报送文件",
    also=(HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    body="paper",
)
def library_submit(
    request: HttpRequest, response: HttpResponse, paper: LibraryPaperShape, idempotency_key: Key
) -> Status[LibraryReceiptShape]:
    """需要 library:submit 权限。下级平台把已公开的文件报送来，由本平台的采编人员确认、审核后才会公开。
    请求头 Idempotency-Key 使重发不会成为两件：编号和内容都相同的返回原来的回执（200），内容不同的返回 409，新的返回 201。"""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    if paper.op is Operation.UPSERT and not paper.content_text.strip():
        raise Refused("UPSERT 要带正文 content_text。", field="content_text")
    content: dict[str, Any] = paper.model_dump(mode="json", exclude={"op"})
    try:
        with journal.through(f"openapi {key.prefix}"):
            found, is_new = receiving.receive(content, operation=paper.op, key=key, sent_as=idempotency_key, at=now())
    except Refused as refused:
        if refused.field == "key":
            raise UsedKey from refused
        raise
    response["Location"] = f"/api/v1/library/receipts/{found.number}"
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, _receipt(found))


@keyed(router.get, "/receipts/{number}", {200: LibraryReceiptShape}, scope=Scope.LIBRARY_SUBMIT, summary="查询回执")
def library_receipt(request: HttpRequest, number: Number) -> LibraryReceiptShape:
    """需要 library:submit 权限。一次报送现在处理到哪一步。"""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    found = queries.receipt(number, key.organisation)
    if found is None:
        raise NoReceipt
    return _receipt(found)


def _receipt(one: Received) -> LibraryReceiptShape:
    return LibraryReceiptShape(
        receipt=one.number,
        op=Operation(one.operation),
        policy_code=one.code,
        received_at=one.at,
        handling=Handling(one.handling),
        note=one.note,
    )
