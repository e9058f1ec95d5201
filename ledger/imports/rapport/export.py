"""One export, read twice: what is in effect at its end, and then its events as records."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from pydantic import ValidationError

from ledger import errors
from ledger.archive.origins import event_id
from ledger.canonical import canonical
from ledger.events import (
    GLOSSARY,
    CandidateAdded,
    CandidatesMerged,
    CandidatesUnmerged,
    CandidateUpdated,
    EngagementCorrected,
    EngagementRecorded,
    HandleAdded,
    ImportReinstated,
    ImportReverted,
    ImportStarted,
)
from ledger.ids import id_of
from ledger.imports.rapport import SOURCE
from ledger.imports.rapport.belonging import COMES_ALONG, ERASED, NOT_THEIRS, WHY_IT_STAYS
from ledger.imports.rapport.facts import OF_FACTS, Facts
from ledger.imports.rapport.people import People
from ledger.imports.rapport.rows import Rows
from ledger.imports.rapport.streams import AMENDING, Begun
from ledger.imports.records import ForeignEvent, Place, Record, Skipped
from ledger.stored import Row

TAKEN_BACK = "of an import that was taken back there"
# Where it came before it was undone, the undoing still finds it.
UNDONE = "a merge that was undone there"
RESTATED = "told already, where it stood before somebody was erased there"
STRANGER = "about somebody who is not known there any more"

_ABOUT_SOMEBODY = {*OF_FACTS, HandleAdded.__name__, EngagementRecorded.__name__}
_EIGHT = 8


class _Held(NamedTuple):
    """An event about somebody whom nothing has made known so far."""

    candidate: bytes
    event: ForeignEvent


_LOOKED_AHEAD_FOR = {
    *AMENDING,
    *OF_FACTS,
    CandidatesUnmerged.__name__,
    ImportStarted.__name__,
    ImportReverted.__name__,
    ImportReinstated.__name__,
}


class Export:
    """The events of one export; every row counts under the file's name."""

    def __init__(self, file: str, rows: Rows, rows_by_file: dict[str, int]) -> None:
        self._file = file
        self._rows = rows
        self._rows_by_file = rows_by_file
        self._taken_back: set[UUID] = set()
        self._transfers: set[UUID] = set()
        self._begun = Begun()
        self._people = People()
        self._facts = Facts()
        self._held: list[_Held] = []
        self._restated: dict[int, bytes] = {}
        self._undone_by: defaultdict[UUID, set[UUID | None]] = defaultdict(set)

    def records(self) -> Iterator[Record]:
        """Yield the events in effect, and then the people; raise `errors.Unreadable`.

        What is about somebody whom only a reverted import had added, or whom a later line makes
        known, waits until the end: by then it shows whether they are somebody.
        """
        for line in self._read(self._rows.of_types(_LOOKED_AHEAD_FOR)):
            self._look_ahead(line)
        for line in self._read(self._rows()):
            self._rows_by_file[self._file] = line.position
            yield from self._told(line)
        yield from self._told_late()
        yield from self._people.told(self._file)

    def _read(self, rows: Iterator[Row]) -> Iterator[Row]:
        try:
            yield from rows
        except errors.Damaged as damaged:
            raise _unreadable(
                damaged.facts.get("file", self._file),
                damaged.facts.get("line"),
                damaged.facts["what"],
            ) from damaged

    def _unreadable(self, line: int, what: str) -> errors.Unreadable:
        return _unreadable(self._file, line, what)

    def _look_ahead(self, line: Row) -> None:
        if line.event_type in AMENDING:
            self._begun.look_ahead(line)
            self._look_for_restatement(line)
        elif line.event_type in OF_FACTS and not line.is_erased:
            self._facts.look_ahead(line, self._payload(line))
        elif line.event_type == CandidatesUnmerged.__name__:
            self._undone_by[line.stream_id].add(line.import_id)
        elif line.event_type == ImportReverted.__name__:
            self._taken_back.add(line.stream_id)
        elif line.event_type == ImportReinstated.__name__:
            self._taken_back.discard(line.stream_id)
        elif line.event_type == ImportStarted.__name__ and self._is_transfer(line):
            self._transfers.add(line.stream_id)

    def _look_for_restatement(self, line: Row) -> None:
        """Keep what stands for an event whose payload an erasure of somebody else took."""
        if line.event_type != EngagementCorrected.__name__ or line.is_erased:
            return
        payload = self._payload(line)
        if "restates" in payload:
            self._restated[payload["restates"]] = line.payload

    def _is_transfer(self, line: Row) -> bool:
        """Say whether events of this import carry the id that they are known by."""
        if line.is_erased:
            return False
        return SOURCE in self._payload(line).get("source", "").split(", ")

    def _told(self, line: Row) -> Iterator[Record]:
        place = Place(self._file, line.position)
        if line.event_type not in COMES_ALONG:
            yield Skipped(place, WHY_IT_STAYS[line.event_type])
        elif line.import_id in self._taken_back:
            yield Skipped(place, TAKEN_BACK)
        elif line.is_erased and line.position in self._restated:
            yield from self._told_now(_restored(line, self._restated[line.position]), place)
        elif line.is_erased:
            yield Skipped(place, ERASED)
        else:
            yield from self._told_now(line, place)

    def _told_now(self, line: Row, place: Place) -> Iterator[ForeignEvent | Skipped]:
        payload = self._payload(line)
        if line.event_type == EngagementCorrected.__name__ and "restates" in payload:
            yield Skipped(place, RESTATED)
            return
        if line.event_type in AMENDING and not self._begun.has(line.stream_id):
            yield Skipped(place, NOT_THEIRS)
            return
        event = self._event(line, place, payload)
        undoing = self._undone_by.get(line.stream_id, set()) - self._taken_back
        if undoing and line.event_type == CandidatesMerged.__name__:
            yield Skipped(place, UNDONE)
            return
        yield from self._in_time(event)
        if line.event_type in OF_FACTS:
            again = self._facts.said_again(line, payload)
            if again:
                yield from self._in_time(
                    event._replace(
                        event_id=id_of("said again", UUID(bytes=event.event_id)).bytes,
                        event_type=CandidateUpdated.__name__,
                        schema_version=CandidateUpdated.schema_version,
                        payload=canonical({"profile": again}),
                    )
                )

    def _in_time(self, event: ForeignEvent) -> Iterator[ForeignEvent]:
        if event.event_type == CandidateAdded.__name__:
            self._people.introduce(event.candidate)
        if event.candidate is None or self._people.knows(event.candidate):
            yield event
        else:
            self._held.append(_Held(event.candidate, event))

    def _told_late(self) -> Iterator[Record]:
        for held in self._held:
            if held.event.event_type in OF_FACTS:
                self._people.introduce(held.candidate)
                yield held.event
        roots = self._people.roots()
        for held in self._held:
            if held.event.event_type in OF_FACTS:
                continue
            if self._people.knows(roots.get(held.candidate, held.candidate)):
                yield held.event
            else:
                yield Skipped(held.event.place, STRANGER)

    def _event(self, line: Row, place: Place, payload: dict[str, Any]) -> ForeignEvent:
        if line.candidate_id is None and line.event_type in _ABOUT_SOMEBODY:
            raise self._unreadable(line.position, "it does not say about whom it is")
        named = self._begun.name(line, payload, self._people.handles_of(line.candidate_id))
        event = ForeignEvent(
            place,
            self._id_of(line).bytes,
            line.event_type,
            line.schema_version,
            line.payload,
            line.occurred_at,
            line.stream_id.bytes,
            line.candidate_id.bytes if line.candidate_id else None,
            named.names,
            named.moment,
        )
        self._people.hear(event, payload)
        return event

    def _payload(self, line: Row) -> dict[str, Any]:
        known = GLOSSARY[line.event_type]
        try:
            # What an older Rapport wrote is checked once it is read as today's.
            if line.schema_version == known.schema_version:
                known.model_validate_json(line.payload)
            payload: dict[str, Any] = orjson.loads(line.payload)
        except ValidationError as error:
            what = f"it is no {line.event_type} ({error.errors()[0]['msg']})"
            raise self._unreadable(line.position, what) from error
        return payload

    def _id_of(self, line: Row) -> UUID:
        is_of_elsewhere = line.import_id in self._transfers and line.request_id is not None
        if is_of_elsewhere and line.request_id and line.request_id.version == _EIGHT:
            return line.request_id
        return event_id(line.workspace_id, line.position, line.digest)


def _restored(line: Row, restatement: bytes) -> Row:
    """Return an emptied event with what a later one puts in its place."""
    told: dict[str, Any] = orjson.loads(restatement)
    told.pop("restates")
    payload = told["changes"] if line.event_type == EngagementRecorded.__name__ else told
    return line._replace(payload=canonical(payload), salt=line.digest)


def _unreadable(file: str, line: int | None, what: str) -> errors.Unreadable:
    where = file if line is None else f"{file}, line {line}"
    detail = f"{where}: {what}. Export that ledger again, and bring it in."
    return errors.Unreadable(detail, file=file, line=line)
