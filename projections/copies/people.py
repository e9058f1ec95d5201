"""Everybody, one after the other, with all that is known of them: what contacts are made of.

Each view is asked once, in the order of the candidates, and the answers are read side by side,
so a million people take no more memory than one.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from projections.copies.copy import Whom
from projections.follow_ups import FOLLOW_UPS
from projections.handles import HANDLES
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.profile import PROFILE
from projections.tags import TAGS
from projections.timeline import TIMELINE
from projections.view import View

_OF = """workspace_id = %(workspace)s
  and (%(people)s::uuid[] is null or candidate_id = any(%(people)s::uuid[]))"""
_PROFILES = f"""
select candidate_id, facts, source, origin, added_at
from profile
where {_OF}
order by candidate_id"""
_HANDLES = f"""
select candidate_id, type, value, key, told
from handles
where {_OF}
order by candidate_id, claimed_position"""
_TAGS = f"""
select candidate_id, tag
from tags
where {_OF}
order by candidate_id, tag_key collate "C"
"""
_POOLS = f"""
select m.candidate_id, m.pool_id, p.name, m.joined_at
from (select * from pool_members where {_OF}) m
join pools p on p.workspace_id = m.workspace_id and p.stream_id = m.pool_id
order by m.candidate_id, p.name collate "C", m.pool_id"""
_FOLLOW_UPS = f"""
select candidate_id, due_on, about, state
from follow_ups
where {_OF}
order by candidate_id, due_on, stream_id"""
_CHANGES = f"""
select l.candidate_id, e.recorded_at
from (select candidate_id, max(position) as position
      from timeline where {_OF} and candidate_id is not null group by candidate_id) l
join ledger.events e on e.workspace_id = %(workspace)s and e.position = l.position
order by l.candidate_id"""


@dataclass(frozen=True, slots=True)
class KnownHandle:
    """A handle as its candidate has it."""

    type: str
    value: str
    key: str
    told: Mapping[str, Any]
    """Label, is_primary, status and source, where they were told."""


@dataclass(frozen=True, slots=True)
class KnownPool:
    """A pool that somebody is in."""

    pool_id: UUID
    name: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class KnownFollowUp:
    """A promise to somebody."""

    due_on: date
    about: str
    state: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One candidate with all that is known of them, but for what happened."""

    candidate_id: UUID
    facts: Mapping[str, Any]
    """The facts that hold."""
    source: str | None
    origin: str | None
    added_at: datetime
    changed_at: datetime
    """When the last event about them was recorded."""
    handles: tuple[KnownHandle, ...]
    tags: tuple[str, ...]
    pools: tuple[KnownPool, ...]
    follow_ups: tuple[KnownFollowUp, ...]

    @property
    def name(self) -> str:
        """The name as shown; empty where nobody told it."""
        parts = [self.facts.get("first_name"), self.facts.get("last_name")]
        return " ".join(filter(None, parts)) or self.facts.get("name", "")

    def told(self, fact: str) -> str:
        """Return a fact that is a text; empty where nobody told it."""
        return self.facts.get(fact) or ""

    @property
    def handles_in_use(self) -> tuple[KnownHandle, ...]:
        """The handles of which nobody said that they work no more."""
        usable = (None, "current")
        return tuple(one for one in self.handles if one.told.get("status") in usable)

    def values(self, *types: str) -> list[str]:
        """Return the handles of some types that may be in use, the preferred ones first."""
        found = [handle for handle in self.handles_in_use if handle.type in types]
        found.sort(key=lambda handle: not handle.told.get("is_primary"))
        return [handle.value for handle in found]


class Beside:
    """Rows in the order of candidates, handed out candidate by candidate."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, candidate: UUID) -> Iterator[tuple[Any, ...]]:
        """Yield what stands beside a candidate, without the id; candidates come in order."""
        while self._next is not None and self._next[0] <= candidate:
            if self._next[0] == candidate:
                yield self._next[1:]
            self._next = next(self._rows, None)


def people(moment: Moment, whom: Whom) -> Generator[KnownPerson, None, None]:
    """Yield everybody, or those asked for, in the order of their ids."""
    with ExitStack() as open_cursors:

        def ask(text: str, *views: View) -> Iterator[tuple[Any, ...]]:
            asked = list(whom) if whom is not None else None
            rows = moment.streamed(text.strip(), *views, people=asked)
            return open_cursors.enter_context(closing(rows))

        handles = Beside(ask(_HANDLES, HANDLES))
        tags = Beside(ask(_TAGS, TAGS))
        pools = Beside(ask(_POOLS, POOL_MEMBERS, POOLS))
        follow_ups = Beside(ask(_FOLLOW_UPS, FOLLOW_UPS))
        changes = Beside(ask(_CHANGES, TIMELINE))
        for candidate, facts, source, origin, added_at in ask(_PROFILES, PROFILE):
            changed = [at for (at,) in changes.of(candidate)]
            yield KnownPerson(
                candidate_id=candidate,
                facts=_holding(facts),
                source=source,
                origin=origin,
                added_at=added_at,
                changed_at=changed[0] if changed else added_at,
                handles=tuple(KnownHandle(*row) for row in handles.of(candidate)),
                tags=tuple(tag for (tag,) in tags.of(candidate)),
                pools=tuple(KnownPool(*row) for row in pools.of(candidate)),
                follow_ups=tuple(KnownFollowUp(*row) for row in follow_ups.of(candidate)),
            )


def _holding(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fact["value"] for name, fact in facts.items() if fact["value"] is not None}
