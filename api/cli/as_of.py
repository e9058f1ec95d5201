"""As of when: a position, the end of a day, or an instant, as the position they stand for."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from api import reads
from api.cli import when
from api.installation import Installation
from ledger import errors
from ledger.words import Position
from projections.moment import Moment

_DIGITS_MAX = 18


@contextmanager
def moment(found: Installation, as_of: str | None) -> Generator[Moment]:
    """Lend the views in one snapshot, as they are now or as they were then."""
    told = None if as_of is None else _told(as_of)
    with found.database.snapshot() as connection:
        now = Moment(connection, found.workspace, None, found.past)
        until = None if told is None else _position(now, told)
        head = reads.head(connection, found.workspace)
        yield now if until is None or until >= head else replace(now, until=until)


@contextmanager
def moments(
    found: Installation, since: str, until: str | None
) -> Generator[tuple[Moment, Position, Position]]:
    """Lend the views in one snapshot, with the positions that two moments stand for."""
    told = _told(since), None if until is None else _told(until)
    with found.database.snapshot() as connection:
        now = Moment(connection, found.workspace, None, found.past)
        head = reads.head(connection, found.workspace)
        first, last = (
            head if each is None else min(_position(now, each), head) for each in told
        )
        if first > last:
            raise WrongWayRound(f"{since} is after {until}.")
        yield now, first, last


class WrongWayRound(errors.Refused):
    """The earlier moment comes first."""


def _position(moment: Moment, told: int | datetime) -> Position:
    if isinstance(told, int):
        return Position(told)
    (row,) = moment.connection.execute(
        "select ledger.position_at(%s, %s) as position", (moment.workspace, told)
    ).fetchall()
    return Position(row["position"])


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
