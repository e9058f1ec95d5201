"""People as they are compared: their traits, read from profile and handles."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.likeness.blocking import Keys, keys_of
from ledger.likeness.traits import Traits, held, traits_of
from ledger.words import CandidateId, WorkspaceId

# About a kilobyte each: two hundred megabytes at most.
KEPT_MAX = 200_000
_TOGETHER = 2_000

_PEOPLE = """
select p.candidate_id,
       jsonb_build_object(
           'first_name', p.facts #> '{first_name,value}',
           'last_name', p.facts #> '{last_name,value}',
           'name', p.facts #> '{name,value}',
           'company', p.facts #> '{company,value}',
           'employments', p.facts #> '{employments,value}',
           'location', p.facts #> '{location,value}',
           'title', p.facts #> '{title,value}') as told,
       (select json_agg(json_build_array(h.type, h.value, h.key, h.told -> 'is_shared')
                        order by h.claimed_position)
        from handles h
        where h.workspace_id = %(workspace)s and h.candidate_id = p.candidate_id) as reached
from profile p
where p.workspace_id = %(workspace)s
  and (%(candidates)s::uuid[] is null or p.candidate_id = any(%(candidates)s))
"""


class People:
    """The traits of candidates, read as they are asked for."""

    def __init__(self, connection: Connection[DictRow], workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace
        self._kept: dict[UUID, Traits] = {}

    def everybody(self) -> Iterator[list[tuple[CandidateId, Traits, Keys]]]:
        """Yield all candidates in batches; the first of them stay at hand."""
        with self._connection.cursor(name="everybody") as cursor:
            cursor.execute(_PEOPLE, self._asked(None))
            while rows := cursor.fetchmany(_TOGETHER):
                batch: list[tuple[CandidateId, Traits, Keys]] = []
                for row in rows:
                    traits = _traits(row)
                    if len(self._kept) < KEPT_MAX:
                        self._kept[row["candidate_id"]] = traits
                    batch.append((row["candidate_id"], traits, keys_of(traits)))
                yield batch

    def of(self, candidates: Collection[CandidateId]) -> dict[CandidateId, Traits]:
        """Return the traits of those of the candidates who are known."""
        missing = [each for each in candidates if each not in self._kept]
        if missing:
            if len(self._kept) + len(missing) > KEPT_MAX:
                self._kept.clear()
                missing = list(candidates)
            rows = self._connection.execute(_PEOPLE, self._asked(missing), prepare=False)
            self._kept |= {row["candidate_id"]: _traits(row) for row in rows.fetchall()}
        return {each: self._kept[each] for each in candidates if each in self._kept}

    def _asked(self, candidates: Sequence[UUID] | None) -> dict[str, Any]:
        return {
            "workspace": self._workspace,
            "candidates": candidates,
        }


def _traits(row: DictRow) -> Traits:
    handles = (
        held(type_, value, key, is_told_shared=bool(shared))
        for type_, value, key, shared in row["reached"] or ()
    )
    return traits_of(row["told"], handles)
