"""Who is to be erased: every id of the person, what is told of them, what they are known by."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.erasure.suppression import Compared
from ledger.handles import is_shared
from ledger.words import CandidateId, Handle, HandleType, WorkspaceId

_IDS = """
select r.id as root_id,
       array(select m.candidate_id from ledger.merged_candidates m
             where m.workspace_id = %(workspace)s and m.root_id = r.id
             order by m.candidate_id) as merged_ids
from ledger.root(%(workspace)s, %(candidate)s) r(id)
"""
_KINDS = """
select event_type, count(*) as event_count
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s)
  and payload is not null and event_type <> 'CandidateErased'
group by event_type
"""
_HANDLES = """
select distinct payload ->> 'key' as key, payload #>> '{handle,type}' as type,
       payload #>> '{handle,value}' as value,
       coalesce((payload ->> 'is_shared')::boolean, false) as is_shared
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s)
  and event_type = 'HandleAdded' and payload is not null
"""
_SHARED = """
select distinct payload ->> 'key' as key
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s)
  and event_type = 'HandleCorrected' and payload ->> 'is_shared' = 'true'
"""
_NAMES = """
select distinct payload #>> '{profile,first_name}' as first_name,
       payload #>> '{profile,last_name}' as last_name, payload #>> '{profile,name}' as name
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s)
  and event_type in ('CandidateAdded', 'CandidateUpdated') and payload is not null
"""
_CONVERSATIONS = """
select distinct payload ->> 'conversation_id' as conversation_id
from ledger.events
where workspace_id = %(workspace)s and candidate_id = any(%(ids)s)
  and event_type = 'EngagementRecorded' and payload ? 'conversation_id'
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who is to be erased, as the ledger knows them."""

    ids: tuple[CandidateId, ...]
    """The one they are read as first."""
    kinds: Counter[str] = field(default_factory=Counter[str])
    """How many events there are about them, by type."""
    handles: frozenset[Compared] = frozenset()
    """Every way to reach them, those that several people share left out."""
    addresses: frozenset[str] = frozenset()
    """The same as they were given."""
    names: frozenset[str] = frozenset()
    conversations: frozenset[str] = frozenset()

    @property
    def event_count(self) -> int:
        """How many events there are about them."""
        return self.kinds.total()


def ids_of(
    connection: Connection[DictRow], workspace: WorkspaceId, candidate: UUID
) -> tuple[CandidateId, ...]:
    """Return every id of whoever this id is read as, theirs first."""
    (row,) = connection.execute(
        _IDS, {"workspace": workspace, "candidate": candidate}
    ).fetchall()
    return (CandidateId(row["root_id"]), *map(CandidateId, row["merged_ids"]))


def subject(
    connection: Connection[DictRow], workspace: WorkspaceId, ids: Sequence[CandidateId]
) -> Subject:
    """Return what is told of a person, whatever of it is in effect."""
    asked: dict[str, Any] = {"workspace": workspace, "ids": list(ids)}

    def told(query: str) -> list[DictRow]:
        return connection.execute(query, asked, prepare=False).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue] - ours, above

    kinds = {row["event_type"]: row["event_count"] for row in told(_KINDS)}
    corrected = {row["key"] for row in told(_SHARED)}
    own = [
        row
        for row in told(_HANDLES)
        if not row["is_shared"]
        and row["key"] not in corrected
        and not is_shared(Handle(type=HandleType(row["type"]), value=row["value"]))
    ]
    called = {row["value"] for row in own if row["type"] == HandleType.LINKEDIN_NAME}
    for row in told(_NAMES):
        called |= _names_in(row)
    return Subject(
        ids=tuple(ids),
        kinds=Counter(kinds),
        handles=frozenset(Compared(row["type"], row["key"]) for row in own),
        addresses=frozenset(row["value"] for row in own),
        names=frozenset(filter(None, map(spelt, called))),
        conversations=frozenset(row["conversation_id"] for row in told(_CONVERSATIONS)),
    )


def _names_in(row: DictRow) -> set[str]:
    first, last, name = row["first_name"], row["last_name"], row["name"]
    found = {name} if name else set[str]()
    if first and last:
        return found | {f"{first} {last}", f"{last}, {first}", f"{last} {first}"}
    return found or {each for each in (first, last) if each}


def spelt(name: str) -> str:
    """Return a name as names are compared here: in small letters, spaces once."""
    return " ".join(name.lower().split())
