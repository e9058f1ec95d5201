"""How does LinkedIn write a date? In many ways, always in English (FORMATS.md §1.3)."""

from datetime import date, datetime

from api.demo.lists import words

_MONTHS = words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
_LONG_MONTHS = words(
    "January February March April May June July August September October November December"
)
_DAYS = words("Mon Tue Wed Thu Fri Sat Sun")


def day_month_year(day: date) -> str:
    """Return `07 Jun 2026`, as connections have it since 2021."""
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def _clock(at: datetime) -> str:
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < _NOON else 'PM'}"


_NOON = 12


def american(at: datetime) -> str:
    """Return `4/9/18, 9:05 AM`, as invitations have it, and in 2018 most files."""
    return f"{at.month}/{at.day}/{at.year % 100:02}, {_clock(at)}"


def padded_american(at: datetime) -> str:
    """Return `04/09/18, 09:05 AM`, as recommendations have it."""
    return f"{at.month:02}/{at.day:02}/{at.year % 100:02}, {_clock(at).rjust(8, '0')}"


def utc(at: datetime) -> str:
    """Return `2026-06-07 09:05:00 UTC`, as messages have it."""
    return f"{plain(at)} UTC"


def plain(at: datetime) -> str:
    """Return `2026-06-07 09:05:00`, as comments and reactions have it."""
    return at.isoformat(sep=" ")[:19]


def minute(at: datetime) -> str:
    """Return `2026-06-07 09:05 UTC`, as learning has it."""
    return f"{at.isoformat(sep=' ')[:16]} UTC"


def slashed(at: datetime) -> str:
    """Return `2026/06/07 09:05:00 UTC`, as endorsements have it."""
    return utc(at).replace("-", "/")


def java(at: datetime) -> str:
    """Return `Wed Nov 22 12:34:56 UTC 2023`, as followed companies have it."""
    day = f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:02}"
    return f"{day} {at.isoformat(sep=' ')[11:19]} UTC {at.year}"


def month_year(day: date | None) -> str:
    """Return `Jun 2026`, as positions have it; nothing where there is no end."""
    return f"{_MONTHS[day.month - 1]} {day.year}" if day else ""


def month_day_year(day: date) -> str:
    """Return `Jan 3, 2024`, as publications have it."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def spoken(at: datetime) -> str:
    """Return `January 5, 2024 at 9:30 AM (GMT)`, as uploaded pictures have it."""
    return f"{_LONG_MONTHS[at.month - 1]} {at.day}, {at.year} at {_clock(at)} (GMT)"
