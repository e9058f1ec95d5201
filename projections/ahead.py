"""Reads asked ahead: many small ones, sent to the database together.

What a candidate's page shows comes from a dozen views. Each of those reads takes the database a
tenth of a millisecond, and asking for one after another takes longer than answering them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.words import CandidateId
from projections.view import View


@dataclass(frozen=True, slots=True)
class Asked:
    """One read about some people, as `Moment.rows` is asked for it."""

    read: str
    views: tuple[View, ...]
    people: Sequence[CandidateId]
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])


ROOT = """\
select coalesce((select m.root_id from ({merged}) m where m.candidate_id = {candidate}),
                {candidate}) as root_id"""
MERGED_INTO = """\
select m.candidate_id from ({merged}) m where m.root_id = {candidate} order by m.candidate_id"""
OF_MERGES = (ROOT, MERGED_INTO)
"""Whom a candidate is read as, and who is read as them; `merged` is one of `effective`'s."""

# About people who are named there is one good plan whoever they are: by the index. Planned once
# for each connection, they cost a third of what they cost planned each time.
_ONE_PLAN = "set local plan_cache_mode = force_generic_plan"
_ANY_PLAN = "set local plan_cache_mode = auto"


def answers(
    connection: Connection[DictRow], statements: Sequence[tuple[str, Mapping[str, Any]]]
) -> list[Sequence[DictRow]]:
    """Return what each statement answers, all of them sent before the first answer is awaited.

    The connection is in a transaction.
    """
    with connection.pipeline():
        connection.execute(_ONE_PLAN)
        told = [
            connection.execute(text, values, prepare=True)  # pyright: ignore[reportArgumentType, reportCallIssue] - the files are ours
            for text, values in statements
        ]
        connection.execute(_ANY_PLAN)
    return [each.fetchall() for each in told]
