"""When a copy is of: no copy knows today, only when the last event was recorded."""

from datetime import UTC, datetime

from projections.moment import Moment

_LAST = """
select recorded_at from ledger.events
where workspace_id = %(workspace)s
  and (%(until)s::bigint is null or position <= %(until)s::bigint)
order by position desc
limit 1"""
# Of a ledger that holds nothing.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def last_recorded_at(moment: Moment) -> datetime:
    """Return when the last event of a moment was recorded, in UTC."""
    rows = moment.connection.execute(
        _LAST, {"workspace": moment.workspace, "until": moment.until}
    ).fetchall()
    at: datetime = rows[0]["recorded_at"] if rows else _NEVER
    return at.astimezone(UTC)
