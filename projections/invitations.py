"""Who was invited into the workspace, and did they come?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ledger.events import InvitationAccepted, InvitationSent, InvitationWithdrawn
from ledger.words import ActorId, Role, StreamId
from projections.members import home
from projections.moment import Moment
from projections.view import View

INVITATIONS = View(
    "invitations",
    key="stream_id",
    amends=(InvitationSent, InvitationAccepted, InvitationWithdrawn),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation; an open one whose time has passed opens nothing."""

    stream_id: StreamId
    role: Role
    name: str
    expires_at: datetime
    sent_by: ActorId
    sent_at: datetime
    state: Literal["open", "accepted", "withdrawn"]


def everyone(moment: Moment) -> Sequence[Invitation]:
    """Return every invitation that was sent since the ledger lives here."""
    after = home(moment.connection, moment.workspace).access_after
    rows = moment.rows("all", INVITATIONS, access_after=after)
    return [_invitation(row) for row in rows]


def _invitation(row: Mapping[str, Any]) -> Invitation:
    told = dict(row)
    return Invitation(role=Role(told.pop("role")), **told)
