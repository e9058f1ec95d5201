"""Who looked: at one person, and in all; kept for 13 months."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api import looks
from api.access import Auditor, Overseer
from api.answers.looks import Looks
from api.asked.values import When
from api.paging import After, Limit
from api.routes.noun import noun
from ledger.access.looks import Shown, Wanted

router = noun("access")

From = Annotated[When | None, Query(alias="from", description="At this instant, or later.")]
To = Annotated[When | None, Query(alias="to", description="Before this instant.")]
Kind = Annotated[Shown | None, Query(alias="kind", description="Only looks at this.")]
By = Annotated[
    UUID | None, Query(alias="member", description="Only this member's, and their keys'.")
]


@router.get("/candidates/{candidate_id}/access")
def list_looks_at_candidate(
    caller: Overseer,
    candidate_id: UUID,
    *,
    member: By = None,
    kind: Kind = None,
    since: From = None,
    until: To = None,
    limit: Limit = 50,
    cursor: After = None,
) -> Looks:
    """List who looked at somebody, under any of their ids, the newest look first.

    Lists, searches and exports that they were in among others are in the report of all looks.
    """
    with caller.moment() as moment:
        people = looks.people_of(moment, candidate_id)
        wanted = Wanted(people, member, kind, since, until)
        return looks.page(moment, wanted, cursor=cursor, limit=limit)


@router.get("/access")
def list_looks(
    caller: Auditor,
    *,
    member: By = None,
    kind: Kind = None,
    since: From = None,
    until: To = None,
    limit: Limit = 50,
    cursor: After = None,
) -> Looks:
    """List who looked at what, the newest look first, with the sums of each member."""
    with caller.moment() as moment:
        wanted = Wanted(None, member, kind, since, until)
        return looks.page(moment, wanted, cursor=cursor, limit=limit)
