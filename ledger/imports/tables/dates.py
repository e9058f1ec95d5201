"""When a cell says something was: only what can be meant in one way.

`03/04/2026` is a day in March to some and in April to others. A column whose other values
leave no doubt (a day above 12) decides for all of it; without one, its dates are left out.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from ledger.imports.tables.cells import says_nothing

_SORTABLE = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)? ?(UTC|GMT|Z|[+-]\d\d:?\d\d)?"
)
_DIVIDED = re.compile(
    r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)"
    r"(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d))?[ \u00a0\u202f]?([AaPp])?\.?[Mm]?\.?)?"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[ .-]+([A-Za-z]{3})[a-z]*[ .,-]+(\d{4})(?:[ ,]+(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)
_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})"
    r"(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))? ?([AaPp])?[Mm]?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A day as spreadsheets count it, from the end of 1899: of 1970 to 2099, with a time behind it.
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?")
_SERIAL_DAYS = range(25_569, 73_051)
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - in whatever zone the table is
_SECONDS = re.compile(r"\d{10}(?:\.0)?")
_MILLISECONDS = re.compile(r"\d{13}(?:\.0)?")
_SECONDS_A_DAY = 86_400
_MONTHS_A_YEAR = 12
_MONTHS_OF, _DAYS_OF = range(1, 13), range(1, 32)
_NOON = 12
_CENTURY = 2000
_YEAR_LONG = 4


class DateColumn:
    """One column of dates: first all its cells are seen, then each is understood."""

    def __init__(self, header: str, zone: tzinfo) -> None:
        self.header = header
        self._zone = zone
        self._first_is_day = self._second_is_day = False
        self.strange_count = 0
        """How many cells hold something that is no date."""
        self.is_doubtful = False
        """Whether a date was met whose day and month nobody can tell apart."""

    def see(self, cell: str) -> None:
        """Look at a cell for what it gives away of the order of day and month."""
        told = cell.strip()
        found = _DIVIDED.match(told) if told else None
        if found:
            self._first_is_day |= int(found[1]) > _MONTHS_A_YEAR
            self._second_is_day |= int(found[3]) > _MONTHS_A_YEAR
        elif told and not _is_sortable(told) and not says_nothing(told):
            self.strange_count += self.instant(told) is None

    def instant(self, cell: str) -> datetime | None:
        """Return the instant a cell tells, in UTC; None where it tells none, or not which."""
        told = cell.strip()
        if not told:
            return None
        try:
            at = self._instant(told)
            return at.astimezone(UTC) if at else None
        except (ValueError, OverflowError, OSError):
            return None

    def _instant(self, told: str) -> datetime | None:
        if found := _SORTABLE.fullmatch(told):
            year, _, month, day, hour, minute, second, zone = found.groups()
            at = _at((year, month, day), (hour, minute, second), "", self._zone)
            return at if zone is None else datetime.fromisoformat(_with_zone(at, zone))
        if counted := self._counted(told):
            return counted
        if found := _DAY_FIRST.fullmatch(told):
            day, month, year, *clock = found.groups()
            return _at((year, _month(month), day), clock, "", self._zone)
        if found := _MONTH_FIRST.fullmatch(told):
            month, day, year, hour, minute, second, half = found.groups()
            clock = (hour, minute, second)
            return _at((year, _month(month), day), clock, half or "", self._zone)
        if found := _DIVIDED.fullmatch(told):
            first, _, second, year, *clock, half = found.groups()
            return self._divided(first, second, year, clock, half or "")
        return None

    def _counted(self, told: str) -> datetime | None:
        """Return an instant that is told as a number of seconds or days."""
        if _MILLISECONDS.fullmatch(told) or _SECONDS.fullmatch(told):
            return datetime.fromtimestamp(int(told[:10]), UTC)
        found = _SERIAL.fullmatch(told)
        if found is None or int(found[1]) not in _SERIAL_DAYS:
            return None
        seconds = round(float(f"0.{found[2] or 0}") * _SECONDS_A_DAY)
        at = _FIRST_DAY + timedelta(days=int(found[1]), seconds=seconds)
        return at.replace(tzinfo=self._zone)

    def _divided(
        self, first: str, second: str, year: str, clock: "_Clock", half: str
    ) -> datetime | None:
        if self._first_is_day == self._second_is_day:
            # Nothing told the order, or the column contradicts itself.
            if first != second:
                self.is_doubtful = int(first) > 0 and int(second) > 0
                return None
            return _at((year, second, first), clock, half, self._zone)
        month, day = (second, first) if self._first_is_day else (first, second)
        return _at((year, month, day), clock, half, self._zone)


def _is_sortable(told: str) -> bool:
    """Say at once of the dates that most programs write that they are some."""
    found = _SORTABLE.fullmatch(told)
    return found is not None and int(found[3]) in _MONTHS_OF and int(found[4]) in _DAYS_OF


_Clock = tuple[str | None, ...] | list[str | None]


def _at(day: tuple[str, str, str], clock: _Clock, half: str, zone: tzinfo) -> datetime:
    year, month, of_month = map(int, day)
    hour, minute, second = (int(part or 0) for part in clock)
    if half:
        hour = hour % _NOON + (_NOON if half in "Pp" else 0)
    year += _CENTURY if len(day[0]) < _YEAR_LONG else 0
    return datetime(year, month, of_month, hour, minute, second, tzinfo=zone)


def _with_zone(at: datetime, zone: str) -> str:
    told = "+00:00" if zone in {"UTC", "GMT", "Z"} else zone
    return f"{at.replace(tzinfo=None).isoformat()}{told}"


def _month(name: str) -> str:
    return str(_MONTHS.index(name.lower()) + 1)
