"""A database that goes away, or a disk that is full: 503 with a cure, nothing half written."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import orjson
import psutil
import psycopg
import pytest

from ledger import locks
from tests.api.served import Served, served, until
from tests.prepared import data_directory, empty_directory

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes the Unix way")

BACK_SECONDS_MAX = 40.0
DISK_MB = 256
TEXT_BYTES = 900_000


@pytest.fixture
def server() -> Generator[Served]:
    with data_directory() as data, served(data) as started:
        yield started


@pytest.fixture
def client(server: Served) -> Generator[httpx2.Client]:
    with server.client() as talking:
        yield talking


@pytest.fixture
def ada(client: httpx2.Client) -> str:
    return client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]


def test_a_call_during_which_the_database_is_killed_is_recorded_once_it_is_back(
    server: Served, client: httpx2.Client, ada: str
) -> None:
    with _asked_and_waiting(server, lambda: _call(client, ada, "k")) as asked:
        assert server.kill_postmaster()
        answer = asked.result(60)

    assert answer.status_code == 201, answer.text
    assert [event["stream_id"] for event in _calls(client)] == [answer.json()["id"]]
    assert server.is_alive()


def test_a_call_whose_database_stays_away_is_told_so_and_may_be_repeated(
    server: Served, client: httpx2.Client, ada: str
) -> None:
    with _asked_and_waiting(server, lambda: _call(client, ada, "k")) as asked, _away(server):
        answer = asked.result(60)

    _check_problem(answer, "outcome-unknown", "repeat the call with the same request id")
    until(lambda: client.get("/readyz").status_code == 200, BACK_SECONDS_MAX)
    assert _calls(client) == []
    assert [_call(client, ada, "k").status_code for _ in range(2)] == [201, 200]
    assert len(_calls(client)) == 1


@pytest.mark.long
def test_a_batch_whose_database_stays_away_is_told_so_in_time(
    server: Served, client: httpx2.Client, ada: str
) -> None:
    lines = [{"kind": "call", "subject": str(n), "candidate_id": ada} for n in range(20)]

    def ask() -> httpx2.Response:
        headers = {"Idempotency-Key": "b"}
        return client.post("/v1/engagements/batch", json=lines, headers=headers)

    with _asked_and_waiting(server, ask) as asked, _away(server):
        began = time.monotonic()
        answer = asked.result(60)
        took = time.monotonic() - began

    assert took < 50
    _check_problem(answer, "outcome-unknown", "repeat the call with the same request id")
    until(lambda: client.get("/readyz").status_code == 200, BACK_SECONDS_MAX)
    assert _calls(client) == []
    assert ask().json()["recorded"] == 20
    assert ask().json()["known"] == 20
    assert len(_calls(client)) == 20


def test_what_is_asked_while_the_database_is_away_is_answered_503(
    server: Served, client: httpx2.Client
) -> None:
    def ask(method: str, address: str) -> httpx2.Response:
        return client.request(method, address, json={"first_name": "Ada"})

    with _away(server), ThreadPoolExecutor() as asking:
        asked = [
            asking.submit(ask, "GET", "/v1/events"),
            asking.submit(ask, "GET", "/v1/export"),
            asking.submit(ask, "GET", "/v1/candidates"),
            asking.submit(ask, "GET", "/readyz"),
            asking.submit(ask, "POST", "/v1/candidates"),
        ]

        for each in asked:
            _check_problem(each.result(60), "unavailable", "nothing was written")
        assert client.get("/healthz").status_code == 200


def test_a_full_disk_is_told_with_its_cure_and_recording_goes_on_when_there_is_room() -> None:
    with _small_disk() as data, served(data) as server, server.client() as client:
        who = client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
        kept = [_recorded(_call(client, who, "before"))]
        with _filled(data):
            kept += _until_refused(client, who)
            assert client.get(f"/v1/candidates/{who}").status_code == 200

        until(lambda: _call(client, who, "after").status_code in {200, 201}, BACK_SECONDS_MAX)
        kept.append(_recorded(_call(client, who, "after")))

        assert server.is_alive()
        _check_log(client, kept)


def test_a_disk_too_full_for_the_databases_own_log_loses_nothing_either() -> None:
    with _small_disk() as data, served(data) as server, server.client() as client:
        who = client.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
        kept = [_recorded(_call(client, who, "before"))]
        with _filled(data):
            kept += _until_refused(client, who)
            with suppress(psycopg.OperationalError), psycopg.connect(_owner(data)) as owner:
                owner.execute("select pg_switch_wal()")
            until(lambda: _has_panicked(client, data, who), BACK_SECONDS_MAX)

        until(lambda: _call(client, who, "after").status_code in {200, 201}, BACK_SECONDS_MAX)
        kept.append(_recorded(_call(client, who, "after")))

        assert server.is_alive()
        _check_log(client, kept)


def _call(client: httpx2.Client, who: str, key: str, text: str = "") -> httpx2.Response:
    given = {"kind": "call", "candidate_id": who, "subject": key, "body": text or "Prague?"}
    return client.post("/v1/engagements", json=given, headers={"Idempotency-Key": key})


def _recorded(answer: httpx2.Response) -> tuple[str, int]:
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()["id"], answer.json()["position"]


def _calls(client: httpx2.Client) -> list[Any]:
    read = client.get("/v1/events", params={"limit": 100_000})
    assert read.status_code == 200, read.text
    events = [orjson.loads(line) for line in read.text.splitlines()]
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    return [event for event in events if event["event_type"] == "EngagementRecorded"]


def _check_log(client: httpx2.Client, kept: list[tuple[str, int]]) -> None:
    found = [(event["stream_id"], event["position"]) for event in _calls(client)]
    subjects = [event["payload"]["subject"] for event in _calls(client)]
    assert set(kept) <= set(found)
    assert len(set(subjects)) == len(subjects)


def _check_problem(answer: httpx2.Response, name: str, cure: str) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["type"] == f"urn:rapport:problem:{name}"
    assert cure in f"{answer.json()['title']} {answer.json().get('detail', '')}"


@contextmanager
def _asked_and_waiting(
    server: Served, ask: Callable[[], httpx2.Response]
) -> Generator[Future[httpx2.Response]]:
    """Ask while the ledger's head is locked, and go on when the call waits for it."""
    with (
        ThreadPoolExecutor(1) as asking,
        suppress(psycopg.OperationalError),
        psycopg.connect(_owner(server.data)) as holder,
    ):
        holder.execute("select from ledger.heads for update")
        asked = asking.submit(ask)
        until(lambda: _somebody_waits(server), 10)
        yield asked


def _somebody_waits(server: Served) -> bool:
    with psycopg.connect(_owner(server.data)) as connection:
        query = "select from pg_stat_activity where wait_event_type = 'Lock'"
        return connection.execute(query).rowcount > 0


def _owner(data: Path) -> str:
    return f"host={data / 'run'} dbname=rapport user=rapport"


@contextmanager
def _away(server: Served) -> Generator[None]:
    """Kill the database, and keep the server from bringing it back until the end."""
    with locks.alone(locks.folder(server.data) / "start", lambda _: None):
        backends = server.backends()
        assert server.kill_postmaster()
        psutil.wait_procs(backends, 10)
        yield


@contextmanager
def _small_disk() -> Generator[Path]:
    with empty_directory() as data:
        mounting = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(data)]
        if os.getuid() != 0 or subprocess.run(mounting, check=False).returncode != 0:
            pytest.skip("only who may mount can make a small disk")
        try:
            yield data
        finally:
            subprocess.run(["umount", str(data)], check=True)


@contextmanager
def _filled(disk: Path) -> Generator[None]:
    """Leave no room on a disk until the end."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        filler.unlink()


def _until_refused(client: httpx2.Client, who: str) -> list[tuple[str, int]]:
    """Record until the disk is full; check the refusal and return what was acknowledged."""
    kept: list[tuple[str, int]] = []
    for number in count():
        answer = _call(client, who, f"large {number}", os.urandom(TEXT_BYTES // 2).hex())
        if answer.status_code == 503:
            _check_problem(answer, "unavailable", "free some space")
            return kept
        kept.append(_recorded(answer))
    raise AssertionError


def _has_panicked(client: httpx2.Client, data: Path, who: str) -> bool:
    answer = _call(client, who, "too large", os.urandom(TEXT_BYTES // 2).hex())
    assert answer.status_code == 503, answer.text
    return "PANIC" in (data / "postgres.log").read_text(errors="replace")
