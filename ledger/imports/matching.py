"""Who a person in a file is in the ledger, and what of the file's word is new.

Somebody is recognised by a handle and never by a name alone. What a source says is compared
with what the same source said before, not with what holds at present: a fact that was put right
by hand since is neither overwritten nor told again. The import at work (`own`) counts as if it
stood: where it was reverted, it is about to be reinstated.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg.rows import tuple_row

from ledger import errors
from ledger.account_links import WITH_ACCOUNTS
from ledger.commands.handles import handle_names
from ledger.database import Database
from ledger.handles import is_shared, key_of
from ledger.ids import as_array, id_of
from ledger.imports.records import Person, Reach
from ledger.known import Known
from ledger.words import (
    CandidateId,
    Handle,
    HandleType,
    Profile,
    StreamId,
    WorkspaceId,
)

# What a company has as well as a person, and puts down for all its people: by itself it tells
# that two of clearly different names are one as little as it tells that they are not.
OF_COMPANIES = WITH_ACCOUNTS | {HandleType.PHONE, HandleType.MASTODON}


class Recognised(NamedTuple):
    """A handle with the stream its claims stand on.

    One that several people share has a stream for each of them, and recognises nobody: its
    stream is known once the candidate is.
    """

    reach: Reach
    key: str
    handle_id: StreamId
    is_shared: bool = False
    is_last_resort: bool = False
    """Made of the row itself, and claimed only where nothing else recognises the person."""

    @property
    def names(self) -> tuple[str, str, str]:
        """What the stream's id follows from; with the candidate's, for one that is shared."""
        return handle_names(self.reach.handle, self.key)

    def shared(self) -> "Recognised":
        """Return the same handle as one that several people have."""
        return self._replace(is_shared=True)


class Stream(NamedTuple):
    """How far a stream has come, and whether anything on it is in effect."""

    version: int
    is_effective: bool
    claims: Sequence[CandidateId] = ()
    """Of a handle: whom it was ever said to belong to, the first first, gone or not."""


NO_STREAM = Stream(0, is_effective=False)


def recognised(
    known: Known, person: Person, *, source: str, region: str | None
) -> list[Recognised]:
    """Return the handles of a person that can be compared, strongest first, each once."""
    found: dict[StreamId, Recognised] = {}
    country = person.region or region or known.region
    for reach in person.handles:
        try:
            key = key_of(reach.handle, country)
        except errors.Invalid:
            # A source's broken address recognises nobody; the row itself still counts.
            continue
        handle_id = known.id_of(*handle_names(reach.handle, key))
        is_common = reach.is_shared or is_shared(reach.handle)
        found.setdefault(handle_id, Recognised(reach, key, handle_id, is_shared=is_common))
    strong = [each for each in found.values() if not each.is_shared]
    if strong and all(each.reach.handle.type in OF_COMPANIES for each in strong):
        mark = _mark(known, person, source, strong)
        found.setdefault(mark.handle_id, mark)
    return list(found.values())


def _mark(
    known: Known, person: Person, source: str, strong: Sequence[Recognised]
) -> Recognised:
    """Return what recognises somebody whose handles turn out to be somebody else's too."""
    words = (shown_name(person.profile).casefold(), *sorted(each.key for each in strong))
    value = f"{source}:row:{id_of(*words).hex}"
    handle = Handle(type=HandleType.EXTERNAL_ID, value=value)
    key = key_of(handle)
    handle_id = known.id_of(*handle_names(handle, key))
    return Recognised(Reach(handle), key, handle_id, is_last_resort=True)


def shown_name(profile: Profile) -> str:
    """Return the name a profile shows."""
    first, last = profile.first_name, profile.last_name
    if first and last:
        return f"{first} {last}"
    return first or last or profile.name or ""


_STREAMS = """
select e.stream_id, max(e.version) as version,
       bool_or(r.import_id is null and e.payload is not null) as is_effective,
       array_agg(e.candidate_id order by e.position)
           filter (where e.event_type = 'HandleAdded' and e.payload is not null
                          and r.import_id is null) as claims
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
    asked = {"workspace": workspace, "streams": as_array(stream_ids), "own": own}
    with (
        database.of(workspace).connection() as connection,
        connection.cursor(row_factory=tuple_row) as rows,
    ):
        rows.execute(_STREAMS, asked)
        return {
            stream_id: Stream(version, is_effective, claims or ())
            for stream_id, version, is_effective, claims in rows
        }


_SAID = """
select asked.candidate_id,
       coalesce(ledger.jsonb_merge(told.profile order by e.occurred_at, e.position)
           filter (where is_before), '{}')::text as before,
       (ledger.jsonb_merge(told.profile order by e.occurred_at desc, e.position desc)
           filter (where not is_before))::text as after
from unnest(%(candidates)s::uuid[], %(until)s::timestamptz[]) asked(candidate_id, until)
join ledger.events e
  on e.workspace_id = %(workspace)s and e.candidate_id = asked.candidate_id
 and e.event_type in ('CandidateAdded', 'CandidateUpdated')
left join ledger.reverted_imports r
  on r.workspace_id = e.workspace_id and r.import_id = e.import_id
  and r.import_id is distinct from %(own)s
cross join lateral (
    select ledger.upcast(e.event_type, e.schema_version, e.payload) -> 'profile' as profile,
           asked.until is null or e.occurred_at <= asked.until as is_before
) told
where e.payload ->> 'source' = %(source)s and r.import_id is null
group by asked.candidate_id
"""


class Said(NamedTuple):
    """What a source said of somebody: its last word by a day, and its first word after."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]


NOTHING_SAID = Said({}, {})


def said_by(
    database: Database,
    workspace: WorkspaceId,
    source: str,
    asked_of: Mapping[CandidateId, datetime | None],
    own: UUID | None,
) -> Mapping[CandidateId, Said]:
    """Return the facts a source told of each of these candidates, around a day or up to now."""
    if not asked_of:
        return {}
    asked = {
        "workspace": workspace,
        "candidates": as_array(asked_of),
        "until": "{" + ",".join([_instant(until) for until in asked_of.values()]) + "}",
        "source": source,
        "own": own,
    }
    with (
        database.of(workspace).connection() as connection,
        connection.cursor(row_factory=tuple_row) as rows,
    ):
        rows.execute(_SAID, asked)
        return {
            candidate_id: Said(orjson.loads(before), orjson.loads(after) if after else {})
            for candidate_id, before, after in rows
        }


def _instant(until: datetime | None) -> str:
    return "null" if until is None else until.isoformat()


def news_in(told: Mapping[str, Any], said: Said, *, is_repeated: bool) -> dict[str, Any]:
    """Return the facts that a source did not tell before.

    What it said by the day of the file counts, and what it says next: an older file that tells
    the same as a newer one is no news. A file without a date that was brought in before says
    what was so then; a newer one may have said otherwise since, so that it changes no fact. A
    whole name is no news beside the same name told in its parts.
    """
    parts = said.before.get("first_name"), said.before.get("last_name")
    known = {"name": " ".join(part for part in parts if part), **said.before}
    return {
        name: value
        for name, value in told.items()
        if known.get(name) != value
        and not (name in said.after and said.after[name] == value)
        and not (is_repeated and name in said.before)
    }
