"""Who was invited into the workspace, and did they come?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from ledger.access import users
from ledger.access.roles import stands_behind
from ledger.events import InvitationAccepted, InvitationSent, InvitationWithdrawn
from ledger.words import ActorId, Role, StreamId
from projections import api_keys, members
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
    """Return every invitation that was sent since the ledger lives here.

    An open one counts as withdrawn where whoever sent it could not send it any more: they were
    put out or disabled since, may give that role no longer, or the key they used was revoked.
    """
    after = home(moment.connection, moment.workspace).access_after
    sent = [_invitation(row) for row in moment.rows("all", INVITATIONS, access_after=after)]
    if all(each.state != "open" for each in sent):
        return sent
    senders = _Senders(moment)
    return [
        replace(each, state="withdrawn")
        if each.state == "open" and not senders.stand_behind(each)
        else each
        for each in sent
    ]


class _Senders:
    """Whoever may have sent an invitation, as they stand at a moment."""

    def __init__(self, moment: Moment) -> None:
        self._members = {each.member_id: each for each in members.everyone(moment)}
        self._keys = {each.stream_id: each for each in api_keys.everyone(moment)}
        known = users.many(moment.connection, list(self._members))
        self._disabled = {each.user_id for each in known if each.disabled_at is not None}

    def stand_behind(self, sent: Invitation) -> bool:
        """Say whether who sent an invitation, by themselves or by a key, still might."""
        key = self._keys.get(StreamId(sent.sent_by))
        sender = self._members.get(key.issued_by if key else sent.sent_by)
        if sender is None or sender.member_id in self._disabled or (key and key.is_revoked):
            return False
        return stands_behind(sender.role, sender.since, given=sent.role, sent_at=sent.sent_at)


def _invitation(row: Mapping[str, Any]) -> Invitation:
    told = dict(row)
    return Invitation(role=Role(told.pop("role")), **told)
