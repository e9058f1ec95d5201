"""Who is let into the workspace, and as what?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.events import LedgerFounded, MemberAdded, MemberRemoved, MemberRoleChanged
from ledger.words import ActorId, Position, Role, WorkspaceId
from projections.moment import Moment
from projections.view import View

MEMBERS = View(
    "members",
    key="stream_id",
    row=("member_id",),
    amends=(LedgerFounded, MemberAdded, MemberRoleChanged, MemberRemoved),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is let in; the founder of a ledger where nobody was let in has no name."""

    member_id: ActorId
    role: Role
    name: str | None
    since: datetime
    """When they were let in, the last time; a founder, when the ledger began here."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a ledger lives: who founded it here, and from which place on its word counts."""

    founder: ActorId
    access_after: Position
    since: datetime


def home(connection: Connection[DictRow], workspace: WorkspaceId) -> Home:
    """Return who founded a ledger here, and when."""
    (row,) = connection.execute(
        "select owner_id, access_after, created_at from ledger.heads where workspace_id = %s",
        (workspace,),
    ).fetchall()
    return Home(ActorId(row["owner_id"]), Position(row["access_after"]), row["created_at"])


def everyone(moment: Moment) -> Sequence[Member]:
    """Return the members at a moment, those who came first before the others.

    Until anybody else is let in, that is whoever founded the ledger here. Where the ledger came
    from an archive, its members of before are none of this home's.
    """
    here = home(moment.connection, moment.workspace)
    rows = moment.rows("all", MEMBERS, access_after=here.access_after)
    if not rows:
        return [Member(here.founder, Role.OWNER, None, here.since)]
    return [
        Member(
            ActorId(row["member_id"]),
            Role(row["role"]),
            row["name"],
            row["since"] or here.since,
        )
        for row in rows
    ]


def one_of(members: Sequence[Member], member_id: UUID) -> Sequence[Member]:
    """Return somebody among the members, or nothing where they are not let in."""
    return [each for each in members if each.member_id == member_id]


def an_owner(moment: Moment, first: ActorId) -> ActorId:
    """Return somebody who owns the ledger: this one, if they do; there always is one."""
    owners = [each.member_id for each in everyone(moment) if each.role is Role.OWNER]
    return first if first in owners else owners[0]


def role_of(members: Sequence[Member], member_id: UUID) -> Role | None:
    """Return as what somebody is let in, if they are."""
    return next((each.role for each in members if each.member_id == member_id), None)
