"""Who each person of a batch is in the ledger: by a handle, never by a name alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ledger.ids import new_id
from ledger.imports.erased import Key, erased_among, reason
from ledger.imports.matching import (
    OF_COMPANIES,
    Recognised,
    Stream,
    recognised,
    shown_name,
    streams,
)
from ledger.imports.plan import STRANGER, Ground, Met, Plan
from ledger.imports.records import Person, Skipped
from ledger.likeness.names import clearly_differ
from ledger.words import CandidateId, StreamId

UNRECOGNISABLE = "no address, number or profile link by which to recognise them again"


@dataclass(slots=True)
class Found:
    """A person of the file, and who they are."""

    person: Person
    handles: list[Recognised]
    candidate_id: CandidateId
    is_new: bool
    tag_ids: dict[StreamId, str] = field(default_factory=dict[StreamId, str])


class Finding:
    """Finds the people of one batch: known ones, and those met here for the first time."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground = ground
        self._plan = plan
        self._shared: set[StreamId] = set()
        self._names: Mapping[CandidateId, str] = {}
        self._erased: Mapping[Key, date] = {}
        self.standing: dict[UUID, Stream] = {}
        """How far the streams of their handles have come."""

    def find(self, people: Sequence[Person]) -> list[Found]:
        """Return who these people are; who cannot be recognised is put down as skipped."""
        ground, plan = self._ground, self._plan
        handles = [
            recognised(ground.known, each, source=plan.source, region=ground.region)
            for each in people
        ]
        self._look_up([each for found in handles for each in found if not each.is_shared])
        pairs = zip(people, handles, strict=True)
        return [one for one in (self._find(*pair) for pair in pairs) if one is not None]

    def _look_up(self, handles: Sequence[Recognised]) -> None:
        database, workspace = self._ground.database, self._ground.workspace
        own = self._plan.import_id
        handle_ids = [each.handle_id for each in handles]
        self.standing = streams(database, workspace, handle_ids, own)
        standing = [StreamId(each) for each in self.standing]
        # A handle taken off somebody by hand still tells who a row is about.
        held = {
            StreamId(handle_id): stream.claims[-1]
            for handle_id, stream in self.standing.items()
            if stream.claims
        }
        holders = self._ground.known.holders(standing)
        self._shared = set(self._ground.known.shared(standing))
        self._plan.held = {
            handle_id: holder
            for handle_id, holder in (held | dict(holders)).items()
            if handle_id not in self._shared
        }
        maybe_others = [
            self._plan.held[each.handle_id]
            for each in handles
            if each.reach.handle.type in OF_COMPANIES and each.handle_id in self._plan.held
        ]
        self._names = self._ground.known.names(maybe_others)
        # Last: who is erased at this moment is found to hold nothing, or to be erased.
        self._erased = erased_among(
            self._ground.known, ((each.reach.handle.type, each.key) for each in handles)
        )

    def _find(self, person: Person, handles: list[Recognised]) -> Found | None:
        plan = self._plan
        if self._shared:
            handles = [
                each.shared() if each.handle_id in self._shared else each for each in handles
            ]
        if not _own(handles):
            if person.must_be_known:
                plan.unmet.append(Skipped(person.place, STRANGER))
                return None
            # Nobody could tell them again: the next export would add them once more.
            places = (person.place, *person.also)
            plan.skipped += [Skipped(place, UNRECOGNISABLE) for place in places]
            return None
        if self._erased and not (handles := self._left(person, handles)):
            return None
        name = shown_name(person.profile)
        holder, handles = self._holder(name, handles)
        if holder is None and person.must_be_known:
            places = (person.place, *person.also)
            plan.unmet += [Skipped(place, STRANGER) for place in places]
            return None
        candidate_id = CandidateId(new_id()) if holder is None else holder
        own = _own(handles)
        for each in own:
            # Of a newcomer's, nobody held any.
            if holder is None or self._held(each.handle_id) is None:
                plan.held[each.handle_id] = candidate_id
        if holder is None and name:
            plan.names[candidate_id] = name
        strongest = f"{own[0].reach.handle.type}:{own[0].key}"
        is_known = holder is not None
        plan.met[plan.key(person.person)] = Met(candidate_id, strongest, is_known)
        return Found(person, handles, candidate_id, is_new=holder is None)

    def _left(self, person: Person, handles: list[Recognised]) -> list[Recognised]:
        """Return the handles but for those of somebody erased; nothing if the row is theirs.

        It is somebody else's row where the strongest handle in it is held by somebody known.
        """
        own = _own(handles)
        days = {each.handle_id: self._erased.get(_key(each)) for each in own}
        found = [day for day in days.values() if day is not None]
        if found and (days[own[0].handle_id] or self._held(own[0].handle_id) is None):
            why = reason(found[0])
            self._plan.erased[self._plan.key(person.person)] = why
            places = (person.place, *person.also)
            self._plan.unmet += [Skipped(place, why) for place in places]
            return []
        return [each for each in handles if days.get(each.handle_id) is None]

    def _holder(
        self, name: str, handles: list[Recognised]
    ) -> tuple[CandidateId | None, list[Recognised]]:
        """Return who holds the strongest handle anybody holds, and the handles as they count.

        A number or an account that somebody of a clearly different name has is one that they
        share.
        """
        found: CandidateId | None = None
        counted: list[Recognised] = []
        for each in handles:
            holder = None if each.is_shared else self._held(each.handle_id)
            is_others = holder is not None and holder != found
            is_doubtful = is_others and each.reach.handle.type in OF_COMPANIES
            if is_doubtful and clearly_differ(name, self._name_of(holder)):
                counted.append(each.shared())
                continue
            counted.append(each)
            found = holder if found is None else found
        lasting = [each for each in counted if not each.is_last_resort]
        return found, lasting if _own(lasting) else counted

    def _name_of(self, candidate_id: CandidateId | None) -> str:
        assert candidate_id is not None
        for names in (self._plan.names, self._ground.names, self._names):
            if candidate_id in names:
                return names[candidate_id]
        return ""

    def _held(self, handle_id: StreamId) -> CandidateId | None:
        # Whoever an earlier row brought counts as well, written yet or only planned.
        return self._plan.held.get(handle_id) or self._ground.held.get(handle_id)


def _own(handles: list[Recognised]) -> list[Recognised]:
    return [each for each in handles if not each.is_shared]


def _key(each: Recognised) -> Key:
    return each.reach.handle.type, each.key
