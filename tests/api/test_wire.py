"""Requests that no client sends by mistake are refused at once, and nobody else notices."""

import os
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat

import httpx2
import psutil
import pytest
import uvicorn
from fastapi import FastAPI

from api.installation import Installation
from api.serve import config
from api.wire import Bounds, Wire
from tests.api.raw import raw
from tests.talking import talking_to

GROWTH_BYTES_MAX = 32 << 20
# The figure is 1 on a machine with nothing else to do, which tests do not have.
HEALTH_SECONDS_MAX = 3.0
# How long after its limit something may still be heard: 1, as above.
SLACK_SECONDS = 3.0
QUICK = Bounds(
    head_seconds_max=0.5, body_seconds_grace=0.5, unread_seconds_max=0.5, connections_max=60
)
HEAD = b"POST /v1/pools HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


class QuickWire(Wire):
    """As served, only less patient, so that a test need not wait."""

    bounds = QUICK


@pytest.fixture(scope="module")
def quick(opened: Installation) -> Generator[uvicorn.Server]:
    serving = config(opened)
    serving.http, serving.port = QuickWire, 0
    running = uvicorn.Server(serving)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield running
    running.should_exit = True
    thread.join()


@pytest.fixture
def port(quick: uvicorn.Server, workspace: Installation) -> int:
    app = quick.config.app
    assert isinstance(app, FastAPI)
    app.state.installation = workspace
    return quick.servers[0].sockets[0].getsockname()[1]


@pytest.fixture
def unmoved(port: int) -> Generator[None]:
    """Watch that memory stays flat and health answers while a test misbehaves."""
    before = psutil.Process(os.getpid()).memory_info().rss
    with healthy(port):
        yield
    grown = psutil.Process(os.getpid()).memory_info().rss - before
    assert grown <= GROWTH_BYTES_MAX, f"{grown >> 20} MB more"


@contextmanager
def healthy(port: int) -> Generator[None]:
    over = threading.Event()
    slowest = [0.0]

    def ask() -> None:
        with talking_to(f"http://127.0.0.1:{port}", timeout=30) as client:
            while not over.is_set():
                began = time.monotonic()
                assert client.get("/healthz").status_code == 200
                slowest[0] = max(slowest[0], time.monotonic() - began)
                over.wait(0.02)
        slowest.append(-1.0)

    asking = threading.Thread(target=ask)
    asking.start()
    yield
    over.set()
    asking.join()
    assert slowest[-1] == -1.0, "health did not answer"
    assert slowest[0] <= HEALTH_SECONDS_MAX


def headers(count: int) -> bytes:
    return b"".join(b"x-%d: 1\r\n" % number for number in range(count))


BOMBS = {
    "10,000 headers": (HEAD + headers(10_000) + b"\r\n", 431),
    "one header more than the limit": (HEAD + headers(99) + b"\r\n", 431),
    "a header line of 1 MB": (HEAD + b"x: " + b"a" * (1 << 20) + b"\r\n\r\n", 431),
    "a header name of 1 MB": (HEAD + b"a" * (1 << 20) + b": x\r\n\r\n", 431),
    "a line that never ends": (b"GET /" + b"a" * (1 << 20), 414),
    "an address of 65 KB": (
        b"GET /" + b"a" * (65 << 10) + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        414,
    ),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a header with NUL": (HEAD + b"x: a\x00b\r\n\r\n", 400),
    "a folded header": (HEAD + b"x: a\r\n  b\r\n\r\n", 400),
    "two hosts": (b"GET /v1/tags HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", 400),
    "no host": (b"GET /v1/tags HTTP/1.1\r\n\r\n", 421),
    "length and chunks": (
        HEAD
        + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1",
        400,
    ),
    "chunks and length": (
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        400,
    ),
    "two lengths": (HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  ", 400),
    "a list of lengths": (HEAD + b"Content-Length: 2, 2\r\n\r\n{}", 400),
    "a signed length": (HEAD + b"Content-Length: +2\r\n\r\n{}", 400),
    "an endless length": (HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n{}", 400),
    "a coding that nobody knows": (HEAD + b"Transfer-Encoding: xchunked\r\n\r\n{}", 400),
    "two codings": (HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400),
    "a space before the colon": (HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    "a chunk of negative size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400),
    "a chunk of endless size": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 20 + b"\r\n",
        400,
    ),
    "a body that is said to be too long": (HEAD + b"Content-Length: 1048577\r\n\r\n", 413),
    "a body on what only reads": (
        b"GET /v1/tags HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n",
        413,
    ),
}


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(("bomb", "status"), BOMBS.values(), ids=BOMBS.keys())
def test_what_is_no_sound_request_is_refused_at_once(
    port: int, bomb: bytes, status: int
) -> None:
    with raw(port) as connection:
        connection.say(bomb)
        said = connection.status()
        took = connection.seconds()

    # Whoever still sends when we hang up may lose the answer on the way.
    assert said in {status, 0} if len(bomb) > 1 << 18 else said == status
    assert took <= QUICK.head_seconds_max + SLACK_SECONDS


@pytest.mark.parametrize("count", [96, 97])
def test_headers_are_counted_to_the_last(port: int, count: int) -> None:
    with raw(port) as connection:
        said = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nA: b\r\nC: d\r\n"
        connection.say(said + headers(count) + b"Connection: close\r\n\r\n")

        # Host, A, C and Connection are four of the hundred.
        assert connection.status() == (200 if count == 96 else 431)


@pytest.mark.usefixtures("unmoved")
def test_a_refusal_on_the_wire_is_a_problem(port: int) -> None:
    with raw(port) as connection:
        connection.say(HEAD + headers(200) + b"\r\n")
        head, _, body = connection.heard().partition(b"\r\n\r\n")

    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    assert b'"status":431' in body
    assert b"detail" in body


def forever(piece: bytes) -> Iterator[bytes]:
    return repeat(piece)


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(
    "start",
    [
        b"GET /",
        HEAD,
        HEAD + b"x: ",
        HEAD + b"Content-Length: 1000\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["an address", "headers", "a header", "a body", "chunks"],
)
def test_a_byte_now_and_then_is_no_request(port: int, start: bytes) -> None:
    slow = forever(b"1" if not start.endswith(b"chunked\r\n\r\n") else b"1\r\na\r\n")
    with raw(port) as connection:
        connection.say(start)
        connection.say_slowly(slow, 0.05)
        said = connection.status()
        took = connection.seconds()

    assert said == 408
    assert took <= QUICK.head_seconds_max + SLACK_SECONDS


@pytest.mark.usefixtures("unmoved")
def test_who_connects_and_says_nothing_is_let_go(port: int) -> None:
    with raw(port) as connection:
        assert connection.heard() == b""
        assert connection.seconds() <= QUICK.head_seconds_max + SLACK_SECONDS


def test_a_body_that_keeps_up_the_pace_may_take_long(port: int) -> None:
    body = b'{"name": "' + b"x" * 900 + b'"}'
    with raw(port) as connection:
        connection.say(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        connection.say_slowly((body[at : at + 100] for at in range(0, len(body), 100)), 0.1)

        assert connection.status() in {201, 401}
        assert connection.seconds() > QUICK.body_seconds_grace


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize(
    "chunk",
    [b"1\r\na\r\n" * 4_096, b"8000\r\n" + b"a" * 0x8000 + b"\r\n"],
    ids=["tiny chunks", "fat chunks"],
)
def test_a_body_that_never_ends_is_cut_off(port: int, chunk: bytes) -> None:
    with raw(port) as connection:
        connection.say(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        connection.say_slowly(forever(chunk), 0.0001)
        said = connection.status()

    assert said in {413, 401, 0}


@pytest.mark.usefixtures("unmoved")
def test_the_margin_of_a_chunk_is_no_place_to_hide_in(port: int) -> None:
    with raw(port) as connection:
        connection.say(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;")
        connection.say_slowly(forever(b"a" * 65_536), 0.0001)
        took = connection.seconds()

        assert connection.status() in {400, 408, 413, 0}
    assert took <= QUICK.body_seconds_grace + SLACK_SECONDS


@pytest.mark.usefixtures("unmoved")
def test_garbage_after_a_request_ends_the_connection(port: int) -> None:
    with raw(port) as connection:
        connection.say(
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + b"\x00garbage" * 99
        )

        said = connection.heard()
    assert said.count(b"HTTP/1.1") <= 2
    assert connection.seconds() <= SLACK_SECONDS


def test_requests_in_one_piece_are_answered_in_their_order(port: int) -> None:
    asked = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with raw(port) as connection:
        connection.say(
            asked % b"healthz" + asked % b"nothing" + asked % b"readyz",
            b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n",
        )
        said = connection.heard()

    assert re.findall(rb"HTTP/1\.1 (\d+)", said) == [b"200", b"404", b"200", b"200"]


@pytest.mark.parametrize(
    "path", ["%00", "..%2f..%2fetc%2fpasswd", "a" * 60_000, "%ff%fe", "%2e%2e/%2e%2e/x", "%"]
)
def test_a_path_that_leads_nowhere_finds_nothing(port: int, path: str) -> None:
    for start in ("/", "/v1/candidates/", "/docs/"):
        with raw(port) as connection:
            asked = (
                f"GET {start}{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            connection.say(asked.encode())

            assert connection.status() in {400, 401, 404, 422}


@pytest.mark.usefixtures("unmoved")
def test_two_hundred_who_come_at_once_are_answered_or_told_to_come_again(port: int) -> None:
    asked = b"GET /v1/tags HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with ExitStack() as open_:
        connections = [open_.enter_context(raw(port)) for _ in range(200)]
        for connection in connections:
            connection.say(asked)
        statuses = [connection.status() for connection in connections]

    assert set(statuses) <= {200, 401, 503}
    assert statuses.count(503) >= 1
    assert len(statuses) - statuses.count(503) >= QUICK.connections_max // 2


def test_a_connection_over_the_number_may_still_ask_for_health(
    port: int, wait: Callable[[Callable[[], bool]], None], quick: uvicorn.Server
) -> None:
    with ExitStack() as open_:
        for _ in range(QUICK.connections_max):
            open_.enter_context(raw(port))
        wait(lambda: len(quick.server_state.connections) >= QUICK.connections_max)
        for path, status in ((b"/healthz", 200), (b"/readyz", 200), (b"/v1/tags", 503)):
            connection = open_.enter_context(raw(port))
            connection.say(
                b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            assert connection.status() == status


def test_an_answer_that_nobody_reads_is_given_up(
    port: int, wait: Callable[[Callable[[], bool]], None], quick: uvicorn.Server
) -> None:
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connections = quick.server_state.connections
    # It is written once; then each answer takes a moment.
    assert httpx2.get(f"http://127.0.0.1:{port}/openapi.json", timeout=30).status_code == 200
    with raw(port) as connection:
        name = connection.socket.getsockname()
        connection.say(asked * 200)

        def is_there() -> bool:
            return any(getattr(each, "client", None) == name for each in connections)

        wait(is_there)
        wait(lambda: not is_there())


@pytest.fixture
def wait() -> Callable[[Callable[[], bool]], None]:
    def waiting(is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < end
            time.sleep(0.005)

    return waiting
