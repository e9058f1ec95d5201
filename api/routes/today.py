"""The day: which follow-ups are due, who waits for a reply, whose relationship goes cold."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Query

from api.access import Reader
from api.answers.today import Today, Waiter, Waiters
from api.as_of import AsOf
from api.asked.values import Day
from api.routes.noun import noun
from ledger.access.looks import Shown
from ledger.words import CandidateId
from projections import follow_ups, profile, relationship

router = noun("timeline")

_Limit = Annotated[int, Query(ge=1, le=100, description="How many people of each kind.")]
Today_ = Annotated[Day | None, Query(alias="day", description="By default today, in UTC.")]


@router.get("/today")
def read_today(
    caller: Reader, day: Today_ = None, limit: _Limit = 10, as_of: AsOf = None
) -> Today:
    """Read what the day asks for: whoever asked not to be contacted is left out."""
    with caller.moment(as_of) as moment:
        now = moment.now()
        rows = relationship.waiting(moment, now=now, limit=limit)
        names = profile.names(moment, [row.candidate_id for row in rows])
        due_count = follow_ups.due_count(moment, day or now.date())
    caller.looked(Shown.LIST, count=len(names))
    return Today(
        due_count=due_count,
        replies_owed=_waiters([row for row in rows if row.is_owed], names),
        going_cold=_waiters([row for row in rows if not row.is_owed], names),
    )


def _waiters(rows: Sequence[relationship.Waiting], names: Mapping[CandidateId, str]) -> Waiters:
    return Waiters(
        people_count=rows[0].people_count if rows else 0,
        items=[
            Waiter(
                candidate_id=row.candidate_id,
                name=names.get(row.candidate_id, ""),
                since=row.since,
            )
            for row in rows
        ],
    )
