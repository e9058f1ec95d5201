"""From another ledger's events to entries of this one: what is new, on which stream?

An event is new where the id that it is known by is neither one of this ledger's own nor that of
a request here. What is here in an import that was taken back comes back with that import:
recorded a second time, it would be there twice should somebody reinstate it later.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from ledger.entries import Entry
from ledger.events import (
    CandidateAdded,
    CandidatesMerged,
    CandidatesUnmerged,
    EngagementRecorded,
    HandleAdded,
)
from ledger.imports.bringer import Bringer
from ledger.imports.erased import reason
from ledger.imports.matching import NO_STREAM, Stream, streams
from ledger.imports.rapport.arriving import Arriving, New, candidate_of
from ledger.imports.rapport.erased import Erased
from ledger.imports.rapport.merging import SamePeople
from ledger.imports.rapport.own import own_among
from ledger.imports.rapport.permitted import Permitted
from ledger.imports.rapport.plan import TransferPlan
from ledger.imports.rapport.reinstating import TAKEN_BACK_HERE, Reinstating
from ledger.imports.rapport.standing import held_among
from ledger.imports.rapport.streams import AMENDING
from ledger.imports.rapport.waiting import Waiting
from ledger.imports.reading import Batch
from ledger.imports.records import ForeignEvent, ForeignPerson, Record, Skipped
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import CandidateId, StreamId

TWO_OF_HERE = "it would read two people of this ledger as one: merge them yourself if they are"


class Transfer:
    """Plans the bringing in of another ledger, each batch on top of the assumed ones."""

    def __init__(self, ledger: Ledger, known: Known, by: Bringer) -> None:
        self._ledger = ledger
        self._known = known
        self._permitted = Permitted(ledger, by)
        self._people = SamePeople(ledger, known)
        self._merges = self._people.merges
        self._arriving = Arriving(ledger, known)
        # Streams of the other ledger whose first event was left out.
        self._left: set[bytes] = set()
        # The plan that may not be written yet.
        self._ahead = TransferPlan(None)
        self._reinstating = Reinstating(ledger, known, by.scopes)
        self._erased = Erased(ledger.database, ledger.workspace, known)
        self._is_anybody_absent = False
        self._waiting = Waiting(self._people)
        self._is_at_rest = False

    def look_ahead(self, events: Iterable[ForeignEvent]) -> None:
        """Find out who of the other ledger's people was erased here."""
        self._erased.look_ahead(events)

    def bury(self, candidate_id: CandidateId, day: date) -> None:
        """Tell nothing more of somebody who was erased while the import was at work."""
        self._erased.add(candidate_id, day)

    def plan(self, batch: Batch, import_id: UUID | None) -> TransferPlan:
        """Return what is new in these events; whom somebody here knows waits for the rest."""
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
        if self._is_at_rest:
            self._merge_at_last(new, plan)
            for entry in self._people.recognised(people, import_id):
                self._read_as_one(entry, plan)
                plan.recognised_count += 1
            return plan
        database, workspace = self._ledger.database, self._ledger.workspace
        found = [each for one in new for each in one.stream_ids]
        standing = streams(database, workspace, found, import_id)
        if held_among(database, workspace, [one.known_by for one in new]):
            # Somebody brought the same in between the two questions, and would be followed on
            # each stream by the same once more. Asked again, fewer are new each time.
            return self.plan(batch, import_id)
        self._permitted.look_up(standing.keys())
        for one in new:
            self._plan_event(one, standing, plan)
        plan.people += people
        return plan

    def rest(self) -> Iterator[Sequence[Record]]:
        """Yield what is to be planned once all else is written, to plan it in turn."""
        self._is_at_rest = True
        yield from self._waiting.rest()

    def assume(self, plan: TransferPlan) -> None:
        """Build later plans on this one, as if it were written already."""
        self._ahead = plan
        self._reinstating.assume(plan)
        self._merges.assume()
        self._waiting.assume(plan)

    def forget(self, plan: TransferPlan) -> None:
        """Build on this plan no more: somebody else was first, and it must be made anew."""
        self._ahead = TransferPlan(None)
        self._reinstating.forget(plan)
        self._merges.forget()
        self._waiting.forget(plan)

    def _is_erased(self, event: ForeignEvent, plan: TransferPlan) -> bool:
        """Leave out what is told of somebody who was erased here; say whether it was."""
        day = self._erased.day_of(event)
        if day is None:
            return False
        self._left.add(event.stream)
        plan.skipped.append(Skipped(event.place, reason(day)))
        return True

    def _new_among(self, told: Sequence[ForeignEvent], plan: TransferPlan) -> list[New]:
        database, workspace = self._ledger.database, self._ledger.workspace
        ids = [UUID(bytes=event.event_id) for event in told]
        own = own_among(database, workspace, ids)
        held = held_among(database, workspace, ids)
        kept = self._reinstating.bring_back(held, plan)
        known = own | held.keys() | self._ahead.known_by
        new: list[New] = []
        for known_by, event in zip(ids, told, strict=True):
            if event.event_type == CandidateAdded.__name__ and known_by not in own:
                self._people.meet(candidate_of(event))
            if known_by in held and held[known_by].import_id in kept:
                plan.skipped.append(Skipped(event.place, TAKEN_BACK_HERE))
            elif known_by in known:
                plan.tell(event, is_new=False)
            else:
                known.add(known_by)
                new.append(self._parsed(event, known_by))
        self._merges.begin(plan.import_id, self._reinstating.among(plan))
        return self._placed(new)

    def _parsed(self, told: ForeignEvent, known_by: UUID) -> New:
        one = self._arriving.parsed(told, known_by, is_anybody_absent=self._is_anybody_absent)
        if isinstance(one.event, HandleAdded) and one.candidate_id:
            self._people.hear(one.candidate_id, one.event)
        return one

    def _placed(self, new: Sequence[New]) -> list[New]:
        """Add where the same may have been told of whoever the candidate is here."""
        told = {one.candidate_id for one in new if one.candidate_id and one.is_by_person}
        others = self._people.others(told)
        return [
            one._replace(stream_ids=(*one.stream_ids, *self._same(one.told, others)))
            if one.is_by_person
            else one
            for one in new
        ]

    def _same(
        self, told: ForeignEvent, others: Mapping[CandidateId, Collection[CandidateId]]
    ) -> list[StreamId]:
        names = told.names[:-1]
        return [self._known.id_of(*names, other) for other in others[candidate_of(told)]]

    def _plan_event(
        self, one: New, standing: Mapping[UUID, Stream], plan: TransferPlan
    ) -> None:
        told, event = one.told, one.event
        if isinstance(event, CandidatesMerged):
            if not self._merge(one, event, plan):
                plan.merges.append(told)
            return
        if self._says_nothing(one, standing, plan):
            plan.tell(told, is_new=False)
            return
        stream_id = one.stream_ids[0]
        versions = plan.versions.get(stream_id) or self._ahead.versions.get(stream_id, 0)
        before = max(versions, standing.get(stream_id, NO_STREAM).version)
        if why := self._permitted.why_not(one, before):
            plan.skipped.append(Skipped(told.place, why))
            return
        who, at, by = one.candidate_id, told.occurred_at, one.known_by
        plan.put(entry := Entry(event, stream_id, before + 1, who, at, plan.import_id, by))
        if isinstance(event, CandidatesUnmerged):
            self._merges.plan(entry)
        plan.tell(told, is_new=True)

    def _says_nothing(
        self, one: New, standing: Mapping[UUID, Stream], plan: TransferPlan
    ) -> bool:
        """Say whether an event is without the one it follows, or was told here as well."""
        told = one.told
        if isinstance(one.event, CandidatesUnmerged):
            is_left = not (one.stream_ids[0] in standing or self._merges.has(one.stream_ids[0]))
        elif isinstance(one.event, EngagementRecorded):
            is_left = self._is_told(one, standing, plan)
        else:
            return told.event_type in AMENDING and told.stream in self._left
        if is_left:
            self._left.add(told.stream)
        return is_left

    def _is_told(self, one: New, standing: Mapping[UUID, Stream], plan: TransferPlan) -> bool:
        """Say whether the source told this engagement here as well."""
        return any(
            standing.get(each, NO_STREAM).is_effective
            or each in plan.versions
            or each in self._ahead.versions
            for each in one.stream_ids
        )

    def _merge(self, one: New, event: CandidatesMerged, plan: TransferPlan) -> bool:
        """Put down a merge; say whether it has anything to say here."""
        merged = self._people.merged(event)
        if merged is None:
            return False
        primary = CandidateId(merged.primary_candidate_id)
        (stream_id, *_), at, by = one.stream_ids, one.told.occurred_at, one.known_by
        self._read_as_one(Entry(merged, stream_id, 1, primary, at, plan.import_id, by), plan)
        plan.tell(one.told, is_new=True)
        return True

    def _read_as_one(self, entry: Entry, plan: TransferPlan) -> None:
        plan.put(entry)
        self._merges.plan(entry)

    def _merge_at_last(self, new: Sequence[New], plan: TransferPlan) -> None:
        """Put down merges as long as one of them makes another say something new."""
        waiting = [
            (one, one.event)
            for one in new
            if isinstance(one.event, CandidatesMerged) and one.told.stream not in self._left
        ]
        before = len(waiting) + 1
        while len(waiting) < before:
            before = len(waiting)
            waiting = [each for each in waiting if not self._merge(*each, plan)]
        for one, event in waiting:
            if self._people.is_new(event):
                plan.skipped.append(Skipped(one.told.place, TWO_OF_HERE))
            else:
                plan.tell(one.told, is_new=False)
