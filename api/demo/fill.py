"""Filling a ledger with made-up people and years of engagements: one import, taken back as one.

The people are the same every time, and so are the ids of everything about them: asking for more
of them later adds those who are missing, and asking for as many again adds nobody.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.demo import writing
from api.demo.people import MadeUpPerson, person
from api.installation import Installation
from ledger import errors
from ledger.entries import Entry
from ledger.events import EngagementRecorded, ImportCompleted, ImportStarted
from ledger.ids import new_id
from ledger.imports.matching import streams
from ledger.imports.report import Report
from ledger.parcels import Request
from ledger.words import ActorId, StreamId

FILENAME = "made-up people"
# Which people they are; should they ever be made differently, they are others.
SHA256 = hashlib.sha256(b"rapport made-up people 2026").hexdigest()
# About 5,000 entries in one transaction: some hundred milliseconds in which others wait.
_PEOPLE_TOGETHER = 200

Tell = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was added."""

    import_id: UUID | None
    """Nothing where everybody was there already."""
    candidate_count: int
    event_count: int
    report: Report


def fill(
    installation: Installation,
    candidate_count: int,
    tell: Tell,
    *,
    by: ActorId | None = None,
    import_id: UUID | None = None,
) -> Filled:
    """Add those of the first so many made-up people whom the ledger does not have yet.

    It is the owner who does, in an import of a new id, unless told otherwise. Raise
    `errors.NotAllowedNow` while an earlier filling stands taken back. If we die in between,
    the people added so far are whole, and the next filling adds the others.
    """
    for row in installation.knowledge().rows("imports", sha256=SHA256, state="reverted"):
        raise errors.NotAllowedNow(
            f"Made-up people were taken back: run `rapport redo {row['stream_id']}` first."
        )
    filling = _Filling(installation, by or installation.owner, import_id or new_id())
    for start in range(0, candidate_count, _PEOPLE_TOGETHER):
        end = min(start + _PEOPLE_TOGETHER, candidate_count)
        filling.add([person(number) for number in range(start, end)])
        tell(end, candidate_count)
    return filling.completed()


class _Filling:
    """One import of made-up people under way."""

    def __init__(self, installation: Installation, by: ActorId, import_id: UUID) -> None:
        self._installation = installation
        self._by = by
        self._import_id = import_id
        self._report = Report("demo", FILENAME, SHA256, 0, is_dry_run=False)

    def add(self, people: Sequence[MadeUpPerson]) -> None:
        """Append everything about those of the people who are not there yet."""
        made = self._installation.workspace
        wanted = [writing.candidate_id(made, one) for one in people]
        handles = [id_ for one in people for id_ in writing.handle_ids(made, one)]
        asked = [*wanted, *handles, *writing.pool_ids(made)]
        standing = streams(self._installation.database, made, asked, own=None)
        scribe = writing.Scribe(made, self._import_id, set(standing))
        for one, candidate_id in zip(people, wanted, strict=True):
            if candidate_id not in standing:
                scribe.write(one)
                self._report.people["new"] += 1
        if scribe.entries:
            self._append(scribe.entries, self._import_id)

    def completed(self) -> Filled:
        """Append that this was all, where there was anything."""
        report = self._report
        if report.import_id is not None:
            completed = ImportCompleted(report=report.as_json())
            self._put([Entry(completed, StreamId(report.import_id), 2)])
        return Filled(report.import_id, report.people["new"], report.event_count, report)

    def _append(self, entries: list[Entry], import_id: UUID) -> None:
        report = self._report
        if report.import_id is None:
            report.import_id = import_id
            started = ImportStarted(
                source=report.source, filename=FILENAME, sha256=SHA256, size_bytes=0
            )
            entries = [Entry(started, StreamId(import_id), 1), *entries]
        report.engagements["new"] += sum(
            isinstance(entry.event, EngagementRecorded) for entry in entries
        )
        report.event_count += len(entries)
        self._put(entries)

    def _put(self, entries: list[Entry]) -> None:
        self._installation.ledger.append(Request(new_id(), self._by, entries))
