"""The model endpoint: an OpenAI-compatible server, asked by HTTP, answering piece by piece.

Nothing it does may hold up an answer. The call runs in a thread of its own, so that the asker waits no longer than agreed even for a
name that does not resolve or a byte a minute; few calls run at once in a process, so that a slow endpoint never takes all of a web
server's threads; and after some failures in a row it is left alone for a while. That is counted in each process for itself: a process
learns of a broken endpoint after three calls, which costs less than a row all of them would have to write."""

import http.client
import json
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.assistant.rules import completions

CONNECT_SECONDS = 2.0
READ_SECONDS = 10.0  # between two pieces; until the first one a model may take all the time there is
LONGEST_LINE = 64 * 1024  # bytes of one event
LONGEST_REPLY = 512 * 1024  # bytes of all
LONGEST_TEXT = 16_000  # characters of the text in it
AT_ONCE = 2  # calls of one process; the web server has four threads in each
FAILURES, PAUSE = 3, 60.0  # so many in a row, then so many seconds without a call


class EndpointFailed(Exception):
    """The endpoint did not answer as it should; the message says how, without anything that was sent or received."""


class TooSlow(EndpointFailed):
    """It had not ended when the time was up."""

    def __init__(self) -> None:
        super().__init__("too slow")


@dataclass(frozen=True)
class Endpoint:
    url: str
    name: str  # of the model
    key: str = field(default="", repr=False)


def configured() -> Endpoint | None:
    """The endpoint of the settings, None where there is none."""
    return Endpoint(settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_KEY) if settings.MODEL_URL and settings.MODEL_NAME else None


class Breaker:
    """Opens after some failures in a row; after a pause one call is let through to try."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def lets_through(self) -> bool:
        with self._lock:
            return time.monotonic() >= self._closed_until

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_until = time.monotonic() + PAUSE

    def begin(self) -> bool:
        """Whether a call may begin. After a pause it is one call at a time: the next waits out another pause or this one's success."""
        with self._lock:
            if time.monotonic() < self._closed_until:
                return False
            if self._failures >= FAILURES:
                self._closed_until = time.monotonic() + PAUSE
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures, self._closed_until = 0, 0.0


breaker = Breaker()
_places = threading.BoundedSemaphore(AT_ONCE)


def take_place() -> bool:
    """One of the few places for a call; False when all are taken. Iterating over the pieces of a `Call` gives it back, else `leave_place`."""
    return _places.acquire(blocking=False)


def leave_place() -> None:
    _places.release()


class Call:
    """One question to the endpoint, for which a place was taken. Iterate over `pieces`. Afterwards `tokens` says what it cost (0 where the
    endpoint does not tell), `received` how many characters came, `responded` whether it had begun to answer."""

    def __init__(self, endpoint: Endpoint, messages: list[dict[str, str]], *, most_tokens: int) -> None:
        self.endpoint, self.tokens, self.received, self.responded = endpoint, 0, 0, False
        self._body = json.dumps(
            {"model": endpoint.name, "messages": messages, "stream": True, "temperature": 0, "max_tokens": most_tokens}, ensure_ascii=False
        ).encode()
        self._came: queue.SimpleQueue[str | EndpointFailed | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._socket: socket.socket | None = None

    def pieces(self, *, seconds: float) -> Iterator[str]:
        """The pieces of text as they come, for so many seconds at most. Raises EndpointFailed; stops the call when closed."""
        until = time.monotonic() + seconds
        threading.Thread(target=self._run, args=(seconds,), name="model", daemon=True).start()
        try:
            while True:
                try:
                    came = self._came.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    raise TooSlow from None
                if came is None:
                    return
                if isinstance(came, EndpointFailed):
                    raise came
                yield came
        finally:
            self._stop()

    def _stop(self) -> None:
        self._stopped.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _run(self, seconds: float) -> None:
        try:
            self._read(seconds)
        except EndpointFailed as failed:
            self._came.put(failed)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._came.put(EndpointFailed(type(error).__name__))
        else:
            self._came.put(None)
        finally:
            leave_place()

    def _read(self, seconds: float) -> None:
        connection, path = _connection(self.endpoint.url)
        try:
            connection.connect()
            line = self._socket = connection.sock
            if self._stopped.is_set():
                return
            line.settimeout(seconds)
            headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "User-Agent": "gongkai"}
            if self.endpoint.key:
                headers["Authorization"] = f"Bearer {self.endpoint.key}"
            connection.request("POST", path, self._body, headers)
            response = connection.getresponse()
            if response.status != http.client.OK:  # redirects too: the key goes to no other host
                raise EndpointFailed(f"status {response.status}")
            if response.headers.get_content_type() != "text/event-stream":
                raise EndpointFailed("no event stream")
            self.responded = True
            self._events(response, line)
        finally:
            connection.close()

    def _events(self, response: http.client.HTTPResponse, line: socket.socket) -> None:
        read, ended = 0, False
        while not self._stopped.is_set():
            came = response.readline(LONGEST_LINE)
            line.settimeout(READ_SECONDS)
            read += len(came)
            if not came and ended:
                return
            if not came:
                raise EndpointFailed("broken off")
            if read > LONGEST_REPLY or (len(came) == LONGEST_LINE and not came.endswith(b"\n")):
                raise EndpointFailed("too much")
            event = completions.event(came)
            if event is None:
                continue
            self.tokens = event.tokens or self.tokens
            self.received += len(event.text)
            if self.received > LONGEST_TEXT:
                raise EndpointFailed("too much")
            if event.text:
                self._came.put(event.text)
            ended = ended or event.ended  # what it cost is told after that
            if event.last:
                return


def _connection(url: str) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(url)
    path = parts.path.rstrip("/") + "/chat/completions"
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=CONNECT_SECONDS, context=ssl.create_default_context()), path
    return http.client.HTTPConnection(host, parts.port, timeout=CONNECT_SECONDS), path
