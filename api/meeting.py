"""Recording an engagement with whoever holds a handle, known so far or not."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from api import reads
from api.access import Caller
from api.asked.engagements import NewEngagement
from ledger import errors
from ledger.commands import Command
from ledger.commands.candidates import AddCandidate, GivenHandle, handle_id_of
from ledger.commands.engagements import RecordEngagement, told_id
from ledger.entries import Entry
from ledger.events import EngagementRecorded
from ledger.ids import id_of, new_id
from ledger.known import Known
from ledger.words import CandidateId, Handle, Instant, Profile, StreamId, WorkspaceId


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
        claims = known.rows("handles", handle_id=handle_id_of(known, self.handle))
        if claims:
            holder = min(claims, key=lambda row: row["claimed_position"])["candidate_id"]
            return RecordEngagement(
                candidate_id=holder,
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


def command_of(given: NewEngagement) -> RecordEngagement | RecordWithHolder:
    """Return the command that an engagement sent here asks for."""
    if given.candidate_id is not None:
        return RecordEngagement(
            candidate_id=given.candidate_id,
            engagement=given.engagement(),
            occurred_at=given.occurred_at,
        )
    assert given.handle is not None
    newcomer = (given.profile or Profile()) if given.create else None
    return RecordWithHolder(
        handle=given.handle,
        engagement=given.engagement(),
        occurred_at=given.occurred_at,
        newcomer=newcomer,
    )


def names_of(
    workspace: WorkspaceId, engagement: EngagementRecorded, people: Sequence[UUID]
) -> list[UUID]:
    """Return the streams on which a source's engagement with a person may stand, root first."""
    names = ("engagement", engagement.source, engagement.external_id)
    return [id_of(workspace, *names, person) for person in people]


def told_before(
    caller: Caller, engagement: EngagementRecorded, candidate_id: UUID
) -> reads.Told:
    """Return the event by which a source told of an engagement the first time."""
    with caller.installation.database.connection() as connection:
        people = reads.members(connection, caller.workspace, [candidate_id])[candidate_id]
        streams = names_of(caller.workspace, engagement, people)
        found = reads.firsts(connection, caller.workspace, streams)
    for stream in streams:
        if stream in found:
            return found[stream]
    # Its candidate was merged or unmerged between the decision and this look.
    raise errors.Contended
