"""From made-up people and what happened with them to the entries of a ledger."""

from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from api.demo.chance import Dice, chance
from api.demo.diary import NOTES
from api.demo.happenings import MadeUpEngagement
from api.demo.history import history
from api.demo.known_facts import handles, profile
from api.demo.people import EARLIEST, MadeUpPerson
from api.demo.telling import Named, event_of, place_of, pool_id
from ledger import events
from ledger.entries import Entry
from ledger.handles import key_of
from ledger.ids import id_of, id_of_moment
from ledger.words import CandidateId, Handle, Origin, Profile, StreamId, WorkspaceId

_SOURCE = "demo"
# Shares of engagements put right and taken back, of people entered twice, of merges undone.
_CORRECTED, _RETRACTED, _DOUBLED, _UNMERGED = 0.02, 0.005, 0.01, 0.1


def candidate_id(workspace: WorkspaceId, person: MadeUpPerson) -> CandidateId:
    """Return the id of a made-up person."""
    return CandidateId(id_of_moment(_met_at(person), workspace, "made-up", person.number))


def handle_ids(workspace: WorkspaceId, person: MadeUpPerson) -> list[StreamId]:
    """Return the streams on which the claims to a person's handles stand."""
    return [_handle_id(workspace, handle) for handle in handles(person)]


def pool_ids(workspace: WorkspaceId) -> list[StreamId]:
    """Return the ids of every pool that a made-up person may be in."""
    return [pool_id(workspace, name) for name in NOTES["pool"]]


class Scribe:
    """Writes down people who are not in the ledger yet, with everything about them."""

    def __init__(
        self, workspace: WorkspaceId, import_id: UUID, standing: AbstractSet[UUID]
    ) -> None:
        self.entries: list[Entry] = []
        self._workspace = workspace
        self._import_id = import_id
        self._standing = standing
        self._versions: Counter[StreamId] = Counter()
        for name, pool in zip(NOTES["pool"], pool_ids(workspace), strict=True):
            if pool not in standing:
                at = datetime.combine(EARLIEST, time(9), UTC)
                self._put(events.PoolCreated(name=name), pool, None, at)

    def write(self, person: MadeUpPerson) -> None:
        """Write down one person: the facts first, then what happened, in the order of time."""
        dice = chance("writing", person.number)
        candidate = candidate_id(self._workspace, person)
        met_at = _met_at(person)
        added = events.CandidateAdded(
            profile=profile(person), source=_SOURCE, origin=Origin.SOURCED
        )
        self._put(added, StreamId(candidate), candidate, met_at)
        for handle in handles(person):
            self._claim(handle, candidate, met_at)
        other = self._twin(person, candidate) if dice.happens(_DOUBLED) else candidate
        self._live(dice, person, candidate, other)
        if other != candidate:
            self._merge(dice, person, candidate, other)

    def _live(
        self, dice: Dice, person: MadeUpPerson, candidate: CandidateId, other: CandidateId
    ) -> None:
        named = Named(self._workspace, person, candidate)
        for number, happening in enumerate(history(person)):
            stream = place_of(named, number, happening)
            at = happening.occurred_at
            # Somebody entered twice is met now under the one id, now under the other.
            is_engagement = isinstance(happening, MadeUpEngagement)
            about = other if is_engagement and dice.happens(0.3) else candidate
            event = event_of(named, happening)
            self._put(event, stream, about, at)
            if isinstance(event, events.EngagementRecorded):
                self._put_right(dice, event, stream, about, at)

    def _put_right(
        self,
        dice: Dice,
        event: events.EngagementRecorded,
        stream: StreamId,
        about: CandidateId,
        at: datetime,
    ) -> None:
        later = at + timedelta(minutes=3 + dice.around(600))
        if dice.happens(_CORRECTED):
            changes = {"body": f"{event.body or ''}\n(Put right: it was another day.)".strip()}
            moved = at - timedelta(days=1)
            corrected = events.EngagementCorrected(changes={**changes}, occurred_at=moved)
            self._put(corrected, stream, about, later)
        elif dice.happens(_RETRACTED):
            retracted = events.EngagementRetracted(reason="Noted with the wrong person.")
            self._put(retracted, stream, about, later)

    def _twin(self, person: MadeUpPerson, candidate: CandidateId) -> CandidateId:
        twin = CandidateId(id_of(self._workspace, "made-up twin", candidate))
        job = person.jobs[0]
        known = Profile(name=person.name, company=job.company, title=job.title)
        added = events.CandidateAdded(profile=known, source=_SOURCE, origin=Origin.APPLIED)
        self._put(added, StreamId(twin), twin, _met_at(person))
        return twin

    def _merge(
        self, dice: Dice, person: MadeUpPerson, candidate: CandidateId, twin: CandidateId
    ) -> None:
        stream = StreamId(id_of(self._workspace, "made-up merge", twin))
        at = _met_at(person) + timedelta(days=1 + dice.around(300))
        merged = events.CandidatesMerged(
            primary_candidate_id=candidate, duplicate_candidate_id=twin, reason="Same person."
        )
        self._put(merged, stream, candidate, at)
        if dice.happens(_UNMERGED):
            unmerged = events.CandidatesUnmerged(reason="Namesakes after all.")
            self._put(unmerged, stream, candidate, at + timedelta(days=2))

    def _claim(self, handle: Handle, candidate: CandidateId, at: datetime) -> None:
        stream = _handle_id(self._workspace, handle)
        # Somebody of an import may hold it already: then this one has to do without.
        if stream not in self._standing:
            claim = events.HandleAdded(handle=handle, key=key_of(handle), source=_SOURCE)
            self._put(claim, stream, candidate, at)

    def _put(
        self, event: events.Event, stream: StreamId, about: CandidateId | None, at: datetime
    ) -> None:
        self._versions[stream] += 1
        version = self._versions[stream]
        self.entries.append(Entry(event, stream, version, about, at, self._import_id))


def _met_at(person: MadeUpPerson) -> datetime:
    return datetime.combine(person.connected_on, time(6), UTC)


def _handle_id(workspace: WorkspaceId, handle: Handle) -> StreamId:
    return StreamId(id_of(workspace, "handle", handle.type.value, key_of(handle)))
