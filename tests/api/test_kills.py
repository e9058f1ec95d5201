"""A kill -9 at any moment loses no acknowledged event, and everything is up again by itself."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, pairwise
from random import Random
from typing import Any

import httpx2
import orjson
import pytest

from api.installation import installation
from api.settings import Settings
from projections import VIEWS
from projections.rebuild import rebuild_all
from tests.api.served import Served, served, until
from tests.ledger.stories import all_as_of, head, live
from tests.prepared import data_directory

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes the Unix way")

SEED = 20261124
KILLS_PER_WAY = 7
# The figure is 5 on a machine with nothing else to do, which tests do not have.
BACK_SECONDS_MAX = 60.0
_ANSWER_SECONDS_MAX = 120.0
_BATCH_LINES = 50
_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An engagement of which the server said that it is recorded, and where."""

    subject: str
    id: str
    position: int


@dataclass(slots=True)
class Writer:
    """Somebody who records all the time and repeats each call until it is answered."""

    name: str
    address: str
    asked: Callable[[str], Any]
    acknowledged: list[Acknowledged] = field(default_factory=list[Acknowledged])
    failure: BaseException | None = None

    def write(self, server: Served, over: threading.Event) -> None:
        """Record until it is over; what began is repeated until it is acknowledged."""
        try:
            with server.client() as client:
                for number in count():
                    if over.is_set():
                        return
                    key = f"{self.name}-{number}"
                    self._note(self._answer(client, key), self.asked(key))
        except BaseException as failure:  # noqa: BLE001 - told by the thread that waits for us
            self.failure = failure

    def _answer(self, client: httpx2.Client, key: str) -> Any:
        end = time.monotonic() + _ANSWER_SECONDS_MAX
        while time.monotonic() < end:
            try:
                answer = client.post(
                    self.address, json=self.asked(key), headers={"Idempotency-Key": key}
                )
            except httpx2.TransportError:
                answer = None
            if answer is not None and not _is_lost(answer):
                return answer.json()
            time.sleep(0.02)
        raise AssertionError(f"{key} was not answered for {_ANSWER_SECONDS_MAX} s.")

    def _note(self, answer: Any, asked: Any) -> None:
        # A batch is asked by a list and answered by items, one engagement by itself.
        places = answer.get("items", [answer])
        lines: list[Any] = [asked] if isinstance(asked, dict) else asked
        self.acknowledged += [
            Acknowledged(line["subject"], place["id"], place["position"])
            for line, place in zip(lines, places, strict=True)
        ]


def _is_lost(answer: httpx2.Response) -> bool:
    """Say whether the world got in the way, so that the call is to be repeated."""
    if answer.status_code >= 500:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.status_code == 503, answer.text
        return True
    assert answer.status_code in {200, 201}, answer.text
    refusals = [item["problem"] for item in answer.json().get("items", []) if item["problem"]]
    assert all(refusal["status"] == 503 for refusal in refusals), refusals
    return bool(refusals)


@dataclass(slots=True)
class Load:
    """The writers at work."""

    writers: Sequence[Writer]

    def runs(self) -> None:
        """Wait until every writer has been acknowledged something new."""
        before = [len(writer.acknowledged) for writer in self.writers]

        def is_running() -> bool:
            self.check()
            return all(
                len(writer.acknowledged) > then
                for writer, then in zip(self.writers, before, strict=True)
            )

        until(is_running, BACK_SECONDS_MAX)

    def check(self) -> None:
        """Raise what stopped a writer."""
        for writer in self.writers:
            if writer.failure is not None:
                raise writer.failure


@contextmanager
def _load(server: Served, writers: Sequence[Writer]) -> Generator[Load]:
    over = threading.Event()
    threads = [threading.Thread(target=each.write, args=(server, over)) for each in writers]
    load = Load(writers)
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        over.set()
        for thread in threads:
            thread.join()
    load.check()


def _writers(candidate_id: str) -> list[Writer]:
    def known(key: str) -> Any:
        return {"kind": "call", "subject": key, "candidate_id": candidate_id}

    def newcomer(key: str) -> Any:
        handle = {"type": "email", "value": f"{key}@example.com"}
        return {"kind": "email", "subject": key, "handle": handle, "create": True}

    def many(key: str) -> Any:
        return [known(f"{key}-{line}") for line in range(_BATCH_LINES)]

    one, batch = "/v1/engagements", "/v1/engagements/batch"
    return [
        Writer("by-id-a", one, known),
        Writer("by-id-b", one, known),
        Writer("by-handle", one, newcomer),
        Writer("batch", batch, many),
    ]


def _kill_server(server: Served, _: Random) -> None:
    server.kill()
    server.start()


def _kill_server_while_it_starts(server: Served, chance: Random) -> None:
    server.kill()
    server.launch()
    time.sleep(chance.uniform(0, 1.5))
    server.kill()
    server.start()


def _kill_postmaster(server: Served, _: Random) -> None:
    until(server.kill_postmaster, BACK_SECONDS_MAX)


def _kill_backend(server: Served, _: Random) -> None:
    until(server.kill_backend, BACK_SECONDS_MAX)


def _kill_both(server: Served, chance: Random) -> None:
    if chance.random() < 0.5:
        server.kill()
        until(server.kill_postmaster, BACK_SECONDS_MAX)
    else:
        until(server.kill_postmaster, BACK_SECONDS_MAX)
        server.kill()
    server.start()


WAYS: Mapping[str, Callable[[Served, Random], None]] = {
    "server": _kill_server,
    "server while it starts": _kill_server_while_it_starts,
    "postmaster": _kill_postmaster,
    "backend": _kill_backend,
    "both": _kill_both,
}


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_kill_at_any_moment_loses_or_doubles_what_was_acknowledged() -> None:
    chance = Random(SEED)  # noqa: S311 - the same moments each time, as far as a clock can
    ways = [*WAYS] * KILLS_PER_WAY
    chance.shuffle(ways)

    with data_directory() as data, served(data) as server:
        with server.client() as client:
            answer = client.post("/v1/candidates", json={"first_name": "Ada"})
        writers = _writers(answer.json()["id"])
        with _load(server, writers) as load:
            for way in ways:
                load.runs()
                time.sleep(chance.uniform(0, 0.4))
                WAYS[way](server, chance)
                load.runs()

        log = _log(server)
        _check_log(log, [each for writer in writers for each in writer.acknowledged])
        _check_views(server)


def _log(server: Served) -> list[Any]:
    events: list[Any] = []
    with server.client() as client:
        while True:
            asked = {"after": len(events), "limit": _PAGE}
            read = client.get("/v1/events", params=asked).text.splitlines()
            events += [orjson.loads(line) for line in read]
            if len(read) < _PAGE:
                return events


def _check_log(log: Sequence[Any], acknowledged: Sequence[Acknowledged]) -> None:
    told = [event for event in log if event["event_type"] == "EngagementRecorded"]
    subjects = Counter(event["payload"]["subject"] for event in told)
    found = {
        Acknowledged(event["payload"]["subject"], event["stream_id"], event["position"])
        for event in told
    }

    assert [event["position"] for event in log] == list(range(1, len(log) + 1))
    assert [each for each, times in subjects.items() if times > 1] == []
    assert len({event["stream_id"] for event in told}) == len(told)
    assert set(acknowledged) - found == set()
    assert found - set(acknowledged) == set()
    assert all(a["recorded_at"] <= b["recorded_at"] for a, b in pairwise(log))


def _check_views(server: Served) -> None:
    settings = Settings(data=server.data).model_copy(update={"database_url": None})
    with installation(settings, say=lambda _: None) as found:
        before = live(found)
        assert all_as_of(found, head(found)) == before
        rebuild_all(found.database, VIEWS, tell=lambda _: None)
        assert live(found) == before
