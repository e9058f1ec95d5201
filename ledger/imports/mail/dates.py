"""When a mail was sent: by its own date, else by whoever delivered it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

from ledger.imports.mail.headers import Headers

# The first mail with an @ was sent in 1971; whatever claims less had no clock.
_FIRST_YEAR = 1971
# A clock that goes wrong by a day happens; one that is ahead by more was never set.
_AHEAD_MAX = timedelta(days=1)
_HOURS_MAX = timedelta(hours=24)
# A zone stands behind the clock, or behind the year that stands there.
_ZONED = re.compile(r":\d\d(?:\.\d{1,9})?(?:\s+\d{4})?\s*(?:[+-]\d|[A-Za-z])")
_FIELD_CHARACTERS_MAX = 1_000


def sent_at(headers: Headers, separator_date: str, zone: ZoneInfo) -> datetime | None:
    """Return when a mail was sent, in UTC; None if neither it nor its way says so credibly.

    `Date:` is what its writer said. Where that is missing or absurd, the last `Received:`
    counts, then the line that separates it from others in its mbox. `zone` is that of times
    without one.
    """
    latest = datetime.now(UTC) + _AHEAD_MAX
    for told in _dates(headers, separator_date):
        at = instant(told, zone)
        if at is not None and at.year >= _FIRST_YEAR and at <= latest:
            return at
    return None


def _dates(headers: Headers, separator_date: str) -> Iterator[str]:
    yield from headers.all("date")
    # The topmost was written last, by the server of whoever got it.
    for received in headers.all("received"):
        yield received.rpartition(";")[2]
    yield from headers.all("delivery-date")
    yield from headers.all("resent-date")
    yield separator_date


def instant(told: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant a date of a mail names, in UTC; None for what names none."""
    text = told.strip()[:_FIELD_CHARACTERS_MAX]
    if not text:
        return None
    try:
        return _of_rfc(text, zone) or _of_iso(text, zone)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _of_rfc(text: str, zone: ZoneInfo) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None or not parts[0]:
        return None
    year, month, day, hour, minute, second = parts[:6]
    # A leap second is told as 60, and is the next minute's first here.
    at = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - its zone follows
    if not _ZONED.search(text):
        return at.replace(tzinfo=zone).astimezone(UTC)
    shift = timedelta(seconds=parts[9] or 0)
    if abs(shift) >= _HOURS_MAX:
        return None
    return at.replace(tzinfo=timezone(shift)).astimezone(UTC)


def _of_iso(text: str, zone: ZoneInfo) -> datetime | None:
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
