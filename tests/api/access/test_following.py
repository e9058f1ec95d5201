"""Whoever is shut out, or may do less by now, follows nothing and takes nothing out."""

import time
from collections.abc import Callable
from uuid import UUID

import httpx2
import pytest

from api import departures
from ledger.access import users
from ledger.entries import Entry
from ledger.ids import new_id
from ledger.words import Role, StreamId
from tests.api.access.people import People, Somebody
from tests.ledger.stories import STARTED, append

# Followed further, it would go on for ten minutes.
_ENDS_WITHIN_SECONDS = 60
# More than lies in the buffers between a server and a client that reads no further.
_LINES, _BATCHES, _LONG = 1_000, 3, "x" * 10_000


def _removed(people: People, who: UUID) -> None:
    people.changes.remove(who)


def _demoted(people: People, who: UUID) -> None:
    people.changes.change_role(who, Role.VIEWER)


def _disabled(people: People, who: UUID) -> None:
    with people.workspace.database.connection() as connection:
        users.disable(connection, who)


_GOINGS = [_removed, _demoted, _disabled]


@pytest.mark.parametrize("path", ["/v1/imports/{}/progress", "/import/{}/progress"])
@pytest.mark.parametrize("going", _GOINGS)
def test_an_import_is_followed_no_further(
    people: People, path: str, going: Callable[[People, UUID], None]
) -> None:
    running = new_id()
    append(people.workspace, [Entry(STARTED, StreamId(running), 1)])
    follower = people.join(Role.RECRUITER)

    with follower.talk.stream(
        "GET", path.format(running), timeout=_ENDS_WITHIN_SECONDS
    ) as answer:
        going(people, follower.id)
        told = answer.read()

    assert answer.status_code == 200
    assert b"done" not in told


@pytest.mark.parametrize("going", _GOINGS)
def test_an_export_breaks_off(
    people: People, monkeypatch: pytest.MonkeyPatch, going: Callable[[People, UUID], None]
) -> None:
    monkeypatch.setattr(departures, "_LOOKS_AGAIN_SECONDS", 0)
    taker = people.join(Role.OWNER)
    _fill(taker)

    with taker.talk.stream("GET", "/v1/export?format=ndjson") as answer:
        pieces = answer.iter_bytes()
        next(pieces)
        going(people, taker.id)
        # Whoever was let in a moment ago is believed for less than a second.
        time.sleep(1)
        with pytest.raises(httpx2.RemoteProtocolError):
            list(pieces)

    assert answer.status_code == 200


def test_an_export_of_somebody_who_stays_is_whole(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(departures, "_LOOKS_AGAIN_SECONDS", 0)
    _fill(Somebody(people.workspace.owner, people.owner))

    text = people.owner.get("/v1/export?format=ndjson").text

    assert text.count(_LONG) == _LINES * _BATCHES


def _fill(taker: Somebody) -> None:
    ada = taker.talk.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    line = {"candidate_id": ada, "kind": "note", "body": _LONG}
    for _ in range(_BATCHES):
        answer = taker.talk.post("/v1/engagements/batch", json=[line] * _LINES)
        assert answer.json()["recorded"] == _LINES
