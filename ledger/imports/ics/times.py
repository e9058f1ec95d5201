"""Times as calendars write them: instants, whole days, durations, and the keys they make."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from ledger.imports.ics.zones import Zones

_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z)?)?", re.ASCII
)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE | re.ASCII,
)


class When(NamedTuple):
    """A time in its zone, or the beginning of a whole day there."""

    at: datetime
    is_day: bool = False

    @property
    def instant(self) -> datetime:
        """The instant, in UTC."""
        return self.at.astimezone(UTC)

    @property
    def day(self) -> str:
        """The day in its own zone."""
        return f"{self.at:%Y%m%d}"

    def day_in(self, zone: tzinfo | None) -> str:
        """Return the day as clocks in a zone had it; a whole day is the same everywhere."""
        return self.day if self.is_day else f"{self.at.astimezone(zone):%Y%m%d}"

    @property
    def key(self) -> str:
        """How this occurrence is named among those of its series: in UTC, or by its day."""
        return self.day if self.is_day else f"{self.instant:%Y%m%dT%H%M%S}Z"


def when(text: str, zone: str, zones: Zones) -> When:
    """Return the time a property says; raise `ValueError` for any other text."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day = map(int, found.groups()[:3])
    if found[4] is None:
        told = When(datetime(year, month, day, tzinfo=zones.floating()), is_day=True)
    else:
        # A leap second is the one before it.
        hour, minute, second = int(found[4]), int(found[5]), min(59, int(found[6] or 0))
        tz = UTC if found[7] else zones.of(zone) if zone else zones.floating_at()
        told = When(datetime(year, month, day, hour, minute, second, tzinfo=tz))
    try:
        assert told.instant
    except OverflowError as error:
        raise ValueError(text) from error
    return told


def duration(text: str) -> timedelta:
    """Return how long something takes; raise `ValueError` for any other text."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length
