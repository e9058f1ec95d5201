"""What happened with a candidate, or with everybody, in the order in which it happened?"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger import events
from ledger.ids import as_array
from ledger.words import ActorId, CandidateId, Position, StreamId, Version
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.view import View

TIMELINE = View(
    "timeline",
    key="stream_id",
    row=("version",),
    keeps_private=True,
    # Corrections and retractions change lines and are none of their own.
    adds=tuple(
        event
        for event in events.GLOSSARY.values()
        if event not in (events.EngagementCorrected, events.EngagementRetracted)
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, as it is to be read now."""

    stream_id: StreamId
    position: Position
    candidate_id: CandidateId | None
    event_type: str
    occurred_at: datetime
    recorded_at: datetime
    edit_count: int
    actor_id: ActorId
    import_id: UUID | None
    version: Version
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a timeline is asked for: of what kind, when it happened, whose, by whom."""

    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    """Up to, not including."""
    pool: UUID | None = None
    """Of a pool's members alone; one person's timeline is not narrowed by it."""
    authors: tuple[UUID, ...] = ()
    """Who told it, themselves or by a key; what a file brought was told by none of them. One
    person's timeline is not narrowed by it."""


_EVERYTHING = Window()
# Each is a look into an index; among more, a walk down the timeline soon meets enough of them.
_FEW_MAX = 200


def of_candidate(
    moment: Moment,
    candidate: CandidateId,
    *,
    window: Window,
    after: tuple[datetime, Position] | None,
    limit: int,
) -> list[Line]:
    """Return a page of one candidate's timeline, newest first."""
    values = _values(window, after, limit)
    rows = moment.rows(
        "of_candidate", TIMELINE, people=[candidate], candidate=candidate, **values
    )
    return [Line(**row) for row in rows]


def of_everybody(
    moment: Moment, *, window: Window, after: tuple[datetime, Position] | None, limit: int
) -> list[Line]:
    """Return a page of everybody's timeline, newest first.

    Of a few people, or by somebody, an index of theirs is read; else the whole timeline is
    walked down until the page is full.
    """
    values = _values(window, after, limit) | _narrowed(window)
    read = "of_authors" if window.authors else "of_everybody"
    if window.pool is not None:
        few = moment.rows("few", POOL_MEMBERS, pool=window.pool, limit=_FEW_MAX + 1)
        if len(few) <= _FEW_MAX:
            read, values["among"] = "of_few", [row["candidate_id"] for row in few]
    rows = moment.rows(read, *_views(window), **values)
    return [Line(**row) for row in rows]


def since(
    moment: Moment, *, window: Window = _EVERYTHING, after: Position, limit: int
) -> list[Line]:
    """Return what was recorded after a position, whenever it happened, the latest first."""
    values = _values(window, None, limit) | _narrowed(window)
    rows = moment.rows("since", *_views(window), after=after, **values)
    return [Line(**row) for row in rows]


def standing_in(moment: Moment, conversations: Sequence[str]) -> dict[StreamId, CandidateId]:
    """Return the engagements of conversations that are not called off, and whom each is about.

    That is who it was recorded about, merged into another since or not.
    """
    digests = (hashlib.md5(each.encode(), usedforsecurity=False) for each in conversations)
    keys = [UUID(bytes=each.digest()) for each in digests]
    rows = moment.rows("standing_in", TIMELINE, keys=as_array(keys))
    return {row["stream_id"]: row["subject_id"] for row in rows}


def _views(window: Window) -> tuple[View, ...]:
    # As of earlier each view is worked out: the pools only where they are asked about.
    return (TIMELINE,) if window.pool is None else (TIMELINE, POOL_MEMBERS)


def _narrowed(window: Window) -> dict[str, Any]:
    return {"pool": window.pool, "authors": list(window.authors) or None}


def _values(
    window: Window, after: tuple[datetime, Position] | None, limit: int
) -> dict[str, Any]:
    return {
        "kinds": list(window.kinds) or None,
        "from": window.since,
        "to": window.until,
        "after_at": after[0] if after else None,
        "after_position": after[1] if after else None,
        "limit": limit,
    }
