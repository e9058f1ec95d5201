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
from ledger.events import (
    ApplicationClosed,
    ApplicationMoved,
    ApplicationOpened,
    ApplicationReopened,
    ApplicationRetracted,
    Event,
)
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


class ReopenApplication(Command):
    """Take up again an application that ended; nothing happens where it goes on."""

    application_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version, application = _standing(known, self.application_id)
        if application["status"] == "active":
            return []
        return [_next(version, self.application_id, application, ApplicationReopened())]


class RetractApplication(Command):
    """Take an application back: it was none, or not this candidate's."""

    application_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        try:
            version, application = _standing(known, self.application_id)
        except errors.NotAllowedNow:
            return []
        retracted = ApplicationRetracted(reason=self.reason)
        return [_next(version, self.application_id, application, retracted)]


def _open(known: Known, application_id: UUID) -> tuple[int, Mapping[str, Any]]:
    version, application = _standing(known, application_id)
    if application["status"] != "active":
        raise errors.NotAllowedNow(f"The application ended as {application['status']}.")
    return version, application


def _standing(known: Known, application_id: UUID) -> tuple[int, Mapping[str, Any]]:
    # The version first: what comes after it makes the append lose, and ask again.
    version = known.version(application_id)
    rows = known.rows("applications", stream_id=application_id)
    if rows:
        return version, rows[0]
    if version:
        raise errors.NotAllowedNow(
            f"Application {application_id} was taken back, or its import was undone."
        )
    raise errors.Unknown(f"No application has the id {application_id}.")


def _next(
    version: int,
    application_id: UUID,
    application: Mapping[str, Any],
    event: Event,
) -> Entry:
    return Entry(event, StreamId(application_id), version + 1, application["subject_id"])
