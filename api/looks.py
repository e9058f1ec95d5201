"""Who looked at whom, as it is answered."""

from datetime import datetime
from uuid import UUID

from api import profiles
from api.answers import looks as answers
from api.paging import Cursors
from ledger.access import looks, users
from ledger.access.looks import Wanted
from projections.moment import Moment

CURSORS = Cursors(tuple[datetime, UUID])


def page(moment: Moment, wanted: Wanted, *, cursor: str | None, limit: int) -> answers.Looks:
    """Return a page of looks, with the sums where it is the first."""
    connection, workspace = moment.connection, moment.workspace
    after = CURSORS.read(cursor)
    rows = looks.page(connection, workspace, wanted, after=after, limit=limit + 1)
    sums = looks.sums(connection, workspace, wanted) if after is None else []
    shown, following = CURSORS.cut(rows, limit, lambda row: (row.looked_at, row.look_id))
    members = {row.member_id for row in (*shown, *sums)}
    names = {each.user_id: each.name for each in users.many(connection, list(members))}
    return answers.Looks(
        items=[
            answers.Look(
                id=row.look_id,
                looked_at=row.looked_at,
                member_id=row.member_id,
                member_name=names.get(row.member_id),
                key_id=None if row.actor_id == row.member_id else row.actor_id,
                what=row.what,
                candidate_id=row.candidate_id,
                people_count=row.people_count,
                as_of=row.position,
            )
            for row in shown
        ],
        sums=None
        if after is not None
        else [
            answers.LookSum(
                member_id=row.member_id,
                member_name=names.get(row.member_id),
                what=row.what,
                look_count=row.look_count,
                people_count=row.people_count,
                last_looked_at=row.last_looked_at,
            )
            for row in sums
        ],
        next_cursor=following,
    )


def people_of(moment: Moment, candidate_id: UUID) -> list[UUID]:
    """Return every id of a person; raise `errors.Unknown` for a stranger."""
    root = profiles.known(moment, candidate_id).candidate_id
    return [root, *moment.merged_into(root)]
