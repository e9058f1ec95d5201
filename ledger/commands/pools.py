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
    PoolRenamed,
)
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import CandidateId, Line, StreamId, Text


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
