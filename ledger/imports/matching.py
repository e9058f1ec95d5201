"""Who a person in a file is in the ledger, and what of the file's word is new.

Somebody is recognised by a handle and never by a name alone. What a source says is compared
with what the same source said before, not with what holds at present: a fact that was put right
by hand since is neither overwritten nor told again. The import at work (`own`) counts as if it
stood: where it was reverted, it is about to be reinstated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger import errors
from ledger.commands.candidates import handle_id_of
from ledger.database import Database
from ledger.handles import key_of
from ledger.imports.records import Person
from ledger.known import Known
from ledger.words import CandidateId, Handle, StreamId, WorkspaceId


@dataclass(frozen=True, slots=True)
class Recognised:
    """A handle with the stream its claims stand on."""

    handle: Handle
    key: str
    handle_id: StreamId


@dataclass(frozen=True, slots=True)
class Stream:
    """How far a stream has come, and whether anything on it is in effect."""

    version: int
    is_effective: bool


NO_STREAM = Stream(0, is_effective=False)


def recognised(known: Known, person: Person) -> list[Recognised]:
    """Return the handles of a person that can be compared, strongest first, each once."""
    found: dict[StreamId, Recognised] = {}
    for handle in (reach.handle for reach in person.handles):
        try:
            handle_id = handle_id_of(known, handle)
        except errors.Invalid:
            # A source's broken address recognises nobody; the row itself still counts.
            continue
        found.setdefault(handle_id, Recognised(handle, key_of(handle), handle_id))
    return list(found.values())


def holder_among(
    handles: Sequence[Recognised], holders: Mapping[StreamId, CandidateId]
) -> CandidateId | None:
    """Return who holds the strongest of a person's handles that anybody holds."""
    for each in handles:
        if each.handle_id in holders:
            return holders[each.handle_id]
    return None


_STREAMS = """
select e.stream_id, max(e.version) as version,
       bool_or(r.import_id is null) as is_effective
from ledger.events e
left join ledger.reverted_imports r
  on r.workspace_id = e.workspace_id and r.import_id = e.import_id
  and r.import_id is distinct from %(own)s
where e.workspace_id = %(workspace)s and e.stream_id = any(%(streams)s)
group by e.stream_id
"""


def streams(
    database: Database, workspace: WorkspaceId, stream_ids: Sequence[UUID], own: UUID | None
) -> dict[UUID, Stream]:
    """Return those of the streams that hold anything."""
    if not stream_ids:
        return {}
    asked = {"workspace": workspace, "streams": list(stream_ids), "own": own}
    with database.connection() as connection:
        rows = connection.execute(_STREAMS, asked).fetchall()
    return {row["stream_id"]: Stream(row["version"], row["is_effective"]) for row in rows}


_TOLD = """
select distinct on (e.stream_id) e.stream_id, e.candidate_id
from ledger.events e
left join ledger.reverted_imports r
  on r.workspace_id = e.workspace_id and r.import_id = e.import_id
  and r.import_id is distinct from %(own)s
where e.workspace_id = %(workspace)s and e.stream_id = any(%(streams)s)
  and e.event_type = 'HandleAdded' and r.import_id is null
order by e.stream_id, e.position desc
"""


def told_of(
    database: Database, workspace: WorkspaceId, handle_ids: Sequence[UUID], own: UUID | None
) -> dict[StreamId, CandidateId]:
    """Return whom each handle was last said to belong to, whether it still does or not."""
    if not handle_ids:
        return {}
    asked = {"workspace": workspace, "streams": list(handle_ids), "own": own}
    with database.connection() as connection:
        rows = connection.execute(_TOLD, asked).fetchall()
    return {row["stream_id"]: row["candidate_id"] for row in rows}


_SAID = """
select e.candidate_id,
       ledger.jsonb_merge(
           ledger.upcast(e.event_type, e.schema_version, e.payload) -> 'profile'
           order by e.position) as profile
from ledger.events e
left join ledger.reverted_imports r
  on r.workspace_id = e.workspace_id and r.import_id = e.import_id
  and r.import_id is distinct from %(own)s
where e.workspace_id = %(workspace)s and e.candidate_id = any(%(candidates)s)
  and e.event_type in ('CandidateAdded', 'CandidateUpdated')
  and e.payload ->> 'source' = %(source)s
  and r.import_id is null
group by e.candidate_id
"""


def said_by(
    database: Database,
    workspace: WorkspaceId,
    source: str,
    candidates: Sequence[CandidateId],
    own: UUID | None,
) -> Mapping[CandidateId, Mapping[str, Any]]:
    """Return the facts a source told last about each of these candidates."""
    if not candidates:
        return {}
    asked = {
        "workspace": workspace,
        "candidates": list(candidates),
        "source": source,
        "own": own,
    }
    with database.connection() as connection:
        rows = connection.execute(_SAID, asked).fetchall()
    return {row["candidate_id"]: row["profile"] for row in rows}


def news_in(
    told: Mapping[str, Any], said: Mapping[str, Any], *, is_repeated: bool
) -> dict[str, Any]:
    """Return the facts that a source did not tell before.

    A file that was brought in before says what was so then; a newer one may have said otherwise
    since, so that such a file changes no fact. A whole name is no news beside the same name
    told in its parts.
    """
    parts = said.get("first_name"), said.get("last_name")
    known = {"name": " ".join(part for part in parts if part), **said}
    return {
        name: value
        for name, value in told.items()
        if known.get(name) != value and not (is_repeated and name in said)
    }
