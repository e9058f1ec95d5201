"""A file says nothing about a colleague's engagement that whoever brings it may not say."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from api.installation import Installation
from ledger.entries import Entry
from ledger.events import (
    EngagementCorrected,
    EngagementRecorded,
    EngagementRetracted,
    Event,
    FollowUpPromised,
)
from ledger.imports.rapport.belonging import NOT_THEIRS, WHO_READS
from ledger.words import CandidateId, Kind, Role, StreamId, Visibility
from tests.api.access.people import People, Somebody
from tests.ledger.imports.calendars import ANA, OLGA, calendar, event
from tests.ledger.imports.transfers import exported
from tests.ledger.stories import another_workspace, append, known_candidate, stored

OPENED = EngagementCorrected(changes={"visibility": None})
PRIVATE = EngagementRecorded(kind=Kind.NOTE, body="Hers", visibility=Visibility.PRIVATE)
OPEN = EngagementRecorded(kind=Kind.NOTE, body="Everybody's")


@pytest.fixture
def alice(people: People) -> Somebody:
    """Let in the recruiter whose notes are meant."""
    return people.join(Role.RECRUITER)


@pytest.fixture
def bob(people: People) -> Somebody:
    """Let in the recruiter who brings the files."""
    return people.join(Role.RECRUITER)


def _noted(alice: Somebody, **told: Any) -> str:
    candidate = alice.talk.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    body = {"candidate_id": candidate, "kind": "note", "body": "Hers", **told}
    return alice.talk.post("/v1/engagements", json=body).json()["id"]


def _entries(stream: UUID | str, *told: Event, about: UUID | None = None) -> list[Entry]:
    stream_id = StreamId(UUID(str(stream)))
    who = None if about is None else CandidateId(about)
    return [Entry(each, stream_id, place, who) for place, each in enumerate(told, 1)]


def _brought(
    talk: httpx2.Client, history: Installation, path: Path, status: int | None = None
) -> dict[str, Any]:
    content = exported(history, path).read_bytes()
    answer = talk.post("/v1/imports", files={"file": (path.name, content)})
    assert answer.status_code in ({200, 201} if status is None else {status}), answer.text
    return answer.json()


def _read(talk: httpx2.Client, engagement_id: str) -> tuple[int, Any, Any]:
    answer = talk.get(f"/v1/engagements/{engagement_id}")
    told = answer.json()
    return answer.status_code, told.get("body"), told.get("visibility")


@pytest.mark.parametrize(
    "told",
    [
        [OPENED],
        [EngagementCorrected(changes={"body": "Bob's"})],
        [EngagementRetracted()],
        [FollowUpPromised(due_on=date(2027, 1, 1), about="Bob's"), OPENED],
        [OPEN, OPENED],
        [OPEN, EngagementRetracted()],
    ],
)
def test_a_forged_history_neither_opens_nor_changes_a_private_note(
    people: People, alice: Somebody, bob: Somebody, tmp_path: Path, told: list[Event]
) -> None:
    note = _noted(alice, visibility="private")
    theirs = another_workspace(people.workspace)
    who = known_candidate(theirs, profile={"first_name": "Eve"})
    append(theirs, _entries(note, *told, about=who))
    before = _of_stream(people, note)

    _brought(bob.talk, theirs, tmp_path / "x.ndjson")

    assert _of_stream(people, note) == before
    assert _read(bob.talk, note)[0] == 404
    assert _read(alice.talk, note) == (200, "Hers", "private")


def test_an_amendment_alone_changes_nothing_of_what_everybody_reads(
    people: People, alice: Somebody, bob: Somebody, tmp_path: Path
) -> None:
    note = _noted(alice)
    theirs = another_workspace(people.workspace)
    append(theirs, _entries(note, EngagementCorrected(changes={"body": "Bob's"})))

    report = _brought(bob.talk, theirs, tmp_path / "x.ndjson")

    assert report["skipped_by_reason"] == {NOT_THEIRS: 1}
    assert report["event_count"] == 0
    assert _read(bob.talk, note)[:2] == (200, "Hers")


def test_what_a_colleague_brought_is_amended_by_a_newer_history_but_not_opened(
    people: People, alice: Somebody, bob: Somebody, tmp_path: Path
) -> None:
    theirs = another_workspace(people.workspace)
    who = known_candidate(theirs, profile={"first_name": "Eve"})
    private, public = UUID(int=7 << 100 | 1), UUID(int=7 << 100 | 2)
    append(theirs, [*_entries(private, PRIVATE, about=who), *_entries(public, OPEN, about=who)])
    _brought(alice.talk, theirs, tmp_path / "first.ndjson")
    newer = EngagementCorrected(changes={"body": "Newer"})
    closed = EngagementCorrected(changes={"visibility": "private"})
    append(theirs, _entries(private, PRIVATE, OPENED, newer, about=who)[1:])
    append(theirs, _entries(public, OPEN, closed, newer, about=who)[1:])

    of_bob = _brought(bob.talk, theirs, tmp_path / "newer.ndjson")
    by_bob = [_read(bob.talk, str(each)) for each in (private, public)]
    of_owner = _brought(people.owner, theirs, tmp_path / "newer.ndjson")
    by_owner = [_read(bob.talk, str(each)) for each in (private, public)]

    assert of_bob["skipped_by_reason"] == {NOT_THEIRS: 2, WHO_READS: 1}
    assert by_bob == [(404, None, None), (200, "Newer", None)]
    assert of_owner["skipped_by_reason"] == {}
    assert by_owner == [(200, "Newer", None), (404, None, None)]


def test_an_import_that_made_something_private_is_its_bringers_to_take_back(
    people: People, alice: Somebody, bob: Somebody, tmp_path: Path
) -> None:
    theirs = another_workspace(people.workspace)
    who = known_candidate(theirs, profile={"first_name": "Eve"})
    note = UUID(int=7 << 100)
    append(theirs, _entries(note, OPEN, about=who))
    first = _brought(alice.talk, theirs, tmp_path / "first.ndjson")["import_id"]
    closed = EngagementCorrected(changes={"visibility": "private"})
    append(theirs, _entries(note, OPEN, closed, about=who)[1:])
    second = _brought(alice.talk, theirs, tmp_path / "second.ndjson")["import_id"]

    refused = bob.talk.post(f"/v1/imports/{second}/revert")
    by_page = bob.talk.post(f"/import/{second}/undo", follow_redirects=False)
    of_bob = bob.talk.get("/v1/timeline").text
    taken = alice.talk.post(f"/v1/imports/{second}/revert")

    assert (refused.status_code, by_page.status_code) == (403, 403)
    assert str(note) not in of_bob
    assert taken.status_code == 200
    assert str(note) in bob.talk.get("/v1/timeline").text
    assert bob.talk.post(f"/v1/imports/{first}/revert").status_code == 200


def test_a_calendar_tells_nothing_new_of_a_meeting_that_a_colleague_keeps_private(
    people: People, alice: Somebody, bob: Somebody
) -> None:
    assert people.owner
    handles = [{"type": "email", "value": "ana@x.example"}]
    ana = {"first_name": "Ana", "handles": handles}
    candidate = alice.talk.post("/v1/candidates", json=ana).json()["id"]

    def bring(talk: httpx2.Client, subject: str) -> dict[str, Any]:
        text = calendar(event(f"SUMMARY:{subject}", OLGA, ANA))
        asked = {"filename": "mine.ics"}
        answer = talk.post("/v1/imports", params=asked, content=text.encode())
        assert answer.is_success, answer.text
        return answer.json()["engagements"]

    bring(alice.talk, "Hers")
    timeline = alice.talk.get(f"/v1/candidates/{candidate}/timeline").json()["items"]
    (meeting,) = [each["id"] for each in timeline if each["payload"].get("kind") == "meeting"]
    path = f"/v1/engagements/{meeting}"
    alice.talk.patch(path, json={"visibility": "private"})

    told = bring(bob.talk, "Bob's")
    of_alice, of_bob = alice.talk.get(path), bob.talk.get(path)
    again = bring(alice.talk, "Hers, moved")

    assert told == {"known": 1}
    assert of_bob.status_code == 404
    assert (of_alice.json()["subject"], of_alice.json()["visibility"]) == ("Hers", "private")
    assert again == {"corrected": 1}
    assert alice.talk.get(path).json()["subject"] == "Hers, moved"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": 7},
        {"kind": None},
        {"kind": "seance"},
        {"visibility": "mine"},
        {"duration_minutes": "7"},
        {"duration_minutes": -1},
        {"participants": "everybody"},
        {"is_secret": True},
        {"subject": ""},
    ],
)
def test_a_correction_that_no_engagement_could_be_is_refused_with_its_line(
    people: People, bob: Somebody, tmp_path: Path, changes: dict[str, Any]
) -> None:
    theirs = another_workspace(people.workspace)
    who = known_candidate(theirs, profile={"first_name": "Eve"})
    forged = EngagementCorrected.model_construct(changes=changes)
    append(theirs, _entries(UUID(int=7 << 100), OPEN, forged, about=who))
    before = stored(people.workspace)

    refused = _brought(bob.talk, theirs, tmp_path / "x.ndjson", status=422)

    assert "line 3" in refused["detail"]
    assert stored(people.workspace) == before


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "call", "outcome": "talked"},
        {"outcome": None, "duration_minutes": 0},
        {"participants": [{"name": "Ada"}], "visibility": "public"},
    ],
)
def test_a_correction_that_an_engagement_could_be_is_one(changes: dict[str, Any]) -> None:
    assert EngagementCorrected(changes=changes).changes == changes


def _of_stream(people: People, stream: str) -> list[tuple[Any, ...]]:
    told = stored(people.workspace, "stream_id, version, event_type, digest")
    return [each for each in told if str(each[0]) == stream]
