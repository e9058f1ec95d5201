"""Recording what recruiter and candidate said to each other, and putting it right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.commands.candidates import AddCandidate
from ledger.commands.handles import GivenHandle, handle_id_of
from ledger.entries import Entry
from ledger.events import EngagementCorrected, EngagementRecorded, EngagementRetracted
from ledger.handles import is_shared
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import CandidateId, Handle, Instant, Profile, StreamId, Text


class RecordEngagement(Command):
    """Record one interaction with a candidate.

    With `source` and `external_id` it is recorded once however often it is told; without them
    the append alone checks that the candidate is known, and nothing is read before.
    """

    candidate_id: UUID
    engagement: EngagementRecorded
    occurred_at: Instant | None = None
    engagement_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        candidate_id = CandidateId(self.candidate_id)
        stream_id = StreamId(self.engagement_id)
        if self.engagement.external_id is not None:
            stream_id = told_id(known, self.engagement, known.root(candidate_id))
            if known.version(stream_id):
                return []
        return [
            Entry(self.engagement, stream_id, 1, candidate_id, occurred_at=self.occurred_at)
        ]


class RecordWithHolder(Command):
    """Record an interaction with whoever holds a handle; add somebody where nobody does."""

    handle: Handle
    engagement: EngagementRecorded
    occurred_at: Instant | None = None
    newcomer: Profile | None = None
    """What is known of somebody new; left out, only candidates already known are met."""
    candidate_id: UUID = Field(default_factory=new_id)
    engagement_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        handle_id = handle_id_of(known, self.handle)
        if is_shared(self.handle) or known.shared([handle_id]):
            raise errors.Invalid(
                f"Several people share this {self.handle.type.value}: say whom by their id."
            )
        holders = known.holders([handle_id])
        if handle_id in holders:
            # Whoever they are read as by now: unmerged, they keep what was said with them.
            return RecordEngagement(
                candidate_id=holders[handle_id],
                engagement=self.engagement,
                occurred_at=self.occurred_at,
                engagement_id=self.engagement_id,
            ).decide(known, at)
        if self.newcomer is None:
            raise nobody_holds(self.handle)
        candidate_id = CandidateId(self.candidate_id)
        stream_id = StreamId(self.engagement_id)
        if self.engagement.external_id is not None:
            stream_id = told_id(known, self.engagement, candidate_id)
        added = addition(self.handle, self.newcomer, self.engagement.source, candidate_id)
        return [
            *added.decide(known, at),
            Entry(self.engagement, stream_id, 1, candidate_id, occurred_at=self.occurred_at),
        ]


def addition(
    handle: Handle, newcomer: Profile, source: str | None, candidate_id: UUID
) -> AddCandidate:
    """Return the command that adds somebody met by a handle."""
    given = GivenHandle(handle=handle, is_primary=True)
    return AddCandidate(
        candidate_id=candidate_id, profile=newcomer, handles=(given,), source=source
    )


def nobody_holds(handle: Handle) -> errors.Unknown:
    """Return the refusal for a handle of nobody's."""
    return errors.Unknown(
        f"Nobody holds this {handle.type.value}: say create to add a candidate with it."
    )


def told_id(
    known: Known, engagement: EngagementRecorded, candidate_id: CandidateId
) -> StreamId:
    """Return the stream of what a source calls `external_id`, told about one candidate.

    Several people may share the source's id (a group message), so the candidate belongs to it,
    under every id they were merged from.
    """
    merged = known.rows("merged_candidates", root_id=candidate_id)
    ids = [candidate_id, *(row["candidate_id"] for row in merged)]
    names = ("engagement", engagement.source, engagement.external_id)
    for member in ids:
        stream_id = known.id_of(*names, member)
        if known.version(stream_id):
            return stream_id
    return known.id_of(*names, candidate_id)


class CorrectEngagement(Command):
    """Put right what was recorded about an engagement; null clears a field."""

    engagement_id: UUID
    changes: dict[str, Any] = Field(default_factory=dict)
    occurred_at: Instant | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version, engagement = _recorded(known, self.engagement_id)
        before: dict[str, Any] = engagement["payload"]
        after = EngagementRecorded.model_validate(before | self.changes)
        wanted = after.model_dump(mode="json")
        changed = {
            field: wanted[field] for field in self.changes if wanted[field] != before.get(field)
        }
        moved = self.occurred_at if self.occurred_at != engagement["occurred_at"] else None
        if not changed and moved is None:
            return []
        corrected = EngagementCorrected(changes=changed, occurred_at=moved)
        return [_next(version, self.engagement_id, engagement, corrected)]


class RetractEngagement(Command):
    """Take an engagement back: it did not happen, or not with this candidate."""

    engagement_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        try:
            version, engagement = _recorded(known, self.engagement_id)
        except errors.NotAllowedNow:
            return []
        retracted = EngagementRetracted(reason=self.reason)
        return [_next(version, self.engagement_id, engagement, retracted)]


def _recorded(known: Known, engagement_id: UUID) -> tuple[int, dict[str, Any]]:
    # The version first: what comes after it makes the append lose, and ask again.
    version = known.version(engagement_id)
    rows = known.rows("engagement", stream_id=engagement_id)
    if rows:
        return version, dict(rows[0])
    if version:
        raise errors.NotAllowedNow(
            f"Engagement {engagement_id} was retracted, or its import was reverted."
        )
    raise errors.Unknown(f"No engagement has the id {engagement_id}.")


def _next(
    version: int,
    engagement_id: UUID,
    engagement: dict[str, Any],
    event: EngagementCorrected | EngagementRetracted,
) -> Entry:
    return Entry(event, StreamId(engagement_id), version + 1, engagement["subject_id"])
