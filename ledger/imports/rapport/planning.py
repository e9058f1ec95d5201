"""From another ledger's events to entries of this one: what is new, on which stream?

An event is new where the id that it is known by is neither one of this ledger's own nor that of
a request here. What is here in an import that was taken back comes back with that import:
recorded a second time, it would be there twice should somebody reinstate it later.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from ledger import errors
from ledger.entries import Entry
from ledger.events import (
    GLOSSARY,
    CandidateAdded,
    CandidatesMerged,
    CandidatesUnmerged,
    EngagementRecorded,
    Event,
    HandleAdded,
    ImportReinstated,
)
from ledger.ids import id_of_moment
from ledger.imports.erased import reason
from ledger.imports.matching import NO_STREAM, Stream, streams
from ledger.imports.rapport.belonging import COMES_ALONG
from ledger.imports.rapport.erased import Erased, without_erased
from ledger.imports.rapport.merging import SamePeople
from ledger.imports.rapport.own import own_among
from ledger.imports.rapport.plan import Of, Outcome, TransferPlan
from ledger.imports.rapport.standing import held_among, read_as_today
from ledger.imports.rapport.streams import AMENDING
from ledger.imports.reading import Batch
from ledger.imports.records import ForeignEvent, ForeignPerson, Skipped
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import CandidateId, StreamId

TWO_OF_HERE = "it would read two people of this ledger as one: merge them yourself if they are"

_AGAIN = "A newer export of the same ledger was brought in."
# What says nothing without the event that began its stream.
_FOLLOWING = AMENDING | {CandidatesUnmerged.__name__}
_COUNTED: dict[str, Of] = {
    CandidateAdded.__name__: "people",
    EngagementRecorded.__name__: "engagements",
}


class _New(NamedTuple):
    """An event that is not in this ledger, and the streams that may hold what it tells."""

    told: ForeignEvent
    event: Event
    known_by: UUID
    candidate_id: CandidateId | None
    stream_ids: tuple[StreamId, ...]
    """Where it goes, and then where the same was told of the same person under other ids."""


class Transfer:
    """Plans the bringing in of another ledger, each batch on top of the assumed ones."""

    def __init__(self, ledger: Ledger, known: Known) -> None:
        self._ledger = ledger
        self._known = known
        self._people = SamePeople(ledger, known)
        self._left: set[bytes] = set()
        """Streams of the other ledger whose first event was left out."""
        self._ahead = TransferPlan(None)
        """The plan that may not be written yet."""
        self._reinstated: set[UUID] = set()
        self._erased = Erased(ledger.database, ledger.workspace, known)
        self._is_anybody_absent = False

    def look_ahead(self, events: Iterable[ForeignEvent]) -> None:
        """Find out who of the other ledger's people was erased here."""
        self._erased.look_ahead(events)

    def bury(self, candidate_id: CandidateId, day: date) -> None:
        """Tell nothing more of somebody who was erased while the import was at work."""
        self._erased.add(candidate_id, day)

    def plan(self, batch: Batch, import_id: UUID | None) -> TransferPlan:
        """Return what is new in these events, and whom of these people somebody knows."""
        plan = TransferPlan(import_id)
        self._is_anybody_absent = self._known.has_suppressed()
        told = [record for record in batch.records if isinstance(record, ForeignEvent)]
        events = [event for event in told if not self._is_erased(event, plan)]
        people = [
            record
            for record in batch.records
            if isinstance(record, ForeignPerson) and self._erased.day(record.candidate) is None
        ]
        new = self._new_among(events, plan)
        found = [each for one in new for each in one.stream_ids]
        standing = streams(self._ledger.database, self._ledger.workspace, found, import_id)
        for one in new:
            self._plan_event(one, standing, plan)
        for merge_id, merge in self._people.recognised(people, plan):
            primary = CandidateId(merge.primary_candidate_id)
            plan.put(Entry(merge, merge_id, 1, primary, None, import_id, merge_id))
            plan.recognised_count += 1
        return plan

    def _is_erased(self, event: ForeignEvent, plan: TransferPlan) -> bool:
        """Leave out what is told of somebody who was erased here; say whether it was."""
        day = self._erased.day_of(event)
        if day is None:
            return False
        self._left.add(event.stream)
        plan.skipped.append(Skipped(event.place, reason(day)))
        return True

    def assume(self, plan: TransferPlan) -> None:
        """Build later plans on this one, as if it were written already."""
        self._ahead = plan
        self._reinstated |= plan.reinstated
        self._people.assume(plan)

    def forget(self, plan: TransferPlan) -> None:
        """Build on this plan no more: somebody else was first, and it must be made anew."""
        self._ahead = TransferPlan(None)
        self._reinstated -= plan.reinstated
        self._people.forget(plan)

    def _new_among(self, told: Sequence[ForeignEvent], plan: TransferPlan) -> list[_New]:
        database, workspace = self._ledger.database, self._ledger.workspace
        ids = [UUID(bytes=event.event_id) for event in told]
        own = own_among(database, workspace, ids)
        held = held_among(database, workspace, ids)
        taken_back = {each.import_id for each in held.values() if each.is_taken_back}
        self._reinstate(taken_back - {plan.import_id, None}, plan)
        known = own | held.keys() | self._ahead.known_by
        new: list[_New] = []
        for known_by, event in zip(ids, told, strict=True):
            if event.event_type == CandidateAdded.__name__ and known_by not in own:
                self._people.meet(_candidate(event))
            if known_by in known:
                _tell(plan, event, is_new=False)
            else:
                known.add(known_by)
                new.append(self._parsed(event, known_by))
        return self._placed(new, plan)

    def _reinstate(self, imports: Collection[UUID | None], plan: TransferPlan) -> None:
        for import_id in imports:
            if import_id is None or import_id in self._reinstated:
                continue
            # Of no import: undoing this one leaves the other as a person would have it.
            stream_id = StreamId(import_id)
            again = ImportReinstated(reason=_AGAIN)
            plan.entries.append(Entry(again, stream_id, self._known.version(stream_id) + 1))
            plan.reinstated.add(import_id)

    def _parsed(self, told: ForeignEvent, known_by: UUID) -> _New:
        if told.event_type not in COMES_ALONG:
            # The reader never yields one. It reads what strangers wrote, though, in a process
            # of its own, and this is the last place to ask before it would be recorded.
            raise errors.Damaged(
                f"{told.place.file}, line {told.place.line}: {told.event_type} stays there."
            )
        kind, payload = GLOSSARY[told.event_type], told.payload
        if told.schema_version < kind.schema_version:
            database = self._ledger.database
            payload = read_as_today(database, told.event_type, told.schema_version, payload)
        try:
            event = kind.model_validate_json(payload)
        except ValidationError as error:
            place = told.place
            raise errors.Damaged(
                f"{place.file}, line {place.line}: no {told.event_type}."
            ) from error
        candidate_id = _candidate(told) if told.candidate else None
        if self._is_anybody_absent and isinstance(event, EngagementRecorded):
            event = without_erased(event, self._known)
        if isinstance(event, HandleAdded) and candidate_id:
            self._people.hear(candidate_id, event)
        return _New(told, event, known_by, candidate_id, (self._stream(told),))

    def _placed(self, new: Sequence[_New], plan: TransferPlan) -> list[_New]:
        """Add where the same may have been told of whoever the candidate is here."""
        told = {one.candidate_id for one in new if one.candidate_id and _is_by_person(one)}
        merges = [one.event for one in new if isinstance(one.event, CandidatesMerged)]
        named = {
            CandidateId(each)
            for merge in merges
            for each in (merge.primary_candidate_id, merge.duplicate_candidate_id)
        }
        self._people.look_up(told | named)
        others = self._people.others(told, plan)
        return [
            one._replace(stream_ids=(*one.stream_ids, *self._same(one.told, others)))
            if _is_by_person(one)
            else one
            for one in new
        ]

    def _same(
        self, told: ForeignEvent, others: Mapping[CandidateId, Collection[CandidateId]]
    ) -> list[StreamId]:
        names = told.names[:-1]
        return [self._known.id_of(*names, other) for other in others[_candidate(told)]]

    def _stream(self, told: ForeignEvent) -> StreamId:
        if not told.names:
            return StreamId(UUID(bytes=told.stream))
        if told.moment is None:
            return self._known.id_of(*told.names)
        return StreamId(id_of_moment(told.moment, self._ledger.workspace, *told.names))

    def _plan_event(
        self, one: _New, standing: Mapping[UUID, Stream], plan: TransferPlan
    ) -> None:
        told, event, candidate_id = one.told, one.event, one.candidate_id
        if told.event_type in _FOLLOWING and told.stream in self._left:
            _tell(plan, told, is_new=False)
            return
        if isinstance(event, EngagementRecorded) and self._is_told(one, standing, plan):
            self._left.add(told.stream)
            _tell(plan, told, is_new=False)
            return
        if isinstance(event, CandidatesMerged):
            merged = self._people.merged(event, one.stream_ids[0], plan)
            if merged is None:
                self._left.add(told.stream)
                self._leave(one, event, plan)
                return
            event, candidate_id = merged, CandidateId(merged.primary_candidate_id)
        stream_id = one.stream_ids[0]
        if isinstance(event, CandidatesUnmerged):
            self._people.unmerged(stream_id, plan)
        versions = plan.versions.get(stream_id) or self._ahead.versions.get(stream_id, 0)
        version = max(versions, standing.get(stream_id, NO_STREAM).version) + 1
        at, known_by = told.occurred_at, one.known_by
        plan.put(Entry(event, stream_id, version, candidate_id, at, plan.import_id, known_by))
        _tell(plan, told, is_new=True)

    def _is_told(self, one: _New, standing: Mapping[UUID, Stream], plan: TransferPlan) -> bool:
        """Say whether the source told this engagement here as well."""
        return any(
            standing.get(each, NO_STREAM).is_effective
            or each in plan.versions
            or each in self._ahead.versions
            for each in one.stream_ids
            if one.told.names
        )

    def _leave(self, one: _New, event: CandidatesMerged, plan: TransferPlan) -> None:
        ids = event.primary_candidate_id, event.duplicate_candidate_id
        first, second = (self._people.root(CandidateId(each), plan) for each in ids)
        if first == second:
            _tell(plan, one.told, is_new=False)
        else:
            plan.skipped.append(Skipped(one.told.place, TWO_OF_HERE))


def _is_by_person(one: _New) -> bool:
    """Say whether an engagement's source names it together with the candidate's id."""
    names = one.told.names
    return (
        isinstance(one.event, EngagementRecorded)
        and bool(names)
        and names[-1] == str(one.candidate_id)
    )


def _candidate(told: ForeignEvent) -> CandidateId:
    assert told.candidate is not None
    return CandidateId(UUID(bytes=told.candidate))


def _tell(plan: TransferPlan, told: ForeignEvent, *, is_new: bool) -> None:
    plan.outcomes.append(Outcome(told.place, is_new, _COUNTED.get(told.event_type)))
