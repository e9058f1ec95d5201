"""Keeping groups of candidates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import (
    CandidateJoinedPool,
    CandidateLeftPool,
    PoolArchived,
    PoolCreated,
    PoolMemberMoved,
    PoolRenamed,
    PoolReopened,
    PoolStagesNamed,
)
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import POOL_STAGES, CandidateId, Line, StreamId, Text

_STAGES_MAX = 12
"""More columns than that fit no screen."""


class CreatePool(Command):
    """Open a talent pool."""

    name: Line
    description: Text | None = None
    pool_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        created = PoolCreated(name=self.name, description=self.description)
        return [Entry(created, StreamId(self.pool_id), 1)]


class RenamePool(Command):
    """Give a pool another name."""

    pool_id: UUID
    name: Line

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        # The version first: what comes after it makes the append lose, and ask again.
        version = known.version(self.pool_id) + 1
        pool = _pool(known, self.pool_id)
        if pool["name"] == self.name:
            return []
        return [Entry(PoolRenamed(name=self.name), StreamId(self.pool_id), version)]


class ArchivePool(Command):
    """Close a pool; who is in it stays readable."""

    pool_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.pool_id) + 1
        if _pool(known, self.pool_id)["is_archived"]:
            return []
        return [Entry(PoolArchived(), StreamId(self.pool_id), version)]


class ReopenPool(Command):
    """Open a pool again that was closed."""

    pool_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.pool_id) + 1
        if not _pool(known, self.pool_id)["is_archived"]:
            return []
        return [Entry(PoolReopened(), StreamId(self.pool_id), version)]


class NameStages(Command):
    """Say which stages somebody passes through in a pool, the first one first."""

    pool_id: UUID
    stages: tuple[Line, ...] = Field(min_length=1, max_length=_STAGES_MAX)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.pool_id) + 1
        pool = _pool(known, self.pool_id)
        stages = tuple(each.strip() for each in self.stages)
        if not all(stages) or len({each.casefold() for each in stages}) < len(stages):
            raise errors.Invalid("Each stage of a pool needs a name of its own.")
        if stages == stages_of(pool):
            return []
        return [Entry(PoolStagesNamed(stages=stages), StreamId(self.pool_id), version)]


class JoinPool(Command):
    """Put a candidate into a pool."""

    pool_id: UUID
    candidate_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        if _pool(known, self.pool_id)["is_archived"]:
            raise errors.NotAllowedNow(f"Pool {self.pool_id} is archived and takes no one in.")
        candidate_id = known.root(self.candidate_id)
        place, is_member = _membership(known, self.pool_id, candidate_id)
        if is_member:
            return []
        joined = CandidateJoinedPool(pool_id=self.pool_id)
        return [Entry(joined, *place, candidate_id)]


class LeavePool(Command):
    """Take a candidate out of a pool."""

    pool_id: UUID
    candidate_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        _pool(known, self.pool_id)
        candidate_id = known.root(self.candidate_id)
        place, is_member = _membership(known, self.pool_id, candidate_id)
        if not is_member:
            return []
        left = CandidateLeftPool(pool_id=self.pool_id)
        return [Entry(left, *place, candidate_id)]


class MoveInPool(Command):
    """Say which stage somebody reached in a pool."""

    pool_id: UUID
    candidate_id: UUID
    stage: Line

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        pool = _pool(known, self.pool_id)
        if pool["is_archived"]:
            raise errors.NotAllowedNow(f"Pool {self.pool_id} is archived: nobody moves in it.")
        stages = stages_of(pool)
        if self.stage not in stages:
            raise errors.Invalid(f"The pool's stages are {', '.join(stages)}.")
        candidate_id = known.root(self.candidate_id)
        place, _ = _membership(known, self.pool_id, candidate_id)
        rows = known.rows("pool_members", candidate_id=candidate_id, pool_id=self.pool_id)
        if not rows:
            raise errors.NotAllowedNow(f"Candidate {candidate_id} is not in this pool.")
        if (rows[0]["stage"] or stages[0]) == self.stage:
            return []
        moved = PoolMemberMoved(pool_id=self.pool_id, stage=self.stage)
        return [Entry(moved, *place, candidate_id)]


def stages_of(pool: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the stages of a pool, those of every pool where nobody named others."""
    return tuple(pool["stages"] or POOL_STAGES)


def _pool(known: Known, pool_id: UUID) -> Mapping[str, Any]:
    rows = known.rows("pools", stream_id=pool_id)
    if not rows:
        raise errors.Unknown(f"No pool has the id {pool_id}.")
    return rows[0]


def _membership(
    known: Known, pool_id: UUID, candidate_id: CandidateId
) -> tuple[tuple[StreamId, int], bool]:
    """Return where the next word on a membership stands, and whether it holds now."""
    stream_id = known.id_of("membership", pool_id, candidate_id)
    version = known.version(stream_id) + 1
    rows = known.rows("pool_members", candidate_id=candidate_id, pool_id=pool_id)
    return (stream_id, version), bool(rows)
