"""What happened with a candidate, or with everybody, in the order in which it happened?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger import events
from ledger.words import ActorId, CandidateId, Position, StreamId, Version
from projections.moment import Moment
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
    """Which part of a timeline is asked for: kinds of engagement, and when it happened."""

    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    """Up to, not including."""


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
    """Return a page of everybody's timeline, newest first."""
    rows = moment.rows("of_everybody", TIMELINE, **_values(window, after, limit))
    return [Line(**row) for row in rows]


def since(moment: Moment, *, after: Position, limit: int) -> list[Line]:
    """Return what was recorded after a position, whenever it happened, the latest first."""
    rows = moment.rows("since", TIMELINE, after=after, limit=limit)
    return [Line(**row) for row in rows]


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
