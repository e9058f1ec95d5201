"""When did it happen? What people type for an instant, read in the local time zone.

An instant is never guessed: `1/2/2026` is two days in two countries, `5:30` may be morning or
evening, and an hour that the clocks skip or repeat is none or two.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from ledger import errors

EXAMPLES = "2026-06-01, 2026-06-01 15:00, yesterday 9:30, 3 days ago, 2026-06-01T09:00:00Z"
# Nobody alive was met before 1900, and what lies past 2200 is a slip of the keyboard.
_DAYS = (date(1900, 1, 1), date(2200, 1, 1))

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(:(?P<second>\d\d))?"
_NAMED = re.compile(rf"(?P<day>today|yesterday)( {_CLOCK})?")
_DATED = re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d)([ t]{_CLOCK})?")
_AGO = re.compile(r"(?P<count>\d{1,4}|an?) (?P<unit>minute|hour|day|week)s? ago")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ t]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(z|[+-]\d\d:\d\d)")
_MINUTES = {"minute": 1, "hour": 60}
_DAY_COUNTS = {"day": 1, "week": 7}


class UnclearInstant(errors.Refused):
    """This is no instant that can be read in one way only."""


def instant(text: str, *, now: datetime) -> datetime:
    """Return the instant meant, in UTC; a day alone means its beginning.

    Days and hours are those of the local time zone; `now` has one. Raise `UnclearInstant`, with
    examples of what is understood.
    """
    told = " ".join(text.lower().split())
    if told == "now":
        return now.astimezone(UTC)
    for form, meant in _FORMS:
        if found := form.fullmatch(told):
            try:
                at = meant(found, now)
            except (ValueError, OverflowError) as error:
                raise _unclear(text, str(error)) from error
            if not _DAYS[0] <= at.date() < _DAYS[1]:
                raise _unclear(text, "the year lies outside of 1900 to 2199")
            return at
    raise _unclear(text, "")


def day(text: str, *, now: datetime) -> date:
    """Return the day meant: `2026-06-01`, `today`, `tomorrow` or `in 3 days`."""
    told = " ".join(text.lower().split())
    today = now.astimezone().date()
    if told in {"today", "tomorrow"}:
        return today + timedelta(days=int(told == "tomorrow"))
    if found := re.fullmatch(r"in (\d{1,4}) (day|week)s?", told):
        return today + timedelta(days=int(found[1]) * _DAY_COUNTS[found[2]])
    try:
        meant = date.fromisoformat(told)
    except ValueError as error:
        cure = "Write 2026-06-01, tomorrow or in 3 days."
        raise UnclearInstant(f"“{text}” is no day. {cure}") from error
    return meant


def whole_day(text: str, *, now: datetime) -> date | None:
    """Return the day that `2026-06-01`, `today` or `yesterday` means, if no time is told."""
    told = " ".join(text.lower().split())
    if found := _NAMED.fullmatch(told):
        today = now.astimezone().date()
        meant = today - timedelta(days=int(told == "yesterday"))
        return None if found["hour"] else meant
    return date.fromisoformat(told) if re.fullmatch(r"\d{4}-\d\d-\d\d", told) else None


def local(on: date, at: time) -> datetime:
    """Return the instant at which the clock on the wall shows this, if there is just one."""
    wall = datetime.combine(on, at)
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first != second:
        shown = f"{wall:%Y-%m-%dT%H:%M:%S}"
        raise ValueError(f"the clocks change then: say {shown} with its offset, such as +01:00")
    return first


def _instant(found: re.Match[str], _: datetime) -> datetime:
    return datetime.fromisoformat(found[0].upper()).astimezone(UTC)


def _dated(found: re.Match[str], _: datetime) -> datetime:
    return local(date.fromisoformat(found["day"]), _clock(found))


def _named(found: re.Match[str], now: datetime) -> datetime:
    today = now.astimezone().date()
    return local(today - timedelta(days=int(found["day"] == "yesterday")), _clock(found))


def _ago(found: re.Match[str], now: datetime) -> datetime:
    count = int(found["count"]) if found["count"].isdigit() else 1
    if minutes := _MINUTES.get(found["unit"]):
        return now.astimezone(UTC) - timedelta(minutes=count * minutes)
    # The same time on the clock, whether or not the clocks were changed meanwhile.
    wall = now.astimezone().replace(microsecond=0)
    earlier = wall.date() - timedelta(days=count * _DAY_COUNTS[found["unit"]])
    return local(earlier, wall.time())


def _clock(found: re.Match[str]) -> time:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    return time(hour, minute, second)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], datetime]], ...] = (
    (_INSTANT, _instant),
    (_DATED, _dated),
    (_NAMED, _named),
    (_AGO, _ago),
)


def _unclear(text: str, why: str) -> UnclearInstant:
    reason = f" ({why})" if why else ""
    return UnclearInstant(
        f"“{text}” was not understood{reason}. Write for example: {EXAMPLES}."
    )
