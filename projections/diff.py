"""What changed between two positions, for whom, and in sum?

Both ends are asked of the very views that answer today: what changed is where they disagree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ledger.words import CandidateId, Position
from projections import (
    applications,
    consents,
    follow_ups,
    handles,
    pools,
    profile,
    relationship,
    safeguards,
    tags,
)
from projections.moment import Moment
from projections.profile import PROFILE
from projections.touched import Touched

# As many ids as are looked up together; each costs a few index lookups.
_TOGETHER = 5_000


class How(StrEnum):
    """What became of a candidate between two moments."""

    ADDED = "added"
    CHANGED = "changed"
    MERGED = "merged"
    """Read as somebody else since."""
    PARTED = "parted"
    """Read as themselves again."""
    GONE = "gone"
    """Known then and not any more: their import was taken back, or they were erased."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than before; of a list, what went and what came."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed about one candidate."""

    candidate_id: CandidateId
    name: str
    how: How
    merged_into: CandidateId | None
    changes: Sequence[Change]
    event_counts: Mapping[str, int]
    """How many events of each type were recorded about the person in between."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What changed in all."""

    candidate_count_before: int
    candidate_count_after: int
    people: Mapping[str, int]
    event_counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _State:
    """What the views say of a candidate who is known."""

    name: str
    values: Mapping[str, Any]
    lists: Mapping[str, Sequence[Any]]


_NOBODY = _State("", {}, {})


class Diff:
    """The difference between two moments of one ledger, the earlier one first."""

    def __init__(
        self, before: Moment, after: Moment, *, since: Position, until: Position
    ) -> None:
        self._before = before
        self._after = after
        self._touched = Touched(after.connection, after.workspace, since, until, after.viewer)

    def page(
        self, *, after: CandidateId | None, limit: int, whom: CandidateId | None = None
    ) -> list[Changed]:
        """Return whom something changed about, in the order of their ids; of one, if named.

        Whoever is read as the same person at the later moment is meant by any of their ids.
        """
        found: list[Changed] = []
        ids = [each for each in self._people(whom) if after is None or each > after]
        for start in range(0, len(ids), limit):
            found += self._changed(ids[start : start + limit])
            if len(found) >= limit:
                break
        return found[:limit]

    def _people(self, whom: CandidateId | None) -> list[CandidateId]:
        people = self._touched.people
        if whom is None:
            return list(people)
        root = people[whom].root_id if whom in people else whom
        return [each for each, standing in people.items() if standing.root_id == root]

    def sum(self) -> Sum:
        """Return what changed in all, everybody counted."""
        people = {how.value: 0 for how in How}
        ids = list(self._touched.people)
        for start in range(0, len(ids), _TOGETHER):
            for how in self._how(ids[start : start + _TOGETHER]).values():
                people[how.value] += 1
        return Sum(
            candidate_count_before=profile.count(self._before),
            candidate_count_after=profile.count(self._after),
            people=people,
            event_counts=self._touched.counts(),
        )

    def _changed(self, ids: Sequence[CandidateId]) -> Iterator[Changed]:
        told = self._how(ids)
        before, after = _states(self._before, ids), _states(self._after, ids)
        counts = self._touched.counts_of(ids)
        for candidate, how in told.items():
            was, now = before.get(candidate), after.get(candidate)
            shown = now or was
            assert shown is not None
            root = self._touched.people[candidate].root_id
            yield Changed(
                candidate_id=candidate,
                name=shown.name,
                how=how,
                merged_into=root if root != candidate else None,
                changes=_changes(was, now),
                event_counts=counts[candidate],
            )

    def _how(self, ids: Sequence[CandidateId]) -> dict[CandidateId, How]:
        """Return what became of those who were known, or are; nobody else is named."""
        before, after = _known(self._before, ids), _known(self._after, ids)
        told: dict[CandidateId, How] = {}
        for candidate in ids:
            touched = self._touched.people[candidate]
            match candidate in before, candidate in after:
                case True, True:
                    told[candidate] = How.CHANGED
                case True, False:
                    is_merged = touched.root_id != candidate
                    told[candidate] = How.MERGED if is_merged else How.GONE
                case False, True:
                    told[candidate] = How.PARTED if touched.was_merged else How.ADDED
                case _:
                    pass
        return told


def _known(moment: Moment, ids: Sequence[CandidateId]) -> set[CandidateId]:
    rows = moment.rows("known", PROFILE, people=ids)
    # Asked by an id that is merged, the person answers under the id they are read as.
    return {row["candidate_id"] for row in rows} & set(ids)


def _states(moment: Moment, ids: Sequence[CandidateId]) -> dict[CandidateId, _State]:
    known = profile.of_candidates(moment, ids)
    people = list(known)
    reached = handles.of_candidates(moment, people)
    carried = tags.of_candidates(moment, people)
    grouped = pools.of_candidates(moment, people)
    promised = follow_ups.of_candidates(moment, people)
    considered = applications.of_candidates(moment, people)
    allowed = consents.of_candidates(moment, people)
    kept = safeguards.of_candidates(moment, people)
    stands = relationship.of_candidates(moment, people, now=moment.now())
    return {
        each: _State(
            name=known[each].name,
            values=known[each].values
            | {
                "engagement_count": stands[each].engagement_count,
                "last_contacted_at": stands[each].last_contacted_at,
                "last_replied_at": stands[each].last_replied_at,
            },
            lists={
                "handles": [f"{one.type}:{one.value}" for one in reached[each]],
                "tags": carried[each],
                "pools": [one.name or str(one.pool_id) for one in grouped[each]],
                "follow_ups": [
                    f"{one.due_on} {one.about} ({one.state})" for one in promised[each]
                ],
                "consents": [
                    f"{one.purpose} until {one.expires_on}" if one.expires_on else one.purpose
                    for one in allowed[each]
                    if one.is_given
                ],
                "safeguards": [
                    f"{one.event_type} {one.until or ''}".strip() for one in kept[each].values()
                ],
                "applications": [
                    f"{one.opportunity}: {one.stage} ({one.status})" for one in considered[each]
                ],
            },
        )
        for each in people
    }


def _changes(before: _State | None, after: _State | None) -> list[Change]:
    was, now = before or _NOBODY, after or _NOBODY
    changes = [
        Change(what, was.values.get(what), now.values.get(what))
        for what in sorted({*was.values, *now.values})
        if was.values.get(what) != now.values.get(what)
    ]
    for what in sorted({*was.lists, *now.lists}):
        old, new = was.lists.get(what, ()), now.lists.get(what, ())
        went = [each for each in old if each not in new]
        came = [each for each in new if each not in old]
        if went or came:
            changes.append(Change(what, went, came))
    return changes


def between(moment: Moment, *, since: Position, until: Position) -> Diff:
    """Return the difference between two positions of the ledger that a moment is of."""
    return Diff(
        replace(moment, until=since), replace(moment, until=until), since=since, until=until
    )
