"""Who looked at whom: a record of each answer that held personal data.

Nothing is changed in it. After 13 months a record is removed, and whoever is erased is taken
out of those that name them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.ids import new_id
from ledger.words import ActorId, Position, WorkspaceId


class Shown(StrEnum):
    """What somebody was shown."""

    PROFILE = "profile"
    FACTS = "facts"
    TIMELINE = "timeline"
    ENGAGEMENT = "engagement"
    LIST = "list"
    SEARCH = "search"
    FOLLOW_UPS = "follow_ups"
    APPLICATIONS = "applications"
    MERGES = "merges"
    DUPLICATES = "duplicates"
    PRIVACY = "privacy"
    RETENTION = "retention"
    ERASURE = "erasure"
    """What erasing somebody would do."""
    IMPORT = "import"
    """What became of a file, or would: its report names people."""
    DIFF = "diff"
    EVENTS = "events"
    EXPORT = "export"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Look:
    """One answer that held personal data, and who asked for it."""

    actor: ActorId
    """A member, or a key."""
    member: ActorId
    """The member who answers for it: for a key, whoever issued it."""
    what: Shown
    whom: UUID | None = None
    """The person it was about, where it was one."""
    people_count: int | None = 1
    """How many people were in it; nothing where all there are may be."""
    position: Position | None = None
    """As of which place in the history; left out means its end."""


@dataclass(frozen=True, slots=True)
class Record:
    """A look as it was put down."""

    look_id: UUID
    looked_at: datetime
    actor_id: ActorId
    member_id: ActorId
    what: Shown
    candidate_id: UUID | None
    people_count: int | None
    position: Position


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are asked for: of whom, by whom, of what, from when to before when."""

    people: Sequence[UUID] | None = None
    """Every id of the person they are about."""
    member: UUID | None = None
    what: Shown | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """How often a member looked at one kind of answer, and at how many people in them."""

    member_id: ActorId
    what: Shown
    look_count: int
    people_count: int
    """Of answers that held everybody, none are counted."""
    last_looked_at: datetime


_PUT_DOWN = """
select access.put_down(
    %(workspace)s, %(look)s, %(actor)s, %(member)s, %(what)s, %(whom)s, %(count)s::int,
    %(position)s)
"""

_WANTED = """
from access.looks l
where l.workspace_id = %(workspace)s
  and (%(people)s::uuid[] is null or l.candidate_id = any(%(people)s::uuid[]))
  and (%(member)s::uuid is null or l.member_id = %(member)s)
  and (%(what)s::text is null or l.what = %(what)s)
  and (%(since)s::timestamptz is null or l.looked_at >= %(since)s)
  and (%(until)s::timestamptz is null or l.looked_at < %(until)s)
"""
_PAGE = f"""
select l.look_id, l.looked_at, l.actor_id, l.member_id, l.what, l.candidate_id, l.people_count,
       l.position
{_WANTED}
  and (%(after_at)s::timestamptz is null
       or (l.looked_at, l.look_id) < (%(after_at)s, %(after_id)s))
order by l.looked_at desc, l.look_id desc
limit %(limit)s
"""
_SUMS = f"""
select l.member_id, l.what, count(*) as look_count,
       coalesce(sum(l.people_count), 0)::bigint as people_count,
       max(l.looked_at) as last_looked_at
{_WANTED}
group by l.member_id, l.what
order by l.member_id, l.what
"""


def put_down(connection: Connection[DictRow], workspace: WorkspaceId, look: Look) -> None:
    """Put a look down; call it before anything of the answer is sent.

    It enters the workspace itself: lent with `appending`, a connection needs one round trip.
    Nothing else is to be written in its transaction, whose commit is not waited for.
    """
    connection.execute(
        _PUT_DOWN,
        {
            "workspace": workspace,
            "look": new_id(),
            "actor": look.actor,
            "member": look.member,
            "what": look.what.value,
            "whom": look.whom,
            "count": look.people_count,
            "position": look.position,
        },
    )


def page(
    connection: Connection[DictRow],
    workspace: WorkspaceId,
    wanted: Wanted,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Record]:
    """Return a page of records, the newest first."""
    keys = {"after_at": after and after[0], "after_id": after and after[1], "limit": limit}
    rows = connection.execute(_PAGE, _asked(workspace, wanted) | keys, prepare=False).fetchall()
    return [Record(what=Shown(row.pop("what")), **row) for row in rows]


def sums(connection: Connection[DictRow], workspace: WorkspaceId, wanted: Wanted) -> list[Sum]:
    """Return how often each member looked at what, in the order of their ids."""
    rows = connection.execute(_SUMS, _asked(workspace, wanted), prepare=False).fetchall()
    return [Sum(what=Shown(row.pop("what")), **row) for row in rows]


def sweep(connection: Connection[DictRow], workspace: WorkspaceId) -> int:
    """Remove the records that are older than 13 months; return how many they were."""
    (row,) = connection.execute(
        "select access.sweep_looks(%(workspace)s) as swept", {"workspace": workspace}
    ).fetchall()
    return int(row["swept"])


def _asked(workspace: WorkspaceId, wanted: Wanted) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "people": None if wanted.people is None else list(wanted.people),
        "member": wanted.member,
        "what": wanted.what and wanted.what.value,
        "since": wanted.since,
        "until": wanted.until,
    }
