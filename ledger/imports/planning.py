"""From a batch of neutral records to the entries that say what is new in them."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import ValidationError

from ledger.entries import Entry
from ledger.events import CandidateAdded, CandidateUpdated, EngagementRecorded, HandleAdded
from ledger.ids import id_of, id_of_moment, new_id
from ledger.imports.matching import (
    NO_STREAM,
    Recognised,
    Stream,
    holder_among,
    news_in,
    recognised,
    said_by,
    streams,
    told_of,
)
from ledger.imports.reading import Batch
from ledger.imports.records import Engagement, Person, Place, Skipped
from ledger.imports.report import Report
from ledger.known import Known
from ledger.recording import Ledger
from ledger.words import CandidateId, Origin, Profile, StreamId

_UNRECOGNISABLE = "no address, number or profile link by which to recognise them again"


@dataclass(frozen=True, slots=True)
class _Met:
    """A person of the file as the ledger has them."""

    candidate_id: CandidateId
    strongest: str
    """Their strongest handle, which names them in the keys of group messages."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one record, for the report."""

    of: Literal["people", "engagements"]
    word: str
    places: tuple[Place, ...]
    is_new: bool


@dataclass(slots=True)
class Plan:
    """What one batch of records would change: the entries, and what they take for granted."""

    import_id: UUID | None
    entries: list[Entry] = field(default_factory=list[Entry])
    met: dict[str, _Met] = field(default_factory=dict[str, _Met])
    held: dict[StreamId, CandidateId] = field(default_factory=dict[StreamId, CandidateId])
    recorded: set[StreamId] = field(default_factory=set[StreamId])
    versions: dict[StreamId, int] = field(default_factory=dict[StreamId, int])
    outcomes: list[_Outcome] = field(default_factory=list[_Outcome])
    skipped: list[Skipped] = field(default_factory=list[Skipped])

    def count(self, report: Report) -> None:
        """Put down in the report what became of the records, now that it is written."""
        report.event_count += len(self.entries)
        for outcome in self.outcomes:
            counts = report.people if outcome.of == "people" else report.engagements
            counts[outcome.word] += 1
            report.tell(*outcome.places, is_new=outcome.is_new)
        for skipped in self.skipped:
            report.skip(skipped)


class Planner:
    """Plans one import, batch by batch, each on top of those it was told to assume."""

    def __init__(self, ledger: Ledger, known: Known, *, is_repeated: bool) -> None:
        self._ledger = ledger
        self._known = known
        self._source = ""
        self._is_repeated = is_repeated
        self._met: dict[str, _Met] = {}
        self._held: dict[StreamId, CandidateId] = {}
        self._recorded: set[StreamId] = set()
        self._batch = Plan(None)

    def plan(self, batch: Batch, import_id: UUID | None) -> Plan:
        """Return what is new in these records."""
        self._source, records = batch.source, batch.records
        self._batch = Plan(import_id)
        self._plan_people([record for record in records if isinstance(record, Person)])
        self._plan_engagements([record for record in records if isinstance(record, Engagement)])
        return self._batch

    def assume(self, plan: Plan) -> None:
        """Build later plans on this one, as if it were written already."""
        self._met |= plan.met
        self._held |= plan.held
        self._recorded |= plan.recorded

    def forget(self, plan: Plan) -> None:
        """Build on this plan no more: somebody else was first, and it must be made anew."""
        for person in plan.met:
            self._met.pop(person, None)
        for handle_id in plan.held:
            self._held.pop(handle_id, None)
        self._recorded -= plan.recorded

    def _plan_people(self, people: Sequence[Person]) -> None:
        handles = {person.person: recognised(self._known, person) for person in people}
        handle_ids = [each.handle_id for found in handles.values() for each in found]
        database, workspace = self._ledger.database, self._ledger.workspace
        own = self._batch.import_id
        standing = streams(database, workspace, handle_ids, own)
        # A handle taken off somebody by hand still tells who a row is about.
        taken_off = told_of(database, workspace, list(standing), own)
        self._batch.held = taken_off | dict(self._known.holders(handle_ids))
        holders = [holder_among(found, self._batch.held) for found in handles.values()]
        known = list({holder for holder in holders if holder is not None})
        said = said_by(database, workspace, self._source, known, own)
        for person in people:
            self._plan_person(person, handles[person.person], standing, said)

    def _plan_person(
        self,
        person: Person,
        handles: list[Recognised],
        standing: Mapping[UUID, Stream],
        said: Mapping[CandidateId, Mapping[str, Any]],
    ) -> None:
        places = (person.place, *person.also)
        if not handles:
            # Nobody could tell them again: the next export would add them once more.
            self._batch.skipped += [Skipped(place, _UNRECOGNISABLE) for place in places]
            return
        # Whoever an earlier row brought counts as well, written yet or only planned.
        candidate_id = holder_among(handles, ChainMap(self._batch.held, self._held))
        before = len(self._batch.entries)
        is_new = candidate_id is None
        if candidate_id is None:
            candidate_id = CandidateId(new_id())
            added = CandidateAdded(
                profile=person.profile, source=self._source, origin=Origin.SOURCED
            )
            self._put(added, StreamId(candidate_id), 1, candidate_id)
            self._batch.versions[StreamId(candidate_id)] = 1
        else:
            self._update(person.profile, candidate_id, said.get(candidate_id, {}))
        for each in handles:
            if each.handle_id not in self._batch.held and each.handle_id not in self._held:
                version = standing.get(each.handle_id, NO_STREAM).version + 1
                claim = HandleAdded(handle=each.handle, key=each.key, source=self._source)
                self._put(claim, each.handle_id, version, candidate_id)
                self._batch.held[each.handle_id] = candidate_id
        strongest = f"{handles[0].handle.type}:{handles[0].key}"
        self._batch.met[person.person] = _Met(candidate_id, strongest)
        is_changed = len(self._batch.entries) > before
        word = "new" if is_new else "changed" if is_changed else "known"
        self._batch.outcomes.append(_Outcome("people", word, places, is_changed))

    def _update(
        self, profile: Profile, candidate_id: CandidateId, said: Mapping[str, Any]
    ) -> None:
        told = profile.model_dump(mode="json", exclude_unset=True)
        news = news_in(told, said, is_repeated=self._is_repeated)
        if not news:
            return
        updated = CandidateUpdated(profile=Profile.model_validate(news), source=self._source)
        stream_id = StreamId(candidate_id)
        version = self._batch.versions.get(stream_id) or self._known.version(stream_id)
        self._batch.versions[stream_id] = version + 1
        self._put(updated, stream_id, version + 1, candidate_id)

    def _plan_engagements(self, told: Sequence[Engagement]) -> None:
        met = ChainMap(self._batch.met, self._met)
        strange = [one.place for one in told if one.person not in met]
        self._batch.skipped += [Skipped(place, _UNRECOGNISABLE) for place in strange]
        engagements = [one for one in told if one.person in met]
        ids = [self._id_of(engagement) for engagement in engagements]
        own = self._batch.import_id
        standing = streams(self._ledger.database, self._ledger.workspace, ids, own)
        for engagement, stream_id in zip(engagements, ids, strict=True):
            stream = standing.get(stream_id, NO_STREAM)
            is_known = (
                stream.is_effective
                or stream_id in self._recorded
                or stream_id in self._batch.recorded
            )
            if is_known:
                outcome = _Outcome("engagements", "known", (engagement.place,), is_new=False)
                self._batch.outcomes.append(outcome)
            else:
                self._record(engagement, stream_id, stream.version + 1)

    def _record(self, engagement: Engagement, stream_id: StreamId, version: int) -> None:
        try:
            event = _event(engagement, self._source)
        except ValidationError as error:
            problem = error.errors()[0]
            reason = f"{problem['loc'][0] if problem['loc'] else 'value'}: {problem['msg']}"
            self._batch.skipped.append(Skipped(engagement.place, reason))
            return
        candidate_id = self._met_as(engagement.person).candidate_id
        self._put(event, stream_id, version, candidate_id, engagement)
        self._batch.recorded.add(stream_id)
        outcome = _Outcome("engagements", "new", (engagement.place,), is_new=True)
        self._batch.outcomes.append(outcome)

    def _id_of(self, engagement: Engagement) -> StreamId:
        names: list[object] = ["engagement", self._source, engagement.external_id]
        if engagement.key_with_person:
            names.append(self._met_as(engagement.person).strongest)
        workspace, at = self._ledger.workspace, engagement.occurred_at
        if at is None or engagement.is_movable:
            return StreamId(id_of(workspace, *names))
        return StreamId(id_of_moment(at, workspace, *names))

    def _met_as(self, person: str) -> _Met:
        return self._batch.met.get(person) or self._met[person]

    def _put(
        self,
        event: CandidateAdded | CandidateUpdated | HandleAdded | EngagementRecorded,
        stream_id: StreamId,
        version: int,
        candidate_id: CandidateId,
        engagement: Engagement | None = None,
    ) -> None:
        occurred_at = engagement.occurred_at if engagement else None
        self._batch.entries.append(
            Entry(event, stream_id, version, candidate_id, occurred_at, self._batch.import_id)
        )


def _event(engagement: Engagement, source: str) -> EngagementRecorded:
    return EngagementRecorded(
        kind=engagement.kind,
        direction=engagement.direction,
        channel=engagement.channel,
        subject=engagement.subject,
        body=engagement.body,
        participants=engagement.participants or None,
        attachments=engagement.attachments or None,
        conversation_id=engagement.conversation_id,
        source=source,
        external_id=engagement.external_id,
    )
