"""Planning the people of a batch: who each is in the ledger, and what is new about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ledger import tags
from ledger.events import CandidateAdded, CandidateUpdated, HandleAdded, TagAdded
from ledger.ids import new_id
from ledger.imports.matching import (
    NO_STREAM,
    NOTHING_SAID,
    Recognised,
    Said,
    Stream,
    claims_on,
    news_in,
    recognised,
    said_by,
    shown_name,
    streams,
)
from ledger.imports.plan import Ground, Met, Outcome, Plan
from ledger.imports.records import Person, Skipped
from ledger.names import clearly_differ
from ledger.words import CandidateId, HandleType, Origin, Profile, StreamId

UNRECOGNISABLE = "no address, number or profile link by which to recognise them again"
STRANGER = "nobody in the ledger is known by an address in it"
_NOTHING_TOLD: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Found:
    """A person of the file, and who they are."""

    person: Person
    handles: list[Recognised]
    candidate_id: CandidateId
    is_new: bool
    tag_ids: dict[StreamId, str] = field(default_factory=dict[StreamId, str])


class PeoplePlanning:
    """Plans the people of one batch."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground = ground
        self._plan = plan
        self._standing: dict[UUID, Stream] = {}
        self._claims: dict[StreamId, list[CandidateId]] = {}
        self._shared: set[StreamId] = set()
        self._names: Mapping[CandidateId, str] = {}

    def add(self, people: Sequence[Person]) -> None:
        """Plan these people in order: the first row about somebody has the say on a fact."""
        ground, plan = self._ground, self._plan
        handles = [
            recognised(ground.known, each, source=plan.source, region=ground.region)
            for each in people
        ]
        self._look_up([each for found in handles for each in found if not each.is_shared])
        pairs = zip(people, handles, strict=True)
        found = [one for one in (self._find(*pair) for pair in pairs) if one is not None]
        self._look_up_what_is_theirs(found)
        asked = {one.candidate_id: self._told_at(one.person) for one in reversed(found)}
        own = plan.import_id
        said = said_by(ground.database, ground.workspace, plan.source, asked, own)
        for one in found:
            self._plan_one(one, said.get(one.candidate_id, NOTHING_SAID))

    def _look_up(self, handles: Sequence[Recognised]) -> None:
        database, workspace = self._ground.database, self._ground.workspace
        own = self._plan.import_id
        handle_ids = [each.handle_id for each in handles]
        self._standing = streams(database, workspace, handle_ids, own)
        standing = [StreamId(each) for each in self._standing]
        self._claims = claims_on(database, workspace, standing, own)
        # A handle taken off somebody by hand still tells who a row is about.
        held = {handle_id: claims[-1] for handle_id, claims in self._claims.items()}
        holders = self._ground.known.holders(standing)
        self._shared = set(self._ground.known.shared(standing))
        self._plan.held = {
            handle_id: holder
            for handle_id, holder in (held | dict(holders)).items()
            if handle_id not in self._shared
        }
        by_phone = [
            self._plan.held[each.handle_id]
            for each in handles
            if each.reach.handle.type is HandleType.PHONE and each.handle_id in self._plan.held
        ]
        self._names = self._ground.known.names(by_phone)

    def _find(self, person: Person, handles: list[Recognised]) -> _Found | None:
        plan = self._plan
        handles = [
            each.shared() if each.handle_id in self._shared else each for each in handles
        ]
        if all(each.is_shared for each in handles):
            # Nobody could tell them again: the next export would add them once more.
            places = (person.place, *person.also)
            plan.skipped += [Skipped(place, UNRECOGNISABLE) for place in places]
            return None
        holder, handles = self._holder(person, handles)
        if holder is None and person.must_be_known:
            places = (person.place, *person.also)
            plan.unmet += [Skipped(place, STRANGER) for place in places]
            return None
        candidate_id = CandidateId(new_id()) if holder is None else holder
        for each in handles:
            if not each.is_shared and self._held(each.handle_id) is None:
                plan.held[each.handle_id] = candidate_id
        name = shown_name(person.profile)
        if holder is None and name:
            plan.names[candidate_id] = name
        first = next(each for each in handles if not each.is_shared)
        strongest = f"{first.reach.handle.type}:{first.key}"
        plan.met[plan.key(person.person)] = Met(candidate_id, strongest)
        return _Found(person, handles, candidate_id, is_new=holder is None)

    def _holder(
        self, person: Person, handles: list[Recognised]
    ) -> tuple[CandidateId | None, list[Recognised]]:
        """Return who holds the strongest handle anybody holds, and the handles as they count.

        A number that somebody of a clearly different name has is one that they share.
        """
        name = shown_name(person.profile)
        found: CandidateId | None = None
        counted: list[Recognised] = []
        for each in handles:
            holder = None if each.is_shared else self._held(each.handle_id)
            is_phone = each.reach.handle.type is HandleType.PHONE
            is_others = is_phone and holder is not None and holder != found
            if is_others and clearly_differ(name, self._name_of(holder)):
                counted.append(each.shared())
                continue
            counted.append(each)
            found = holder if found is None else found
        if any(not each.is_shared and not each.is_last_resort for each in counted):
            counted = [each for each in counted if not each.is_last_resort]
        return found, counted

    def _name_of(self, candidate_id: CandidateId | None) -> str:
        assert candidate_id is not None
        for names in (self._plan.names, self._ground.names, self._names):
            if candidate_id in names:
                return names[candidate_id]
        return ""

    def _held(self, handle_id: StreamId) -> CandidateId | None:
        # Whoever an earlier row brought counts as well, written yet or only planned.
        return self._plan.held.get(handle_id) or self._ground.held.get(handle_id)

    def _look_up_what_is_theirs(self, found: Sequence[_Found]) -> None:
        """Look up the streams that are known only now: shared handles and tags of people."""
        known = self._ground.known
        for one in found:
            one.handles = [
                replace(each, handle_id=known.id_of(*each.names, one.candidate_id))
                if each.is_shared
                else each
                for each in one.handles
            ]
            for tag in one.person.tags:
                tag_id = known.id_of("tag", one.candidate_id, tags.key_of(tag))
                one.tag_ids.setdefault(tag_id, tag)
        asked = [
            stream_id
            for one in found
            if not one.is_new
            for stream_id in (
                *(each.handle_id for each in one.handles if each.is_shared),
                *one.tag_ids,
            )
        ]
        database, workspace = self._ground.database, self._ground.workspace
        self._standing |= streams(database, workspace, asked, self._plan.import_id)

    def _plan_one(self, one: _Found, said: Said) -> None:
        person, candidate_id = one.person, one.candidate_id
        changed: list[str] = []
        is_again = self._already_told(candidate_id) is not None
        if one.is_new:
            added = CandidateAdded(
                profile=person.profile, source=self._plan.source, origin=Origin.SOURCED
            )
            at = self._told_at(person)
            self._plan.put(added, StreamId(candidate_id), 0, candidate_id, at)
            self._tell(candidate_id, person.profile.model_fields_set)
        else:
            changed += self._update(person, candidate_id, said)
        changed += self._claim(one)
        changed += self._tag(one)
        is_changed = one.is_new or bool(changed)
        word = "new" if one.is_new else "changed" if changed else "known"
        if is_again:
            word = "again"
        places = (person.place, *person.also)
        told = () if one.is_new else tuple(changed)
        self._plan.outcomes.append(
            Outcome("people", word, places, is_changed, candidate_id, told)
        )

    def _update(self, person: Person, candidate_id: CandidateId, said: Said) -> list[str]:
        already = self._already_told(candidate_id)
        told = person.profile.model_dump(
            mode="json", exclude_unset=True, exclude=set(already or _NOTHING_TOLD)
        )
        self._tell(candidate_id, told)
        news = news_in(told, said, is_repeated=self._ground.is_repeated)
        if not news:
            return []
        updated = CandidateUpdated(
            profile=Profile.model_validate(news), source=self._plan.source
        )
        stream_id = StreamId(candidate_id)
        standing = self._plan.versions.get(stream_id) or self._ground.known.version(stream_id)
        self._plan.put(updated, stream_id, standing, candidate_id, self._told_at(person))
        return list(news)

    def _tell(self, candidate_id: CandidateId, facts: "set[str] | dict[str, Any]") -> None:
        before = self._already_told(candidate_id) or _NOTHING_TOLD
        self._plan.told[candidate_id] = before | frozenset(facts)

    def _already_told(self, candidate_id: CandidateId) -> frozenset[str] | None:
        """Return the facts that rows of this import told of them; None if none did."""
        told = self._plan.told.get(candidate_id)
        return self._ground.told.get(candidate_id) if told is None else told

    def _claim(self, one: _Found) -> list[str]:
        plan, candidate_id = self._plan, one.candidate_id
        before = len(plan.entries)
        for each in one.handles:
            claim = (each.handle_id, candidate_id)
            stream = self._standing.get(each.handle_id, NO_STREAM)
            is_told = stream.is_effective if each.is_shared else self._is_claimed(*claim)
            if is_told or claim in plan.claims or claim in self._ground.claims:
                continue
            plan.claims.add(claim)
            added = HandleAdded(
                handle=each.reach.handle,
                key=each.key,
                label=each.reach.label,
                is_primary=each.reach.is_primary,
                source=plan.source,
                is_shared=each.is_shared or None,
            )
            plan.put(added, each.handle_id, stream.version, candidate_id)
        return ["handles"] if len(plan.entries) > before else []

    def _is_claimed(self, handle_id: StreamId, candidate_id: CandidateId) -> bool:
        return candidate_id in self._claims.get(handle_id, ())

    def _tag(self, one: _Found) -> list[str]:
        plan = self._plan
        before = len(plan.entries)
        for tag_id, tag in one.tag_ids.items():
            stream = self._standing.get(tag_id, NO_STREAM)
            if stream.is_effective or self._ground.is_planned(tag_id, plan):
                continue
            plan.recorded.add(tag_id)
            added = TagAdded(tag=tag, key=tags.key_of(tag))
            plan.put(added, tag_id, stream.version, one.candidate_id)
        return ["tags"] if len(plan.entries) > before else []

    def _told_at(self, person: Person) -> datetime | None:
        at = person.told_at or self._plan.told_at
        # A file may be dated tomorrow where it comes from; nothing was told after today.
        return min(at, datetime.now(UTC)) if at else None
