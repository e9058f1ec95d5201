"""How much may be asked at once, and what becomes of whoever asks more."""

import os
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import psutil
import pytest
import uvicorn
from fastapi import FastAPI

from api import access
from api.installation import Installation
from api.places import Places
from tests.api.raw import raw
from tests.talking import talking_to

GROWTH_BYTES_MAX = 32 << 20
# A moment suffices; a machine with much else to do may take many.
PATIENCE_SECONDS = 30.0
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def places(server: uvicorn.Server) -> Generator[Places]:
    """Lend the server's places, and see that each was given back."""
    app = server.config.app
    assert isinstance(app, FastAPI)
    found: Places = app.state.places
    before = (found.left, found.bytes_left)
    yield found
    end = time.monotonic() + PATIENCE_SECONDS
    while (found.left, found.bytes_left) != before:
        assert time.monotonic() < end, "a place was not given back"
        time.sleep(0.01)


@pytest.fixture
def port(client: httpx2.Client) -> int:
    return client.base_url.port or 0


def test_nobody_gets_a_place_where_none_is_left_and_health_answers(
    client: httpx2.Client, places: Places
) -> None:
    left, places.left = places.left, 0

    read = client.get("/v1/tags")
    written = client.post("/v1/pools", json={"name": "Platform"})
    alive = [client.get(path).status_code for path in ("/healthz", "/readyz", "/v1/readyz")]
    places.left = left

    for answer in (read, written):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "1"
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Cache-Control"] == "no-store"
    assert alive == [200, 200, 200]
    assert client.get("/v1/pools").json()["items"] == []


def test_the_last_place_is_given_and_given_back(client: httpx2.Client, places: Places) -> None:
    left, places.left = places.left, 1

    statuses = [client.get("/v1/tags").status_code for _ in range(3)]
    refused = client.get("/v1/nothing").status_code
    places.left = left

    assert statuses == [200, 200, 200]
    assert refused == 404


@pytest.mark.parametrize("room", [100, 101])
def test_bodies_under_way_have_so_much_room_together(
    client: httpx2.Client, places: Places, room: int
) -> None:
    content = b'{"name": "' + b"x" * 89 + b'"}'
    assert len(content) == 101
    kept, places.bytes_left = places.bytes_left, room

    answer = client.post("/v1/pools", content=content, headers=JSON)
    places.bytes_left = kept

    assert answer.status_code == (503 if room == 100 else 201)


def test_a_slow_sender_holds_no_place(client: httpx2.Client, port: int, places: Places) -> None:
    left, places.left = places.left, 1
    with raw(port) as connection:
        connection.say(
            b"POST /v1/pools HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b'Content-Length: 1000\r\n\r\n{"name": '
        )
        time.sleep(0.1)

        assert client.get("/v1/tags").status_code == 200
    places.left = left


def test_whoever_hangs_up_gives_the_place_back(
    client: httpx2.Client, port: int, places: Places, workspace: Installation
) -> None:
    left = places.left
    asked = b"GET /v1/tags HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items()).encode()
    asked %= b"Cookie: " + cookies + b"\r\n" if cookies else b""
    # Nobody gets a connection to the database, so whoever came waits.
    pool = workspace.database.pool
    held = [pool.getconn() for _ in range(pool.max_size)]
    try:
        for _ in range(80):
            with raw(port) as connection:
                connection.say(asked)
        # Forty wait in threads; the other forty left before it was their turn.
        until(lambda: left - places.left <= 40)
    finally:
        for each in held:
            pool.putconn(each)
    until(lambda: places.left == left)


def test_a_form_of_ten_thousand_parts_is_refused_at_once(client: httpx2.Client) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    before = psutil.Process(os.getpid()).memory_info().rss
    began = time.process_time()

    answer = client.post("/v1/imports", content=part * 10_000 + b"--x--\r\n", headers=form)

    assert answer.status_code == 413
    assert time.process_time() - began < 1
    assert psutil.Process(os.getpid()).memory_info().rss - before <= GROWTH_BYTES_MAX


@pytest.mark.parametrize("count", [99, 100])
def test_parts_of_a_form_are_counted_to_the_last(client: httpx2.Client, count: int) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    content = part * count + file + b"name,email\r\nAda,ada@example.com\r\n--x--\r\n"

    answer = client.post("/v1/imports", content=content, headers=form)

    assert answer.status_code == (201 if count == 99 else 413), answer.text


def test_the_head_of_a_part_is_no_place_to_hide_in(client: httpx2.Client) -> None:
    content = b"--x\r\nContent-Disposition: " + b"a" * 1_000_000 + b"\r\n\r\nb\r\n--x--\r\n"
    form = {"Content-Type": "multipart/form-data; boundary=x"}

    answer = client.post("/v1/imports", content=content, headers=form)

    assert answer.status_code in {413, 422}


@pytest.mark.parametrize(
    "content",
    [
        b'{"name": "x", "custom_fields": {"a": ' + b"9" * 10_000 + b"}}",
        b'{"name": "x", "custom_fields": {"a": ' + b"1e" + b"9" * 10_000 + b"}}",
        b'{"name": "x", "custom_fields": {"a": 0.' + b"0" * 100_000 + b"1}}",
        b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"[" * 500_000,
        b'{"name": "x", "skills": [' + b'"",' * 200_000 + b'""]}',
        b"{" + b",".join(b'"k%d": 1' % number for number in range(60_000)) + b"}",
    ],
    ids=["digits", "exponent", "decimals", "lists", "objects", "open", "many", "keys"],
)
@pytest.mark.parametrize("path", ["/v1/candidates", "/v1/engagements", "/v1/engagements/batch"])
def test_deep_and_huge_json_is_refused_at_once(
    client: httpx2.Client, path: str, content: bytes
) -> None:
    before = psutil.Process(os.getpid()).memory_info().rss
    began = time.process_time()

    answer = client.post(path, content=content, headers=JSON)

    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.content) < 20_000
    assert time.process_time() - began < 1
    assert psutil.Process(os.getpid()).memory_info().rss - before <= GROWTH_BYTES_MAX


def test_two_hundred_calls_at_once_are_answered_or_told_to_come_again(
    client: httpx2.Client, places: Places
) -> None:
    started = threading.Barrier(50)

    def ask(number: int) -> list[int]:
        with talking_to(client.base_url, cookies=client.cookies) as own:
            started.wait()
            name = {"name": f"Pool {number}"}
            return [own.post("/v1/pools", json=name).status_code for _ in range(4)]

    with ThreadPoolExecutor(50) as threads:
        statuses = [status for each in threads.map(ask, range(50)) for status in each]

    listed = client.get("/v1/pools", params={"limit": 200}).json()["items"]
    assert set(statuses) <= {201, 503}
    assert len(listed) == statuses.count(201)
    assert places.left > 0


def test_a_question_that_takes_too_long_is_given_up(
    client: httpx2.Client, workspace: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "READ_SECONDS_MAX", 1)
    with workspace.database.owner() as owner, owner.transaction():
        owner.execute("lock table views.tags in access exclusive mode")
        began = time.monotonic()

        answer = client.get("/v1/tags")

        assert time.monotonic() - began < PATIENCE_SECONDS
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:rapport:problem:took-too-long"
    assert answer.headers["Retry-After"]
    assert client.get("/v1/tags").status_code == 200


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
