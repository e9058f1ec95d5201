"""Deciding what the workspace is called, and whether it stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from typing_extensions import override

from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import DeletionCancelled, DeletionScheduled, WorkspaceRenamed
from ledger.known import Known
from ledger.words import Line, StreamId, WorkspaceId


class RenameWorkspace(Command):
    """Call the workspace something else."""

    workspace_id: WorkspaceId
    name: Line

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.workspace_id)
        rows = known.rows("workspaces", stream_id=self.workspace_id)
        if rows and rows[0]["name"] == self.name:
            return []
        renamed = WorkspaceRenamed(name=self.name)
        return [Entry(renamed, StreamId(self.workspace_id), version + 1)]


class ScheduleDeletion(Command):
    """Let the workspace go for good, after a time in which that can be taken back."""

    workspace_id: WorkspaceId
    waiting: timedelta
    access_after: int = 0
    """From which position on it was decided in this home of the ledger."""

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.workspace_id)
        if _is_going(known, self.workspace_id, self.access_after):
            return []
        scheduled = DeletionScheduled(at=at + self.waiting)
        return [Entry(scheduled, StreamId(self.workspace_id), version + 1)]


class CancelDeletion(Command):
    """Let the workspace stay."""

    workspace_id: WorkspaceId
    access_after: int = 0

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.workspace_id)
        if not _is_going(known, self.workspace_id, self.access_after):
            return []
        return [Entry(DeletionCancelled(), StreamId(self.workspace_id), version + 1)]


def _is_going(known: Known, workspace_id: WorkspaceId, access_after: int) -> bool:
    return any(
        row["ends_at"] is not None and row["position"] > access_after
        for row in known.rows("workspaces", stream_id=workspace_id)
    )
