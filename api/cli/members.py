"""Members: who is let into the workspace, and who is invited."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter, validators

from api.access_changes import AccessChanges
from api.cli.opening import Data, Json, opened
from api.cli.showing import answer, as_json, items
from ledger.access import users
from ledger.words import Role
from projections import invitations, members

member = App(name="member", help="Decide who is let into the workspace.")

Who = Annotated[UUID, Parameter(help="The member's id, as `rapport member list` shows it.")]


@member.command(name="list")
def list_(*, data: Data = None, json: Json = False) -> None:
    """List who is let in, and as what."""
    with opened(data) as found, found.moment() as moment:
        rows = members.everyone(moment)
        known = users.many(moment.connection, [row.member_id for row in rows])
    by_id = {each.user_id: each for each in known}

    def name(row: members.Member) -> str | None:
        user = by_id.get(row.member_id)
        return row.name or (user.name if user else None)

    items(
        [
            {"id": row.member_id, "name": name(row), "role": row.role, "since": row.since}
            for row in rows
        ],
        ("ID", "ROLE", "SINCE", "NAME"),
        ((row.member_id, row.role.value, row.since, name(row)) for row in rows),
        is_json=json,
    )


@member.command
def invite(
    name: Annotated[str, Parameter(help="Whom it is for.")],
    /,
    *,
    role: Annotated[Role, Parameter(help="What they may do.")] = Role.RECRUITER,
    days: Annotated[
        int,
        Parameter(
            help="For how many days it holds.", validator=validators.Number(gte=1, lte=90)
        ),
    ] = 7,
    data: Data = None,
    json: Json = False,
) -> None:
    """Invite somebody; whoever has the link may come in, once."""
    expires_at = datetime.now(UTC) + timedelta(days=days)
    with opened(data) as found:
        # An invitation stands and falls with its sender, and a founder may have left.
        with found.moment() as moment:
            sender = members.an_owner(moment, found.owner)
        changes = AccessChanges(found, sender)
        invitation_id, ending = changes.invite(name, role, expires_at)
        link = found.settings.link(f"join/{ending}")
    if json:
        as_json({"id": invitation_id, "link": link, "expires_at": expires_at})
        return
    answer(link)


@member.command(name="invitations")
def invitations_(*, data: Data = None, json: Json = False) -> None:
    """List who was invited, and what became of it."""
    with opened(data) as found, found.moment() as moment:
        rows = invitations.everyone(moment)
    items(
        [
            {"id": row.stream_id, "name": row.name, "role": row.role}
            | {"state": row.state, "expires_at": row.expires_at}
            for row in rows
        ],
        ("ID", "ROLE", "STATE", "EXPIRES", "NAME"),
        ((row.stream_id, row.role.value, row.state, row.expires_at, row.name) for row in rows),
        is_json=json,
    )


@member.command
def withdraw(
    invitation: Annotated[UUID, Parameter(help="The invitation's id.")],
    /,
    *,
    data: Data = None,
    json: Json = False,
) -> None:
    """Let an invitation hold no more."""
    with opened(data) as found:
        AccessChanges(found, found.owner).withdraw(invitation)
    _done(invitation, "It holds no more.", is_json=json)


@member.command
def role(who: Who, role: Role, /, *, data: Data = None, json: Json = False) -> None:
    """Let a member do more, or less."""
    with opened(data) as found:
        AccessChanges(found, found.owner).change_role(who, role)
    _done(who, f"They are {role.value} now.", is_json=json)


@member.command
def remove(
    who: Who, /, *, reason: str | None = None, data: Data = None, json: Json = False
) -> None:
    """Let somebody in no longer; what they recorded stays."""
    with opened(data) as found:
        AccessChanges(found, found.owner).remove(who, reason)
    _done(who, "They are let in no longer.", is_json=json)


def _done(subject: UUID, sentence: str, *, is_json: bool) -> None:
    if is_json:
        as_json({"id": subject})
    else:
        answer(sentence)
