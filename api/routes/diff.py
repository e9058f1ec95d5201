"""The diff: who and what changed between two moments."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.exceptions import RequestValidationError

from api import as_of, reads
from api.access import Reader
from api.answers.diff import Changed, Diff, Sum
from api.as_of import AsOf
from api.paging import After, Cursors
from api.routes.noun import noun
from ledger.access.looks import Shown
from ledger.words import CandidateId, Position
from projections import diff

router = noun("log")

_CURSORS = Cursors(UUID)
# Each is asked of seven views at two moments: a hundred take about a second.
Limit = Annotated[int, Query(ge=1, le=100, description="How many people a page holds.")]
Since = Annotated[
    as_of.Moment, Query(alias="from", max_length=64, description="The earlier moment.")
]
Whom = Annotated[
    UUID | None, Query(description="Only this person, under whatever id; without the sum.")
]
Until = Annotated[AsOf, Query(alias="to", description="The later moment; left out means now.")]


@router.get("/diff")
def read_diff(
    caller: Reader,
    since: Since,
    until: Until = None,
    candidate_id: Whom = None,
    *,
    limit: Limit = 20,
    cursor: After = None,
) -> Diff:
    """Say who and what changed between two moments: positions, or instants."""
    after = _CURSORS.read(cursor)
    with caller.moment() as moment:
        head = reads.head(moment.connection, moment.workspace)

        def position(asked: str | None) -> Position:
            if asked is None:
                return head
            found = as_of.resolved(moment.connection, moment.workspace, asked, head=head)
            return head if found is None else found

        first, last = position(since), position(until)
        if first > last:
            message = f"is later than `to`: {first} is after {last}"
            raise RequestValidationError(
                [{"type": "order", "loc": ("query", "from"), "msg": message}]
            )
        found = diff.between(moment, since=first, until=last)
        whom = candidate_id and CandidateId(candidate_id)
        people = found.page(after=after and CandidateId(after), limit=limit + 1, whom=whom)
        is_first = after is None and whom is None
        in_all = Sum.model_validate(found.sum()) if is_first else None
    page, following = _CURSORS.cut(people, limit, lambda each: each.candidate_id)
    caller.looked(Shown.DIFF, whom=candidate_id, count=len(page))
    return Diff(
        since=first,
        until=last,
        sum=in_all,
        items=[Changed.model_validate(each) for each in page],
        next_cursor=following,
    )
