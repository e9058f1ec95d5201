"""Taking a candidate through the stages of an opportunity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import ApplicationClosed, ApplicationMoved, ApplicationOpened
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import ApplicationOutcome, Instant, Line, Origin, StreamId, Text


class OpenApplication(Command):
    """Put a candidate forward for an opportunity."""

    candidate_id: UUID
    opportunity: Line
    stage: Line = "Applied"
    origin: Origin | None = None
    source: Line | None = None
    applied_at: Instant | None = None
    application_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        opened = ApplicationOpened(
            opportunity=self.opportunity,
            stage=self.stage,
            origin=self.origin,
            source=self.source,
        )
        candidate_id = known.root(self.candidate_id)
        stream_id = StreamId(self.application_id)
        return [Entry(opened, stream_id, 1, candidate_id, occurred_at=self.applied_at)]


class MoveApplication(Command):
    """Take an application to another stage."""

    application_id: UUID
    stage: Line

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version, application = _open(known, self.application_id)
        if application["stage"] == self.stage:
            return []
        moved = ApplicationMoved(stage=self.stage)
        return [_next(version, self.application_id, application, moved)]


class CloseApplication(Command):
    """End an application: hired, rejected or withdrawn."""

    application_id: UUID
    outcome: ApplicationOutcome
    rejection_reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version, application = _open(known, self.application_id)
        closed = ApplicationClosed(outcome=self.outcome, rejection_reason=self.rejection_reason)
        return [_next(version, self.application_id, application, closed)]


def _open(known: Known, application_id: UUID) -> tuple[int, Mapping[str, Any]]:
    # The version first: what comes after it makes the append lose, and ask again.
    version = known.version(application_id)
    rows = known.rows("applications", stream_id=application_id)
    if not rows:
        raise errors.Unknown(f"No application has the id {application_id}.")
    if rows[0]["status"] != "active":
        raise errors.NotAllowedNow(f"The application ended as {rows[0]['status']}.")
    return version, rows[0]


def _next(
    version: int,
    application_id: UUID,
    application: Mapping[str, Any],
    event: ApplicationMoved | ApplicationClosed,
) -> Entry:
    return Entry(event, StreamId(application_id), version + 1, application["subject_id"])
