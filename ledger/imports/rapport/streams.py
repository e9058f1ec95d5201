"""From which names does the id of a stream follow, in whichever ledger it stands?

A handle, a tag, a membership, what a source told: their ids follow from the workspace and from
what they name, so that each is there once. Brought into another ledger, they follow anew.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from ledger.events import (
    CandidateJoinedPool,
    CandidateLeftPool,
    ColumnsExplained,
    EngagementCorrected,
    EngagementRecorded,
    EngagementRetracted,
    HandleAdded,
    HandleCorrected,
    HandleRemoved,
    PoolMemberMoved,
    TagAdded,
    TagRemoved,
)
from ledger.ids import id_of, id_of_moment
from ledger.stored import Row


class Named(NamedTuple):
    """What a stream's id follows from besides the workspace; nothing where it is kept."""

    names: tuple[str, ...] = ()
    moment: datetime | None = None


KEPT = Named()
_BEGINNING = {HandleAdded.__name__, EngagementRecorded.__name__}

AMENDING = {
    event.__name__
    for event in (HandleCorrected, HandleRemoved, EngagementCorrected, EngagementRetracted)
}
"""Events that do not say all of the names: the event that began their stream did."""

_TAGS = {TagAdded.__name__, TagRemoved.__name__}
_MEMBERSHIPS = {
    event.__name__ for event in (CandidateJoinedPool, CandidateLeftPool, PoolMemberMoved)
}


class Begun:
    """How the streams that a file amends were named where it began them."""

    def __init__(self) -> None:
        self._amended: set[UUID] = set()
        self._named: dict[UUID, Named] = {}

    def look_ahead(self, line: Row) -> None:
        """Take note of a stream that is amended."""
        self._amended.add(line.stream_id)

    def has(self, stream_id: UUID) -> bool:
        """Say whether the file began a stream, so that it may amend it."""
        return stream_id in self._named

    def name(self, line: Row, payload: Mapping[str, Any], handles: Sequence[str]) -> Named:
        """Return what the stream of an event follows from; of an amending one, what it did."""
        if line.event_type in AMENDING:
            return self._named[line.stream_id]
        named = named_by(line, payload, handles)
        if line.event_type in _BEGINNING and line.stream_id in self._amended:
            self._named[line.stream_id] = named
        return named


def named_by(line: Row, payload: Mapping[str, Any], handles: Sequence[str]) -> Named:
    """Return what the stream of an event that says all of its names follows from.

    `handles` are the candidate's, as `type:key`: what one person of a group was told is named
    by one of them.
    """
    if line.event_type == HandleAdded.__name__:
        names = ("handle", payload["handle"]["type"], payload["key"])
        # What several people share has a stream for each of them.
        return Named((*names, str(line.candidate_id)) if payload.get("is_shared") else names)
    if line.event_type == ColumnsExplained.__name__:
        return Named(("columns", payload["signature"]))
    if line.event_type in _TAGS:
        return Named(("tag", str(line.candidate_id), payload["key"]))
    if line.event_type in _MEMBERSHIPS:
        return Named(("membership", payload["pool_id"], str(line.candidate_id)))
    if line.event_type == EngagementRecorded.__name__ and "external_id" in payload:
        return _told(line, payload, handles)
    return KEPT


def _told(line: Row, payload: Mapping[str, Any], handles: Sequence[str]) -> Named:
    """Return under which of the forms that readers and commands use it was recorded."""
    told = ("engagement", str(payload.get("source")), payload["external_id"])
    at = line.occurred_at
    forms = [
        Named(told, at),
        Named((*told, str(line.candidate_id))),
        Named(told),
        *(Named((*told, handle), at) for handle in handles),
        *(Named((*told, handle)) for handle in handles),
    ]
    for form in forms:
        if _id(line, form) == line.stream_id:
            return form
    return KEPT


def _id(line: Row, form: Named) -> object:
    if form.moment is None:
        return id_of(line.workspace_id, *form.names)
    return id_of_moment(form.moment, line.workspace_id, *form.names)
