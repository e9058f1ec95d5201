"""Exports under way: how far each is, whose they are, and what is told when one breaks off."""

from collections.abc import Iterator

import httpx2
import pytest

from api import departures
from api.departures import Departure, Departures
from api.installation import Installation
from ledger import errors
from ledger.ids import new_id
from ledger.words import ActorId, Role, WorkspaceId
from tests.api.access.people import people_of


def _departure(workspace: WorkspaceId, member: ActorId) -> Departure:
    return Departure(workspace, member, "archive")


@pytest.fixture
def mine() -> Departure:
    return _departure(WorkspaceId(new_id()), ActorId(new_id()))


def _stays() -> None:
    """Let whoever takes it out go on."""


def _is_out() -> None:
    raise errors.NotSignedIn


def test_an_export_whose_taker_is_shut_out_meanwhile_is_broken_off(
    mine: Departure, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = _departure(mine.workspace, mine.member)
    whole = list(short.watched(iter([b"abc", b"de"]), _is_out))
    monkeypatch.setattr(departures, "_LOOKS_AGAIN_SECONDS", 0)

    with pytest.raises(errors.NotSignedIn):
        list(mine.watched(iter([b"abc", b"de"]), _is_out))

    assert (mine.byte_count, mine.state) == (0, "broken_off")
    # So short an export is over before anybody asks.
    assert (whole, short.state) == ([b"abc", b"de"], "written")


def test_an_export_is_written_when_its_last_piece_was_taken(mine: Departure) -> None:
    pieces = mine.watched(iter([b"abc", b"de"]), _stays)

    assert (next(pieces), mine.byte_count, mine.state) == (b"abc", 3, "writing")
    assert list(pieces) == [b"de"]
    assert (mine.byte_count, mine.state) == (5, "written")


def test_an_export_whose_taker_hangs_up_is_broken_off_and_lets_go(mine: Departure) -> None:
    held = ["connection"]

    def written() -> Iterator[bytes]:
        try:
            yield b"abc"
            yield b"de"
        finally:
            held.clear()

    pieces = mine.watched(written(), _stays)
    next(pieces)
    getattr(pieces, "close")()  # noqa: B009 - an iterator that is a generator

    assert (mine.byte_count, mine.state, held) == (3, "broken_off", [])


def test_an_export_that_fails_is_broken_off_and_says_why(mine: Departure) -> None:
    def damaged() -> Iterator[bytes]:
        yield b"abc"
        raise errors.Damaged

    with pytest.raises(errors.Damaged):
        list(mine.watched(damaged(), _stays))

    assert mine.state == "broken_off"


def test_what_ended_makes_room_and_what_is_under_way_stays(mine: Departure) -> None:
    known = Departures()
    known.begin(mine)
    for _ in range(100):
        ended = known.begin(_departure(mine.workspace, mine.member))
        ended.state = "written"

    found = known.of(mine.workspace, mine.member)

    assert len(found) == 64
    assert found[-1] is mine


def test_nobody_is_told_of_the_exports_of_others(mine: Departure) -> None:
    known = Departures()
    known.begin(mine)

    assert known.of(mine.workspace, ActorId(new_id())) == []
    assert known.of(WorkspaceId(new_id()), mine.member) == []


def test_an_export_that_was_taken_is_told_with_all_its_events(
    client: httpx2.Client, workspace: Installation
) -> None:
    client.post("/v1/candidates", json={"first_name": "Ada"})
    assert client.get("/v1/exports").json() == {"items": [], "next_cursor": None}
    taken = client.get("/v1/export")
    copy = client.get("/v1/export?format=csv")

    csv, archive = client.get("/v1/exports").json()["items"]

    assert (archive["format"], archive["state"]) == ("archive", "written")
    assert archive["event_count"] == archive["event_total"] > 0
    assert archive["byte_count"] == len(taken.content)
    assert (csv["format"], csv["event_total"]) == ("csv", None)
    assert csv["byte_count"] == len(copy.content)
    with people_of(client, workspace) as people:
        other = people.join(Role.RECRUITER).talk
        assert other.get("/v1/exports").json()["items"] == []


def test_an_increment_counts_its_own_events(client: httpx2.Client) -> None:
    client.post("/v1/candidates", json={"first_name": "Ada"})
    since = int(client.get("/v1/export").headers["Ledger-Position"])
    client.post("/v1/candidates", json={"first_name": "Grace"})
    client.get("/v1/export", params={"since": since})

    newest = client.get("/v1/exports").json()["items"][0]

    assert newest["event_count"] == newest["event_total"] == 1
