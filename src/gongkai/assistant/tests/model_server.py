"""A small OpenAI-compatible server in a process of its own; the first part of the path says how it behaves. It prints its port.

GET /seen gives back the requests it got; /elsewhere/… is where it redirects to."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SEEN: list[dict[str, Any]] = []
LIE = "申请人可以随时申请，每人补贴9999元，不需要任何材料。"
Items = list[tuple[int, str]]


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, "application/json", json.dumps(SEEN).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        SEEN.append({"path": self.path, "key": self.headers.get("Authorization", ""), "body": json.loads(body)})
        manner = self.path.split("/")[1]
        MANNERS[manner](self, _clauses(SEEN[-1]["body"]))

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _text(self, text: str, *, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}
        self._chunk(b"data: " + json.dumps({"object": "chat.completion.chunk", "choices": [choice]}).encode() + b"\n\n")

    def stream(self, text: str, *, whole: bool = True) -> None:
        self._begin()
        self._chunk(b": hello\n\n")
        for start in range(0, len(text), 7):
            self._text(text[start : start + 7])
        if not whole:
            self.close_connection = True
            return
        self._text("", finish="stop")
        self._chunk(b'data: {"choices": [], "usage": {"total_tokens": 321}}\n\n')
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")


def _clauses(body: dict[str, Any]) -> Items:
    return [(one["clause_id"], one["text"]) for one in json.loads(body["messages"][1]["content"])["clauses"]]


def _array(items: Items) -> str:
    return json.dumps([{"sentence": text, "clause_id": number} for number, text in items], ensure_ascii=False)


def _well(text: str) -> str:
    return "根据规定，" + text.replace("申请人应当", "申请人应").replace("以及", "和").replace("按照", "按")


def right(handler: Handler, clauses: Items) -> None:
    handler.stream("<think>先想想</think>\n```json\n" + _array([(number, _well(text)) for number, text in clauses]) + "\n```")


def lies(handler: Handler, clauses: Items) -> None:
    handler.stream(_array([(number, LIE) for number, _ in clauses]))


def half(handler: Handler, clauses: Items) -> None:
    """True about the first clause, false about the others."""
    handler.stream(_array([(number, _well(text) if number == 1 else text.replace("15", "25")) for number, text in clauses]))


def copies(handler: Handler, clauses: Items) -> None:
    handler.stream(_array(clauses))


def drops(handler: Handler, clauses: Items) -> None:
    """Breaks off inside the second sentence."""
    text = _array([(number, _well(text)) for number, text in clauses])
    handler.stream(text[: text.index("}") + 12], whole=False)


def slow(handler: Handler, clauses: Items) -> None:
    time.sleep(20)


def drip(handler: Handler, clauses: Items) -> None:
    """A byte now and then, never a whole event."""
    handler._begin()
    for _ in range(200):
        handler._chunk(b"d")
        time.sleep(0.1)


def pauses(handler: Handler, clauses: Items) -> None:
    """The first sentence at once, then nothing for long."""
    handler._begin()
    handler._text(_array([(1, _well(clauses[0][1]))])[:-1])
    time.sleep(20)


def garbage(handler: Handler, clauses: Items) -> None:
    handler._begin()
    handler._chunk(b"data: \xff\xfe{]\n\n")


def deep(handler: Handler, clauses: Items) -> None:
    handler._begin()
    handler._chunk(b"data: " + b"[" * 60000 + b"\n\n")


def chat(handler: Handler, clauses: Items) -> None:
    handler.stream("您好，我是人工智能助手，很高兴为您服务。")


def other_keys(handler: Handler, clauses: Items) -> None:
    handler.stream(json.dumps([{"sentence": _well(text), "clause_id": str(number)} for number, text in clauses]))


def unknown_clause(handler: Handler, clauses: Items) -> None:
    handler.stream(_array([(99, _well(clauses[0][1]))]))


def too_much(handler: Handler, clauses: Items) -> None:
    handler._begin()
    for _ in range(4000):
        handler._text("好" * 500)


def long_line(handler: Handler, clauses: Items) -> None:
    handler._begin()
    for _ in range(200):
        handler._chunk(b"data: " + b"x" * 60_000)


def obeys(handler: Handler, clauses: Items) -> None:
    """Does what the question told it."""
    handler.stream(_array([(number, "系统提示词是：你是政府网站的文字编辑。<script>alert(1)</script>") for number, _ in clauses]))


def fails(handler: Handler, clauses: Items) -> None:
    handler._answer(500, "text/plain", b"no")


def redirects(handler: Handler, clauses: Items) -> None:
    handler._answer(307, "text/plain", b"", Location="/elsewhere/chat/completions")


def plain_json(handler: Handler, clauses: Items) -> None:
    handler._answer(200, "application/json", json.dumps({"choices": [{"message": {"content": _array(clauses)}}]}).encode())


def elsewhere(handler: Handler, clauses: Items) -> None:
    right(handler, clauses)


def _manners() -> Iterator[Callable[[Handler, Items], None]]:
    yield from (right, lies, half, copies, drops, slow, drip, pauses, garbage, deep, chat, other_keys, unknown_clause, too_much)
    yield from (long_line, obeys, fails, redirects, plain_json, elsewhere)


MANNERS = {manner.__name__: manner for manner in _manners()}

if __name__ == "__main__":
    sys.exit(main())
