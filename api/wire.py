"""The wire: how much, and how slowly, a connection may speak before a request is there at all.

uvicorn's protocol on httptools, with the bounds that neither of them has: size and number of
headers, time for a head, pace of a body, patience with a reader who does not read, and how many
connections there are. Whatever breaks one is answered with a problem and cut off.
"""

from asyncio import TimerHandle, Transport
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import httptools
import orjson
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.faults import CURES_OF_STATUS
from api.places import GONE, HEALTH


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a connection may ask of us before, and beside, its requests."""

    url_bytes_max: int = 64 << 10
    """The options of an import travel in the address: 50,000 characters."""
    header_count_max: int = 100
    """As Apache's LimitRequestFields; browsers send about twenty."""
    head_bytes_max: int = 96 << 10
    """The address, and 32 KB of headers as most servers take."""
    head_seconds_max: float = 10.0
    """A head fits one packet or a few; Apache's mod_reqtimeout waits 20 at first."""
    body_seconds_grace: float = 20.0
    body_bytes_per_second_min: int = 500
    """As mod_reqtimeout's `body=20,MinRate=500`: slower than a modem is no upload."""
    unread_seconds_max: float = 60.0
    """So long an answer lies unread before it is given up: its snapshot is wanted elsewhere."""
    connections_max: int = 768
    """Under the 1,024 files that a process may open by default, with room for our own."""


class _TooMuch(Exception):
    """Carries a status out of a callback of the parser."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status


class Wire(HttpToolsProtocol):
    """One connection, held to the bounds."""

    bounds: ClassVar[Bounds] = Bounds()
    # What is under way: the time to wait for it has begun, and so many bytes of it are here.
    _awaits: str = "head"
    _byte_count: int = 0
    _began_at: float = 0.0
    _clock: TimerHandle | None = None
    _unread: TimerHandle | None = None
    _is_one_too_many: bool = False

    @override
    def connection_made(self, transport: Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self._is_one_too_many = len(self.connections) > self.bounds.connections_max
        self._begin("head")
        self._watch()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._begin("nothing")
        self._set_unread(None)
        # A call whose caller is gone gives its place to somebody else.
        leave: Callable[[], None] | None = None
        if self.cycle is not None and not self.cycle.response_complete:  # pyright: ignore[reportUnnecessaryComparison]
            told: Any = self.cycle.scope
            leave = told.get(GONE)
        super().connection_lost(exc)
        if leave is not None:
            leave()

    @override
    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        if self._awaits == "nothing":
            self._begin("head")
        if self._awaits == "head":
            self._byte_count += len(data)
        parser: Any = self.parser
        try:
            parser.feed_data(data)
            # A header that never ends is seen by nobody but us.
            if self._awaits == "head" and self._byte_count > self.bounds.head_bytes_max:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
        except httptools.HttpParserUpgrade:
            # Nothing here is spoken but HTTP/1.1, so the request is answered as if it had not
            # asked, and nothing after it is read.
            pass
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(
                cause.status if isinstance(cause, _TooMuch) else HTTPStatus.BAD_REQUEST
            )
            return
        self._watch()

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._awaits != "head":
            # The next of several requests that came in one piece.
            self._begin("head")

    @override
    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > self.bounds.url_bytes_max:
            raise _TooMuch(HTTPStatus.REQUEST_URI_TOO_LONG)

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if len(self.headers) > self.bounds.header_count_max:
            raise _TooMuch(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    @override
    def on_headers_complete(self) -> None:
        told = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if told > self.bounds.head_bytes_max:
            raise _TooMuch(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if self._is_one_too_many and self.url.decode("latin-1") not in HEALTH:
            raise _TooMuch(HTTPStatus.SERVICE_UNAVAILABLE)
        self._begin("body")
        super().on_headers_complete()

    @override
    def on_body(self, body: bytes) -> None:
        self._byte_count += len(body)
        super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        self._begin("nothing")
        super().on_message_complete()

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._set_unread(
            self.loop.call_later(self.bounds.unread_seconds_max, self.transport.abort)
        )

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self._set_unread(None)

    def _begin(self, awaited: str) -> None:
        """Wait for this from now on: a head, a body, or nothing in particular."""
        self._awaits = awaited
        self._byte_count = 0
        self._began_at = self.loop.time()
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _watch(self) -> None:
        """Look again at the time when it is up, where something is waited for."""
        if (
            self._awaits != "nothing"
            and self._clock is None
            and not self.transport.is_closing()
        ):
            left = self._allowed() - (self.loop.time() - self._began_at)
            self._clock = self.loop.call_later(max(left, 0.01), self._look)

    def _look(self) -> None:
        self._clock = None
        if self._awaits == "body" and self.flow.read_paused:
            # It is us who do not read: a disk is slow, or an earlier answer is under way.
            self._begin("body")
        elif self.loop.time() - self._began_at >= self._allowed():
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            return
        self._watch()

    def _allowed(self) -> float:
        if self._awaits == "head":
            return self.bounds.head_seconds_max
        paid = self._byte_count / self.bounds.body_bytes_per_second_min
        return self.bounds.body_seconds_grace + paid

    def _set_unread(self, clock: TimerHandle | None) -> None:
        if self._unread is not None:
            self._unread.cancel()
        self._unread = clock

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer with a problem, unless an answer is under way, and hang up."""
        may_answer = self._may_answer()
        self._begin("nothing")
        if may_answer:
            self.transport.write(_problem(status))
        self.transport.close()

    def _may_answer(self) -> bool:
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            # On a connection where nothing was ever said, nobody waits for an answer.
            return self._awaits != "head" or self._byte_count > 0
        return self._awaits == "body" and not cycle.response_started and not self.pipeline


def _problem(status: HTTPStatus) -> bytes:
    body = orjson.dumps(
        {
            "type": "about:blank",
            "title": status.phrase,
            "status": status.value,
            "detail": CURES_OF_STATUS[status],
        }
    )
    retry = "retry-after: 1\r\n" if status is HTTPStatus.SERVICE_UNAVAILABLE else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        f"content-type: application/problem+json\r\ncontent-length: {len(body)}\r\n{retry}"
        "cache-control: no-store\r\nx-content-type-options: nosniff\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body
