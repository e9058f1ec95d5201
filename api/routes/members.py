"""Members: who is let into the workspace, and who is invited."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import Request

from api.access import Admin, Anybody, Caller, Witness
from api.answers import Page
from api.answers.access import Invitation, InvitationSent, Member
from api.as_of import AsOf
from api.asked.access import NewInvitation, RoleGiven
from api.routes.noun import noun
from ledger import errors
from ledger.access import users
from ledger.access.roles import GRANTED_BY
from ledger.words import Role, Scope
from projections import invitations, members

router = noun("access")


@router.get("/members")
def list_members(caller: Witness, as_of: AsOf = None) -> Page[Member]:
    """List who is let into the workspace, now or as of then."""
    with caller.moment(as_of) as moment:
        everyone = members.everyone(moment)
        known = users.many(moment.connection, [each.member_id for each in everyone])
    by_id = {each.user_id: each for each in known}
    return Page(
        items=[_member(each, by_id.get(each.member_id)) for each in everyone], next_cursor=None
    )


@router.patch("/members/{member_id}")
def change_role(caller: Admin, request: Request, member_id: UUID, given: RoleGiven) -> Member:
    """Let a member do more, or less."""
    _must_grant(caller, _one(caller, member_id).role)
    _must_grant(caller, given.role)
    caller.access.change_role(member_id, given.role)
    request.app.state.doors.forget()
    return _one(caller, member_id)


@router.delete("/members/{member_id}", status_code=204)
def remove_member(caller: Anybody, request: Request, member_id: UUID) -> None:
    """Let somebody in no longer; what they recorded stays. Anybody may leave."""
    is_leaving = caller.principal.actor == member_id
    if not is_leaving:
        # A key has its issuer's role; what it may do is for its scopes to say.
        caller.principal.must(Scope.ADMIN)
        _must_grant(caller, _one(caller, member_id).role)
    caller.access.remove(member_id)
    request.app.state.doors.forget()


@router.post("/invitations", status_code=201)
def invite(caller: Admin, given: NewInvitation) -> InvitationSent:
    """Invite somebody; whoever has the link may come in, once."""
    _must_grant(caller, given.role)
    expires_at = datetime.now(UTC) + timedelta(days=given.days)
    invitation_id, token = caller.access.invite(given.name, given.role, expires_at)
    link = caller.installation.settings.link(f"join/{token}")
    return InvitationSent(id=invitation_id, link=link, expires_at=expires_at)


@router.get("/invitations")
def list_invitations(caller: Admin, as_of: AsOf = None) -> Page[Invitation]:
    """List who was invited, and what became of it."""
    with caller.moment(as_of) as moment:
        now = moment.now() if as_of is not None else datetime.now(UTC)
        rows = invitations.everyone(moment)
    return Page(items=[_invitation(each, now) for each in rows], next_cursor=None)


@router.delete("/invitations/{invitation_id}", status_code=204)
def withdraw_invitation(caller: Admin, invitation_id: UUID) -> None:
    """Let an invitation hold no more."""
    caller.access.withdraw(invitation_id)


def _must_grant(caller: Caller, role: Role) -> None:
    """Refuse who may not give a role to decide about it; a key decides about no owner."""
    granted = GRANTED_BY.get(caller.principal.role, frozenset[Role]())
    if role not in granted:
        own = caller.principal.role.value
        raise errors.Forbidden(f"As {own} you decide about no {role.value}.")
    if role is Role.OWNER and not caller.principal.is_owner:
        raise errors.Forbidden("Only an owner who is signed in decides about owners.")


def _one(caller: Caller, member_id: UUID) -> Member:
    for each in list_members(caller).items:
        if each.id == member_id:
            return each
    raise errors.Unknown(f"No member has the id {member_id}.")


def _member(member: members.Member, user: users.User | None) -> Member:
    return Member(
        id=member.member_id,
        name=member.name or (user.name if user else None),
        email=user.email if user else None,
        role=member.role,
        since=member.since,
        is_disabled=user is not None and user.disabled_at is not None,
    )


def _invitation(row: invitations.Invitation, now: datetime) -> Invitation:
    is_late = row.state == "open" and row.expires_at <= now
    return Invitation(
        id=row.stream_id,
        name=row.name,
        role=row.role,
        state="expired" if is_late else row.state,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )
