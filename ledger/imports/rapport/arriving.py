"""An event of another ledger as one of this one: read as today's, on the stream it goes to."""

from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from ledger import errors
from ledger.events import GLOSSARY, EngagementRecorded, Event
from ledger.ids import id_of_moment
from ledger.imports.rapport.belonging import COMES_ALONG
from ledger.imports.rapport.erased import without_erased
from ledger.imports.rapport.standing import read_as_today
from ledger.imports.records import ForeignEvent
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import CandidateId, StreamId


class New(NamedTuple):
    """An event that is not in this ledger, and the streams that may hold what it tells."""

    told: ForeignEvent
    event: Event
    known_by: UUID
    candidate_id: CandidateId | None
    stream_ids: tuple[StreamId, ...]
    """Where it goes, and then where the same was told of the same person under other ids."""

    @property
    def is_by_person(self) -> bool:
        """Whether an engagement's source names it together with the candidate's id."""
        names = self.told.names
        return (
            isinstance(self.event, EngagementRecorded)
            and bool(names)
            and names[-1] == str(self.candidate_id)
        )


class Arriving:
    """Reads what strangers wrote as events of ours."""

    def __init__(self, ledger: Ledger, known: Known) -> None:
        self._ledger = ledger
        self._known = known

    def parsed(self, told: ForeignEvent, known_by: UUID, *, is_anybody_absent: bool) -> New:
        """Return an event as it would be recorded; raise `errors.Damaged` where it is none.

        Where somebody was erased here, nobody who `is_anybody_absent` stands for is named.
        """
        if told.event_type not in COMES_ALONG:
            # The reader never yields one. It reads what strangers wrote, though, in a process
            # of its own, and this is the last place to ask before it would be recorded.
            raise _damaged(told, f"{told.event_type} stays there")
        kind, payload = GLOSSARY[told.event_type], told.payload
        if told.schema_version < kind.schema_version:
            database = self._ledger.database
            payload = read_as_today(database, told.event_type, told.schema_version, payload)
        try:
            event = kind.model_validate_json(payload)
        except ValidationError as error:
            raise _damaged(told, f"no {told.event_type}") from error
        if is_anybody_absent and isinstance(event, EngagementRecorded):
            event = without_erased(event, self._known)
        candidate_id = candidate_of(told) if told.candidate else None
        return New(told, event, known_by, candidate_id, (self._stream(told),))

    def _stream(self, told: ForeignEvent) -> StreamId:
        if not told.names:
            return StreamId(UUID(bytes=told.stream))
        if told.moment is None:
            return self._known.id_of(*told.names)
        return StreamId(id_of_moment(told.moment, self._ledger.workspace, *told.names))


def candidate_of(told: ForeignEvent) -> CandidateId:
    """Return whom an event is about."""
    assert told.candidate is not None
    return CandidateId(UUID(bytes=told.candidate))


def _damaged(told: ForeignEvent, what: str) -> errors.Damaged:
    return errors.Damaged(f"{told.place.file}, line {told.place.line}: {what}.")
