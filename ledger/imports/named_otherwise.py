"""What a source told before of somebody whom another of their handles named at the time.

What has no id of its own is called by the strongest handle of whoever it is about. The next
export may tell a stronger one, or tell that one no more: the same note has another name then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from ledger.ids import as_array
from ledger.imports.matching import Stream, streams
from ledger.imports.plan import Ground, Met, Plan
from ledger.words import CandidateId, StreamId

# Few people have more, and each is one more place to look.
_HANDLES_MAX = 20
# Whoever was merged with them counts as them: the row that tells of both tells of one.
_HANDLES = """
with family as (
    select a.candidate_id, a.root_id as member_id
    from (select id as candidate_id, ledger.root(%(workspace)s, id) as root_id
          from unnest(%(people)s::uuid[]) as id) a
    union
    select a.candidate_id, m.candidate_id
    from (select id as candidate_id, ledger.root(%(workspace)s, id) as root_id
          from unnest(%(people)s::uuid[]) as id) a
    join ledger.merged_candidates m
      on m.workspace_id = %(workspace)s and m.root_id = a.root_id
)
select h.candidate_id, array_agg(distinct h.member_id) as members,
       array_agg(distinct h.name) as names
from (
    select f.candidate_id, f.member_id,
           (e.payload #>> '{handle,type}') || ':' || (e.payload ->> 'key') as name,
           row_number() over (partition by f.candidate_id order by e.position) as place
    from family f
    join ledger.events e
      on e.workspace_id = %(workspace)s and e.candidate_id = f.member_id
     and e.event_type = 'HandleAdded' and e.payload is not null
     and e.payload -> 'is_shared' is distinct from 'true'
) h
where h.place <= %(most)s
group by h.candidate_id
"""
_ABOUT = """
select e.stream_id, e.candidate_id
from ledger.events e
where e.workspace_id = %(workspace)s and e.stream_id = any(%(streams)s) and e.version = 1
"""


class Unfound(NamedTuple):
    """Something that is not in the ledger under the name it has now."""

    at: int
    """Its place among those that are planned."""
    of: Met
    under: Callable[[str], StreamId]
    """The id that it has if this is the strongest handle."""


@dataclass(frozen=True, slots=True)
class _Theirs:
    """Under which ids somebody is known, and which handles were ever theirs."""

    members: Sequence[CandidateId]
    names: Sequence[str]


def found_otherwise(
    ground: Ground, plan: Plan, unfound: Sequence[Unfound]
) -> dict[int, tuple[StreamId, Stream]]:
    """Return, by their places, those that stand under another handle that was ever theirs."""
    known = [one for one in unfound if one.of.is_known]
    theirs = _theirs(ground, {one.of.candidate_id for one in known})
    places = {
        one.under(name): one
        for one in known
        if one.of.candidate_id in theirs
        for name in theirs[one.of.candidate_id].names
        if name != one.of.strongest
    }
    found = streams(ground.database, ground.workspace, list(places), plan.import_id)
    about = _about(ground, list(found))
    return {
        places[stream_id].at: (stream_id, found[stream_id])
        for stream_id, who in about.items()
        # A handle that two people claim names what was told of either.
        if found[stream_id].is_effective
        and who in theirs[places[stream_id].of.candidate_id].members
    }


def _theirs(ground: Ground, people: set[CandidateId]) -> dict[CandidateId, _Theirs]:
    if not people:
        return {}
    asked = {"workspace": ground.workspace, "people": as_array(people), "most": _HANDLES_MAX}
    with ground.database.of(ground.workspace).connection() as connection:
        rows = connection.execute(_HANDLES, asked).fetchall()
    return {row["candidate_id"]: _Theirs(row["members"], row["names"]) for row in rows}


def _about(ground: Ground, stream_ids: Sequence[UUID]) -> dict[StreamId, CandidateId]:
    """Return whom each of these was recorded about."""
    if not stream_ids:
        return {}
    asked = {"workspace": ground.workspace, "streams": list(stream_ids)}
    with ground.database.of(ground.workspace).connection() as connection:
        rows = connection.execute(_ABOUT, asked).fetchall()
    return {row["stream_id"]: row["candidate_id"] for row in rows}
