"""Members: who is let in and as what, and who is invited."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.access import Admin, Anybody, Caller, Witness
from api.answers.access import InvitationSent
from api.asked.access import NewInvitation, RoleGiven
from api.routes import members
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from ledger.access.roles import GRANTED_BY
from ledger.words import Role, Scope

router = screens()

_HERE = "/settings/members"
ROLES: dict[Role, str] = {
    Role.OWNER: "Everything: also takes the whole history out, and lets the workspace go.",
    Role.ADMIN: "Everything but owners' decisions: members, keys, retention, erasure.",
    Role.RECRUITER: "Works with people: reads, writes, imports and exports.",
    Role.VIEWER: "Reads, and changes nothing.",
    Role.AUDITOR: "Sees who looked at what and proves the history; reads nobody's record.",
}
"""What each role means, for whoever gives one."""


@router.get(_HERE)
def show_members(caller: Witness, seen: Sight) -> Response:
    """Show who is let in, and who is invited."""
    return _shown(caller, seen)


@router.post(f"{_HERE}/invite")
def invite(
    caller: Admin,
    seen: Sight,
    *,
    name: forms.Field = "",
    role: forms.Field = "",
    days: forms.Field = "",
) -> Response:
    """Invite somebody, and show the link this once."""
    given = forms.asked(NewInvitation, name=forms.line(name), role=role, days=days)
    return _shown(caller, seen, sent=members.invite(caller, given), sent_to=given.name)


@router.post(f"{_HERE}/invitations/{{invitation_id}}/withdraw")
def withdraw_invitation(caller: Admin, seen: Sight, invitation_id: UUID) -> Response:
    """Let an invitation hold no more."""
    members.withdraw_invitation(caller, invitation_id)
    return showing.done(seen, _HERE, Said("The invitation opens nothing any more."))


@router.post(f"{_HERE}/{{member_id}}/role")
def change_role(
    caller: Admin, seen: Sight, request: Request, member_id: UUID, role: forms.Field = ""
) -> Response:
    """Let a member do more, or less."""
    changed = members.change_role(caller, request, member_id, forms.asked(RoleGiven, role=role))
    told = f"{changed.name or 'The member'} is {changed.role.value} from now on."
    return showing.done(seen, _HERE, Said(told))


@router.post(f"{_HERE}/{{member_id}}/remove")
def remove_member(caller: Anybody, seen: Sight, request: Request, member_id: UUID) -> Response:
    """Let somebody in no longer; whoever removes themselves is led out."""
    members.remove_member(caller, request, member_id)
    if caller.principal.member == member_id:
        return showing.done(seen, "/sign-in", Said("You left the workspace."))
    return showing.done(seen, _HERE, Said("They are let in no longer; their entries stay."))


def _shown(
    caller: Caller, seen: Seen, sent: InvitationSent | None = None, sent_to: str = ""
) -> Response:
    is_admin = Scope.ADMIN in caller.principal.scopes
    values: dict[str, Any] = {
        "members": members.list_members(caller).items,
        "invitations": [
            each
            for each in (members.list_invitations(caller).items if is_admin else ())
            if each.state in {"open", "expired"}
        ],
        "roles": ROLES,
        "granted": _granted(caller) if is_admin else [],
        "self_id": caller.principal.member,
        "sent": sent,
        "sent_to": sent_to,
    }
    if seen.target:
        return showing.part(seen, caller, "settings/members_part.html", **values)
    return showing.page(seen, caller, "settings/members.html", **values)


def _granted(caller: Caller) -> list[Role]:
    """Return the roles that somebody may give and take."""
    given = GRANTED_BY.get(caller.principal.role, frozenset[Role]())
    return [
        each
        for each in Role
        if each in given and (each is not Role.OWNER or caller.principal.is_owner)
    ]
