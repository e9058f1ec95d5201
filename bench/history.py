"""A long history about many made-up people, with everything that amends an earlier event."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import orjson

from api.demo.people import MadeUpPerson, person
from bench.figures import Figure, show
from bench.stage import Stage, stage
from ledger.commands import Command
from ledger.commands.engagements import CorrectEngagement, RetractEngagement
from ledger.commands.imports import RevertImport
from ledger.commands.merges import MergeCandidates
from ledger.entries import Entry
from ledger.events import (
    CandidateAdded,
    EngagementRecorded,
    HandleAdded,
    ImportCompleted,
    ImportStarted,
)
from ledger.handles import key_of
from ledger.ids import id_of, new_id
from ledger.parcels import Parcel, Request
from ledger.words import CandidateId, Direction, Handle, HandleType, Kind, Profile, StreamId

EVENTS = 1_000_000
EVENTS_PER_CANDIDATE = 10
_TOGETHER = 5_000
_SHARE_REVERTED = 0.02
_AMENDMENTS = 1_000
_BODY = (
    "Spoke about the platform role in Prague; would start in March and wants two days at"
    " home. Sends the names of two referees by Friday."
)
_KINDS = (Kind.EMAIL, Kind.CALL, Kind.MESSAGE, Kind.MEETING, Kind.NOTE)
# Until today, as a ledger in use: what a day asks for is what happened in the months before.
_DAYS = 14 * 365
_FIRST = datetime.now(UTC).replace(microsecond=0) - timedelta(days=_DAYS + 14)


@dataclass(frozen=True, slots=True)
class History:
    """Whom a grown history is about."""

    candidates: list[CandidateId]
    names: list[str]
    event_count: int


def grow(on: Stage, candidate_count: int, event_count: int) -> History:
    """Fill an empty ledger with so many candidates and at least so many events."""
    dice = Random(8)  # noqa: S311 - the same history every time
    people = [person(number) for number in range(candidate_count)]
    ids = [CandidateId(new_id()) for _ in people]
    _append(on, _added(on, people, ids))
    engagement_count = event_count - 2 * candidate_count
    reverted_count = int(engagement_count * _SHARE_REVERTED)
    engagements = list(_engagements(dice, ids, engagement_count - reverted_count))
    _append(on, iter(engagements))
    import_id = StreamId(new_id())
    _append(on, _imported(dice, ids, reverted_count, import_id))
    # As much of it as matters to a view and a small ledger can have.
    amendments = min(_AMENDMENTS, len(engagements) // 10)
    chosen = dice.sample(engagements, 2 * amendments)
    _record(
        on,
        [
            CorrectEngagement(
                engagement_id=each.stream_id,
                changes={"subject": "Put right"},
                occurred_at=_FIRST + timedelta(days=number % 4_000),
            )
            for number, each in enumerate(chosen[:amendments])
        ],
    )
    _record(
        on, [RetractEngagement(engagement_id=each.stream_id) for each in chosen[amendments:]]
    )
    pairs = min(_AMENDMENTS // 2, candidate_count // 20)
    merged = dice.sample(ids, 2 * pairs)
    for primary, duplicate in zip(merged[:pairs], merged[pairs:], strict=True):
        command = MergeCandidates(
            primary_candidate_id=primary, duplicate_candidate_id=duplicate
        )
        on.ledger.record(command, by=on.owner)
    on.ledger.record(RevertImport(import_id=import_id), by=on.owner)
    with on.database.operator() as owner:
        owner.execute("vacuum (analyze)")
        owner.execute("checkpoint")
        row = owner.execute("select max(position) from ledger.events").fetchone()
    assert row is not None
    return History(ids, [each.name for each in people], row[0])


def measured_alone(measure: Callable[[Stage, History], Iterator[Figure]]) -> None:
    """Be the command of one measurement: grow a history of `--events` and print its figures.

    With `--kept FOLDER` the history stays there, and the next measurement finds it.
    """
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--events", type=int, default=EVENTS)
    arguments.add_argument("--kept", type=Path)
    asked = arguments.parse_args()
    kept: Path | None = asked.kept
    with stage(kept) as on:
        show(measure(on, grown(on, asked.events)))


def grown(on: Stage, event_count: int) -> History:
    """Return the history that a stage was kept with, or grow one of so many events."""
    told = on.data / "history.json"
    if told.exists():
        return History(**orjson.loads(told.read_bytes()))
    history = grow(on, event_count // EVENTS_PER_CANDIDATE, event_count)
    told.write_bytes(orjson.dumps(history))
    return history


def engagements_of(seed: int, candidates: list[CandidateId], count: int) -> Iterator[Entry]:
    """Yield so many engagements with these people, the same kind as in the history."""
    dice = Random(seed)  # noqa: S311 - the same engagements every time
    return _engagements(dice, candidates, count)


def _added(on: Stage, people: list[MadeUpPerson], ids: list[CandidateId]) -> Iterator[Entry]:
    for one, candidate in zip(people, ids, strict=True):
        known = Profile(
            first_name=one.first_name,
            last_name=one.last_name,
            headline=one.headline,
            company=one.company,
            title=one.title,
            location=one.location,
            skills=one.skills,
        )
        yield Entry(
            CandidateAdded(profile=known, source="bench"), StreamId(candidate), 1, candidate
        )
        handle = Handle(type=HandleType.EMAIL, value=one.email)
        key = key_of(handle)
        stream = StreamId(id_of(on.workspace, "handle", handle.type.value, key))
        yield Entry(HandleAdded(handle=handle, key=key), stream, 1, candidate)


def _engagements(
    dice: Random, ids: list[CandidateId], count: int, import_id: StreamId | None = None
) -> Iterator[Entry]:
    """Yield engagements as years pass; a few people get most of them, as in life."""
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        told = EngagementRecorded(
            kind=kind,
            direction=None
            if kind is Kind.NOTE
            else (Direction.INBOUND if number % 3 else Direction.OUTBOUND),
            subject="Platform role",
            body=_BODY,
        )
        whom = ids[int(len(ids) * dice.random() ** 2)]
        at = _FIRST + timedelta(days=_DAYS * number / count, seconds=number)
        yield Entry(told, StreamId(new_id()), 1, whom, at, import_id)


def _imported(
    dice: Random, ids: list[CandidateId], count: int, import_id: StreamId
) -> Iterator[Entry]:
    started = ImportStarted(source="bench", filename="bench.zip", sha256="0" * 64, size_bytes=0)
    yield Entry(started, import_id, 1)
    yield from _engagements(dice, ids, count, import_id)
    yield Entry(ImportCompleted(report={}), import_id, 2)


def _append(on: Stage, entries: Iterator[Entry]) -> None:
    while together := list(islice(entries, _TOGETHER)):
        on.ledger.put(Parcel([Request(new_id(), on.owner, together)]))


def _record(on: Stage, commands: list[Command]) -> None:
    on.ledger.record_many(commands, by=on.owner, request_ids=[None] * len(commands))
