"""When was it? The date shapes of LinkedIn's exports, and no others (FORMATS.md §1.3).

Each shape says by itself which number is the day. A date that does not is refused.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SORTABLE = re.compile(
    r"(\d{4})([-/])(\d\d)\2(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?: ?UTC|Z)?"
)
# `07 Jun 2026`; a spreadsheet saves it as `7-Jun-26`.
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -](\d{4}|\d\d)")
# `4/9/18, 9:05 AM`: LinkedIn writes the American order; only AM or PM makes it its own.
_AMERICAN = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d), (\d{1,2}):(\d\d)(?::(\d\d))?[ \u00a0\u202f]?([AP])M"
)
_MESSAGE_CHARACTERS = len("2021-04-02 09:15:00 UTC")
_NOON = 12
_CENTURY = 2000


@lru_cache(maxsize=4_096)
def instant(text: str) -> datetime:
    """Return the instant a cell tells, in UTC; a bare day is its midnight.

    Raises `ValueError` where the cell has none of LinkedIn's shapes.
    """
    if len(text) == _MESSAGE_CHARACTERS and text[19:] == " UTC" and text[4] == "-":
        return datetime.fromisoformat(f"{text[:19]}+00:00")
    cell = text.strip()
    if found := _SORTABLE.fullmatch(cell):
        year, _, month, day, hour, minute, second = found.groups(default="0")
        numbers = int(hour), int(minute), int(second)
        return datetime(int(year), int(month), int(day), *numbers, tzinfo=UTC)
    if found := _DAY.fullmatch(cell):
        return datetime(_year(found[3]), _month(found[2]), int(found[1]), tzinfo=UTC)
    if found := _AMERICAN.fullmatch(cell.upper()):
        month, day, year, hour, minute, second, half = found.groups(default="0")
        if not 1 <= int(hour) <= _NOON:
            raise ValueError(cell)
        numbers = int(hour) % _NOON + (_NOON if half == "P" else 0), int(minute), int(second)
        return datetime(_year(year), int(month), int(day), *numbers, tzinfo=UTC)
    raise ValueError(cell)


def tells_zone(text: str) -> bool:
    """Say whether the cell names its zone, or needs none since it is a bare day."""
    return text.rstrip().endswith(("UTC", "Z")) or ":" not in text


def objection(text: str) -> str:
    """Return, in words for the report, why a cell is no date; empty for a date."""
    try:
        instant(text)
    except ValueError:
        return f"the date {text[:40]!r} is not understood" if text.strip() else "it has no date"
    return ""


def _month(name: str) -> int:
    try:
        return _MONTHS.index(name[:3].lower()) + 1
    except ValueError:
        raise ValueError(name) from None


def _year(digits: str) -> int:
    return int(digits) if len(digits) > len("26") else _CENTURY + int(digits)
