"""Whom did the events between two positions touch, and what was recorded about them?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.words import CandidateId, Position, WorkspaceId
from projections.viewer import EVERYTHING, Viewer

# What others keep private counts for nobody but those who may read it.
_OPEN = """(%(own)s::uuid[] is null
           or e.event_type not in (
               'EngagementRecorded', 'EngagementCorrected', 'EngagementRetracted')
           or not ledger.is_closed_to(e.workspace_id, e.stream_id, %(own)s::uuid[]))"""
_TOUCHED = f"""
with reverted_before as materialized (
    select import_id from ledger.reverted_until(%(workspace)s, %(since)s)
),
reverted_after as materialized (
    select import_id from ledger.reverted_until(%(workspace)s, %(until)s)
),
moved as materialized (
    (table reverted_before except table reverted_after)
    union
    (table reverted_after except table reverted_before)
),
merged_before as materialized (
    select candidate_id, root_id from ledger.merged_until(%(workspace)s, %(since)s)
),
merged_after as materialized (
    select candidate_id, root_id from ledger.merged_until(%(workspace)s, %(until)s)
),
subjects as materialized (
    select e.candidate_id
    from ledger.events e
    where e.workspace_id = %(workspace)s and e.position > %(since)s and e.position <= %(until)s
      and e.candidate_id is not null and {_OPEN}
    union
    select e.candidate_id
    from ledger.events e
    where e.workspace_id = %(workspace)s and e.position <= %(until)s
      and e.import_id in (select m.import_id from moved m)
      and e.candidate_id is not null and {_OPEN}
    union
    select candidate_id
    from merged_before b
    full join merged_after a using (candidate_id)
    where a.root_id is distinct from b.root_id
)
select s.candidate_id,
       b.root_id is not null as was_merged, coalesce(a.root_id, s.candidate_id) as root_id
from (select candidate_id from subjects
      union
      select b.root_id from subjects s join merged_before b using (candidate_id)
      union
      select a.root_id from subjects s join merged_after a using (candidate_id)) s
left join merged_before b using (candidate_id)
left join merged_after a using (candidate_id)
order by s.candidate_id
"""

_COUNTS = f"""
select e.event_type, count(*) as event_count
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(since)s and e.position <= %(until)s
  and {_OPEN}
group by e.event_type
order by e.event_type
"""

_COUNTS_OF = f"""
select e.candidate_id, e.event_type, count(*) as event_count
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(since)s and e.position <= %(until)s
  and e.candidate_id = any(%(candidates)s)
  and {_OPEN}
group by e.candidate_id, e.event_type
order by e.candidate_id, e.event_type
"""


class Standing(NamedTuple):
    """Whom an id is read as at the later end, and whether it was merged at the earlier."""

    root_id: CandidateId
    was_merged: bool


@dataclass(frozen=True)
class Touched:
    """Those whom something after one position, up to another, may have changed."""

    connection: Connection[DictRow]
    workspace: WorkspaceId
    since: Position
    until: Position
    viewer: Viewer = EVERYTHING

    @cached_property
    def people(self) -> Mapping[CandidateId, Standing]:
        """Everybody events were about, imports taken back or merges moved; in order of ids."""
        return {
            row["candidate_id"]: Standing(row["root_id"], row["was_merged"])
            for row in self._rows(_TOUCHED)
        }

    def counts(self) -> Mapping[str, int]:
        """Return how many events of each type were recorded in between."""
        return {row["event_type"]: row["event_count"] for row in self._rows(_COUNTS)}

    def counts_of(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, Counter[str]]:
        """Return the same about each person, under every id that is read as them."""
        counts = {each: Counter[str]() for each in people}
        members = [each for each, standing in self.people.items() if standing.root_id in counts]
        for row in self._rows(_COUNTS_OF, candidates=members):
            root = self.people[row["candidate_id"]].root_id
            counts[root][row["event_type"]] += row["event_count"]
        return counts

    def _rows(self, text: str, **values: Any) -> Sequence[DictRow]:
        asked = {
            "workspace": self.workspace,
            "since": self.since,
            "until": self.until,
            "own": self.viewer.ids(),
        }
        # Planned for its values: a range may be a day, or all there is.
        return self.connection.execute(text, asked | values, prepare=False).fetchall()  # pyright: ignore[reportArgumentType, reportCallIssue] - ours, above
