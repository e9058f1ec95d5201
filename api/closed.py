"""What a member keeps private: which engagements are closed to a caller, and what that means.

Whoever may not read one is answered as if there were none, so that nobody learns that there is.
"""

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from api import reads
from api.access import Caller
from ledger import errors
from ledger.words import Visibility
from projections.moment import Moment


def no_engagement(engagement_id: UUID) -> errors.Unknown:
    """Return the refusal for an id that is nobody's, or not the caller's to read."""
    return errors.Unknown(f"No engagement has the id {engagement_id}.")


def is_closed(moment: Moment, told: Sequence[reads.Told]) -> bool:
    """Say whether an engagement is closed to a moment's viewer, by its whole stream.

    As of an earlier moment it is where it was private then, or has been made private since.
    """
    if not told or moment.viewer.reads_of(told[0].actor_id):
        return False
    then = [each for each in told if moment.until is None or each.position <= moment.until]
    return _is_private(told) or _is_private(then)


def among(connection: Connection[DictRow], caller: Caller, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of these engagements that are closed to a caller."""
    own = caller.principal.viewer.ids()
    if own is None or not ids:
        return set()
    rows = connection.execute(
        "select id from unnest(%(ids)s::uuid[]) asked(id)"
        " where ledger.is_closed_to(%(workspace)s, id, %(own)s::uuid[])",
        {"workspace": caller.workspace, "ids": list(ids), "own": own},
    ).fetchall()
    return {row["id"] for row in rows}


def must_be_open(caller: Caller, engagement_id: UUID, *, decides_who_reads: bool) -> None:
    """Refuse to change what the caller may not read; `errors.Unknown`, as for a missing id.

    Raise `errors.Forbidden` where somebody else's would be closed, or opened.
    """
    if caller.principal.viewer.own is None:
        return
    with caller.moment() as moment:
        told = reads.stream(moment.connection, moment.workspace, engagement_id)
        if is_closed(moment, told):
            raise no_engagement(engagement_id)
    if decides_who_reads and told and not moment.viewer.reads_of(told[0].actor_id):
        raise errors.Forbidden("Who may read it is for its author to say, or an owner.")


def _is_private(told: Sequence[reads.Told]) -> bool:
    """Say whether the last word on who may read it is that its author alone does."""
    said = [each.payload.get("visibility") for each in told[:1]]
    for each in told[1:]:
        changes = each.payload.get("changes", {})
        if "visibility" in changes:
            said.append(changes["visibility"])
    return said[-1:] == [Visibility.PRIVATE.value]
