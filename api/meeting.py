"""An engagement as it is sent here: which command it asks for, and where it was told before."""

from collections.abc import Sequence
from uuid import UUID

from api import reads
from api.access import Caller
from api.asked.engagements import NewEngagement
from ledger import errors
from ledger.commands.engagements import RecordEngagement, RecordWithHolder
from ledger.events import EngagementRecorded
from ledger.ids import id_of
from ledger.words import Profile, WorkspaceId


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
