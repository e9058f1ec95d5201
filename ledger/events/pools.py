"""Pools: groups a recruiter keeps."""

from uuid import UUID

from ledger.events.event import Event
from ledger.words import Line, Text


class PoolCreated(Event):
    """A talent pool was opened."""

    name: Line
    description: Text | None = None


class PoolRenamed(Event):
    """A pool got another name."""

    name: Line


class CandidateJoinedPool(Event):
    """The candidate was put into a pool."""

    pool_id: UUID


class CandidateLeftPool(Event):
    """The candidate was taken out of a pool."""

    pool_id: UUID


class PoolStagesNamed(Event):
    """The pool was given its stages, in the order in which somebody passes through them."""

    stages: tuple[Line, ...]


class PoolMemberMoved(Event):
    """The candidate reached a stage in a pool."""

    pool_id: UUID
    stage: Line
    """In the words that the pool had for it then."""


class PoolArchived(Event):
    """A pool was closed: it stays readable and takes no one in."""


class PoolReopened(Event):
    """A pool that was closed was opened again."""
