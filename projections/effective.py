"""The effective events: what the ledger holds once everything that amends it has had its say.

Corrections, retractions, merges, reverted imports and erasures are known here and nowhere else:
an event whose payload was erased says nothing, unless a correction restates it. It is one
relation, in the eight scopes in which a view is asked. The texts carry named places
({workspace}, {first} …) for whoever runs them to fill: a PL/pgSQL variable in the append, a
parameter everywhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.events import (
    CandidateErased,
    CandidatesMerged,
    CandidatesUnmerged,
    EngagementCorrected,
    EngagementRetracted,
    Event,
    ImportReinstated,
    ImportReverted,
)
from projections.standing import MERGED_UNTIL, ROOT_IF_ANY, ROOT_NOW

CORRECTING = (EngagementCorrected, EngagementRetracted)
MERGING = (CandidatesMerged, CandidatesUnmerged)
REVERTING = (ImportReverted, ImportReinstated)
ERASING = (CandidateErased,)

# A restatement stands where the event stood whose payload was erased, so that what was told of
# others reads as before, then as now.
_STANDS_AT = "coalesce((e.payload ->> 'restates')::bigint, e.position)"

_RELATION = (
    """\
amended as (
    select e.stream_id,
           ledger.jsonb_merge(
               ledger.upcast(e.event_type, e.schema_version, e.payload) -> 'changes'
               order by {stands_at}) filter (where e.event_type = 'EngagementCorrected') as
               changes,
           (array_agg((e.payload ->> 'occurred_at')::timestamptz order by {stands_at} desc)
               filter (where e.payload ->> 'occurred_at' is not null))[1] as occurred_at,
           (count(*) filter (where e.event_type = 'EngagementCorrected'
                                   and e.payload is not null))::int as edit_count,
           bool_or(e.event_type = 'EngagementRetracted') as is_retracted,
           array_agg((e.payload ->> 'restates')::bigint)
               filter (where e.payload ? 'restates') as restated
    from ledger.events e
    where e.workspace_id = {{workspace}}
      and {amended_within}
      and e.event_type in ('EngagementCorrected', 'EngagementRetracted')
      and {not_reverted}
    group by e.stream_id
),
effective as {kept}(
    select e.workspace_id, e.position, e.stream_id, e.version, e.event_type,
           {root} as candidate_id, e.candidate_id as subject_id,
           coalesce(a.occurred_at, e.occurred_at) as occurred_at, e.recorded_at,
           e.actor_id, e.import_id,
           case when a.changes is null
                then ledger.upcast(e.event_type, e.schema_version, e.payload)
                else coalesce(ledger.upcast(e.event_type, e.schema_version, e.payload), '{{}}')
                     || a.changes
           end as payload,
           -- To put an event down anew is no edit.
           a.changes, coalesce(a.edit_count, 0) - (e.payload is null)::int as edit_count
    from ledger.events e
    left join amended a on a.stream_id = e.stream_id and e.event_type = 'EngagementRecorded'
    {joins}
    where e.workspace_id = {{workspace}}
      and {within}
      and e.event_type in ({{heard}})
      and (e.payload is not null or e.position = any(a.restated))
      and a.is_retracted is not true
      and {not_reverted}
)"""
).replace("{stands_at}", _STANDS_AT)

_REVERTED_NOW = """\
(e.import_id is null or not exists (
          select from ledger.reverted_imports r
          where r.workspace_id = {workspace} and r.import_id = e.import_id))"""

_STATE_UNTIL = f"""\
reverted as materialized (
    select import_id from ledger.reverted_until({{workspace}}, {{until}})
),
merged as materialized (
    {MERGED_UNTIL}
),
"""
_REVERTED_UNTIL = (
    "(e.import_id is null or e.import_id not in (select r.import_id from reverted r))"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a history a view is asked about, as the text of the relation."""

    text: str

    def of(self, heard: Iterable[type[Event]]) -> str:
        """Return the relation of the events a view hears, its other places still open."""
        return self.text.replace("{heard}", types_in_sql(heard))


def types_in_sql(events: Iterable[type[Event]]) -> str:
    """Return event names as an SQL list; they are class names of ours, so quoting is safe."""
    return ", ".join(f"'{event.__name__}'" for event in events)


def _now(within: str, amended_within: str) -> Scope:
    return Scope(
        _RELATION.format(
            within=within,
            amended_within=amended_within,
            not_reverted=_REVERTED_NOW,
            root=ROOT_NOW,
            kept="materialized ",
            joins="",
        ).replace("{{", "{")
    )


# Nothing recorded now was amended earlier, so no amendment is looked up. Materialised, since
# the planner would otherwise look up a merge wherever a view names the candidate.
_UNAMENDED = """\
effective as materialized (
    select e.workspace_id, e.position, e.stream_id, e.version, e.event_type,
           {root} as candidate_id, e.candidate_id as subject_id,
           e.occurred_at, e.recorded_at,
           e.actor_id, e.import_id,
           ledger.upcast(e.event_type, e.schema_version, e.payload) as payload,
           null::jsonb as changes, 0 as edit_count
    from {source}
    where {within}
      and e.event_type in ({{heard}})
      and e.payload is not null
      and {not_reverted}
)"""

# As of whether anybody is merged: mostly nothing is taken back, and no event need look for it.
_ANY_REVERTED = """\
(select exists (select from ledger.reverted_imports r where r.workspace_id = {workspace}))"""

NEW = Scope(
    _UNAMENDED.format(
        root=ROOT_IF_ANY,
        source="ledger.events e",
        within="e.workspace_id = {workspace}\n      and e.position between {first} and {last}",
        not_reverted=f"(not {_ANY_REVERTED}\n           or {_REVERTED_NOW})",
    )
)
"""The events first..last alone."""

NEWCOMERS = Scope(
    NEW.text.replace("effective as materialized", "told as materialized")
    + """,
effective as (
    select * from told where candidate_id not in (select unnest({touched}))
)"""
)
"""The same, without those about the touched candidates."""

STORED = Scope(
    _UNAMENDED.format(
        root=ROOT_NOW, source="stored e", within="true", not_reverted=_REVERTED_NOW
    )
)
"""The same, handed over by the statement that stores them (`stored`)."""

CANDIDATES = _now("e.candidate_id = any({members})", "e.candidate_id = any({members})")
"""The whole history of some candidates, given with all ids they were merged from."""

STREAMS = _now("e.stream_id = any({touched})", "e.stream_id = any({touched})")
"""The whole history of some streams."""


# What is put down anew counts from where it first stood.
_TOLD_BY_THEN = "(e.position <= {until} or (e.payload ->> 'restates')::bigint <= {until})"


def _until(within: str) -> Scope:
    return Scope(
        _STATE_UNTIL
        + _RELATION.format(
            within=f"e.position <= {{until}}{within}",
            amended_within=f"{_TOLD_BY_THEN}{within}",
            not_reverted=_REVERTED_UNTIL,
            root="coalesce(m.root_id, e.candidate_id)",
            kept="",
            joins="left join merged m on m.candidate_id = e.candidate_id",
        )
    )


EVERYTHING = _until("")
"""A workspace's history up to a position."""

SHARED = _until(" and e.candidate_id is null")
"""What of it is about nobody in particular."""

PEOPLE = Scope(
    _RELATION.format(
        within="e.position <= {until} and e.candidate_id = any({members})",
        amended_within=f"{_TOLD_BY_THEN} and e.candidate_id = any({{members}})",
        not_reverted="(e.import_id is null or e.import_id <> all({reverted}))",
        root="coalesce(m.root_id, e.candidate_id)",
        kept="",
        joins="left join unnest({merged}, {roots}) m(candidate_id, root_id)"
        " on m.candidate_id = e.candidate_id",
    )
)
"""Some people's history up to a position, under every id they had then (`STANDING`)."""
