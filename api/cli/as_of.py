"""As of when: a position, the end of a day, or an instant, as the position they stand for."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

from api import reads
from api.cli import when
from api.installation import Installation
from ledger.words import Position
from projections.moment import Moment

_DIGITS_MAX = 18


@contextmanager
def moment(found: Installation, as_of: str | None) -> Generator[Moment]:
    """Lend the views in one snapshot, as they are now or as they were then."""
    told = None if as_of is None else _told(as_of)
    with found.database.snapshot() as connection:
        until: int | None = None
        if isinstance(told, datetime):
            (row,) = connection.execute(
                "select ledger.position_at(%s, %s) as position", (found.workspace, told)
            ).fetchall()
            until = int(row["position"])
        elif told is not None:
            until = told
        if until is not None and until >= reads.head(connection, found.workspace):
            until = None
        then = None if until is None else Position(until)
        yield Moment(connection, found.workspace, then, found.past)


def _told(as_of: str) -> int | datetime:
    text = as_of.strip()
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX:
        return int(text)
    now = datetime.now(UTC)
    at = when.instant(text, now=now)
    day = when.whole_day(text, now=now)
    if day is None:
        return at
    return when.local(day + timedelta(days=1), time()) - timedelta(microseconds=1)
