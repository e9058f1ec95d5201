"""Promising to come back to a candidate, and keeping it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import FollowUpCancelled, FollowUpDone, FollowUpPromised
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import Line, StreamId, Text


class PromiseFollowUp(Command):
    """Promise the candidate to come back to them by a certain day."""

    candidate_id: UUID
    due_on: date
    about: Line
    follow_up_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        promised = FollowUpPromised(due_on=self.due_on, about=self.about)
        candidate_id = known.root(self.candidate_id)
        return [Entry(promised, StreamId(self.follow_up_id), 1, candidate_id)]


class FinishFollowUp(Command):
    """Say that a promised follow-up was kept."""

    follow_up_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        return _end(known, self.follow_up_id, FollowUpDone(), "done")


class CancelFollowUp(Command):
    """Say that a promised follow-up is no longer needed."""

    follow_up_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        return _end(
            known, self.follow_up_id, FollowUpCancelled(reason=self.reason), "cancelled"
        )


def _end(
    known: Known, follow_up_id: UUID, event: FollowUpDone | FollowUpCancelled, state: str
) -> Sequence[Entry]:
    # The version first: what comes after it makes the append lose, and ask again.
    version = known.version(follow_up_id)
    rows: Sequence[Mapping[str, Any]] = known.rows("follow_ups", stream_id=follow_up_id)
    if not rows:
        raise errors.Unknown(f"No follow-up has the id {follow_up_id}.")
    if rows[0]["state"] == state:
        return []
    if rows[0]["state"] != "open":
        raise errors.NotAllowedNow(f"The follow-up is already {rows[0]['state']}.")
    return [Entry(event, StreamId(follow_up_id), version + 1, rows[0]["subject_id"])]
