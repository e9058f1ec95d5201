"""Planning the people of a batch: who each is in the ledger, and what is new about them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial

from ledger import tags
from ledger.events import CandidateAdded, CandidateUpdated, HandleAdded, TagAdded
from ledger.imports.matching import (
    NO_STREAM,
    NOTHING_SAID,
    Said,
    news_in,
    said_by,
    shown_name,
    streams,
)
from ledger.imports.plan import Ground, Outcome, Plan
from ledger.imports.records import Person, Place
from ledger.imports.whose import Finding, Found
from ledger.known import Newcomer
from ledger.likeness.traits import Held
from ledger.words import CandidateId, Origin, Profile, StreamId

_NOTHING_TOLD: frozenset[str] = frozenset()


class PeoplePlanning:
    """Plans the people of one batch."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground = ground
        self._plan = plan
        self._finding = Finding(ground, plan)
        self._named: Mapping[CandidateId, str] = {}

    def add(self, people: Sequence[Person]) -> None:
        """Plan these people in order: the first row about somebody has the say on a fact."""
        ground, plan = self._ground, self._plan
        found = self._finding.find(people)
        self._look_up_what_is_theirs(found)
        # Of newcomers, nothing was ever said.
        asked = {
            one.candidate_id: self._told_at(one.person)
            for one in reversed(found)
            if not one.is_new
        }
        own = plan.import_id
        called = [one.candidate_id for one in found if one.person.if_unnamed and not one.is_new]
        self._named = ground.known.names(called)
        said = said_by(ground.database, ground.workspace, plan.source, asked, own)
        for one in found:
            self._plan_one(one, said)
        plan.tell_newcomers = partial(_newcomers, found)

    def _look_up_what_is_theirs(self, found: Sequence[Found]) -> None:
        """Look up the streams that are known only now: shared handles and tags of people."""
        known = self._ground.known
        for one in found:
            one.handles = [
                each._replace(handle_id=known.id_of(*each.names, one.candidate_id))
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
        self._finding.standing |= streams(database, workspace, asked, self._plan.import_id)

    def _plan_one(self, one: Found, said: Mapping[CandidateId, Said]) -> None:
        person, candidate_id = one.person, one.candidate_id
        changed: list[str] = []
        is_again = not one.is_new and self._already_told(candidate_id) is not None
        if one.is_new:
            added = CandidateAdded(
                profile=person.profile, source=self._plan.source, origin=Origin.SOURCED
            )
            at = self._told_at(person)
            self._plan.put(added, StreamId(candidate_id), 0, candidate_id, at)
            self._plan.told[candidate_id] = _once(frozenset(person.profile.model_fields_set))
        else:
            changed += self._update(person, candidate_id, said.get(candidate_id, NOTHING_SAID))
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
        already = self._already_told(candidate_id) or _NOTHING_TOLD
        is_no_news = person.if_unnamed and self._named.get(candidate_id)
        profile = Profile() if is_no_news else person.profile
        told = profile.model_dump(mode="json", exclude_unset=True, exclude=set(already))
        self._plan.told[candidate_id] = _once(already.union(told))
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

    def _already_told(self, candidate_id: CandidateId) -> frozenset[str] | None:
        """Return the facts that rows of this import told of them; None if none did."""
        told = self._plan.told.get(candidate_id)
        return self._ground.told.get(candidate_id) if told is None else told

    def _claim(self, one: Found) -> list[str]:
        plan, candidate_id = self._plan, one.candidate_id
        before = len(plan.entries)
        for each in one.handles:
            claim = (each.handle_id, candidate_id)
            stream = self._finding.standing.get(each.handle_id, NO_STREAM)
            is_told = stream.is_effective if each.is_shared else candidate_id in stream.claims
            if is_told or (not one.is_new and self._is_planned(claim)):
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

    def _is_planned(self, claim: tuple[StreamId, CandidateId]) -> bool:
        return claim in self._plan.claims or claim in self._ground.claims

    def _tag(self, one: Found) -> list[str]:
        plan = self._plan
        before = len(plan.entries)
        for tag_id, tag in one.tag_ids.items():
            stream = self._finding.standing.get(tag_id, NO_STREAM)
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


# The rows of a file tell much the same facts: kept for each of 100,000, they take 50 MB.
@lru_cache(maxsize=1024)
def _once(facts: frozenset[str]) -> frozenset[str]:
    return facts


def _newcomers(found: Sequence[Found]) -> Sequence[tuple[Place, Newcomer]]:
    return [(one.person.place, _newcomer(one)) for one in found if one.is_new]


def _newcomer(one: Found) -> Newcomer:
    handles = [
        Held(each.reach.handle.type, each.key, is_shared=each.is_shared) for each in one.handles
    ]
    profile = one.person.profile
    # As the facts of those who are known, with whom they are compared.
    facts = profile.model_dump(exclude_none=True)
    return Newcomer(shown_name(profile), facts, handles)
