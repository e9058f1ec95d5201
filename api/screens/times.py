"""Dates and instants as the viewer reads them: in their zone and the order they are used to.

Words stay English, as the screens are; the order of day and month, and the clock's hours,
follow the language that the browser asks for.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_WEEK_DAYS, _MONTH_DAYS, _YEAR_DAYS = 7, 30, 365
_LANGUAGES_MAX = 10
_FIRST = date(1900, 1, 1)
_LAST = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Times:
    """How one viewer reads time."""

    zone: ZoneInfo
    locale: Locale
    now: datetime

    @property
    def today(self) -> date:
        """The day it is where the viewer is."""
        return self.now.astimezone(self.zone).date()

    def local(self, at: datetime) -> datetime:
        """Return an instant as the viewer's clock shows it."""
        return at.astimezone(self.zone)

    def day(self, day: date) -> str:
        """Return a day, such as `Fri 27 Nov`; with its year where that is another one."""
        if day.year == self.today.year:
            return self._written("MMMEd", day)
        return self._written("yMMMd", day)

    def short_day(self, at: datetime) -> str:
        """Return the day of an instant, such as `12 Nov`; with its year where it is another."""
        day = self.local(at).date()
        return self._written("MMMd" if day.year == self.today.year else "yMMMd", day)

    def whole_day(self, day: date) -> str:
        """Return a day in full, such as `Friday, 27 November 2026`."""
        return self._written("yMMMMEEEEd", day)

    def month(self, at: datetime) -> str:
        """Return the month of an instant, such as `March 2026`."""
        return self._written("yMMMM", self.local(at).date())

    def month_of(self, day: date) -> str:
        """Return the month that a day is in, such as `March 2026`."""
        return self._written("yMMMM", day)

    def day_and_clock(self, at: datetime) -> str:
        """Return an instant within its month, such as `Fri 27 · 15:52`."""
        local = self.local(at)
        return f"{self._written('Ed', local.date())} · {self.clock(at)}"

    def clock(self, at: datetime) -> str:
        """Return the time of day, such as `15:52`."""
        return _clock(self.local(at).time().replace(second=0, microsecond=0), self.locale)

    def instant(self, at: datetime) -> str:
        """Return an instant in full, such as `27 Nov 2026, 15:52`."""
        return f"{self._written('yMMMd', self.local(at).date())}, {self.clock(at)}"

    def ago(self, at: datetime) -> str:
        """Return how long ago an instant was, or how soon it comes."""
        seconds = (self.now - at).total_seconds()
        # What is recorded while a page is put together is ahead of it, but not of its reader.
        if seconds <= -_MINUTE:
            return self.due(self.local(at).date())
        if seconds < _MINUTE:
            return "just now"
        if seconds < _HOUR:
            return f"{seconds // _MINUTE:.0f} min ago"
        if seconds < _DAY:
            return f"{seconds // _HOUR:.0f} h ago"
        return self.days_ago(self.local(at).date())

    def days_ago(self, day: date) -> str:
        """Return how long ago a day was, in the largest unit that says it."""
        days = (self.today - day).days
        if days <= 0:
            return "today"
        return f"{_span(days)} ago"

    def due(self, day: date) -> str:
        """Return when something is due: `today`, `tomorrow`, a day, or how late it is."""
        days = (day - self.today).days
        if days < 0:
            return f"overdue {_span(-days)}"
        if days <= 1:
            return ("today", "tomorrow")[days]
        return self.day(day)

    def ends(self, day: date) -> datetime:
        """Return the last instant of a day where the viewer is."""
        begins = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return (begins - timedelta(microseconds=1)).astimezone(UTC)

    def begins(self, day: date) -> datetime:
        """Return the first instant of a day where the viewer is."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _written(self, skeleton: str, day: date) -> str:
        return _day(skeleton, day, self.locale)


def _span(days: int) -> str:
    """Return a number of days in the largest unit that says it."""
    if days < 2 * _WEEK_DAYS:
        return f"{days} d"
    if days < 2 * _MONTH_DAYS:
        return f"{days // _WEEK_DAYS} wk"
    if days < _YEAR_DAYS:
        return f"{days // _MONTH_DAYS} mo"
    return f"{days // _YEAR_DAYS} y"


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name; UTC for one that there is not."""
    return ZoneInfo(name if name in _zones() else "UTC")


def locale_of(accepted: str) -> Locale:
    """Return the English of the region whose language a browser asks for first."""
    for each in accepted.split(",")[:_LANGUAGES_MAX]:
        tag = each.partition(";")[0].strip()
        try:
            asked = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError, TypeError):
            continue
        if asked.territory and asked.territory != "US":
            return _english_of(asked.territory)
        return Locale("en", "US" if asked.language == "en" else "GB")
    return Locale("en", "GB")


def day_within_reach(day: date) -> bool:
    """Say whether a day is one that the ledger may hold."""
    return _FIRST <= day <= _LAST


# A page says the same few days and minutes many times over.
@lru_cache(maxsize=10_000)
def _day(skeleton: str, day: date, locale: Locale) -> str:
    return format_skeleton(skeleton, day, locale=locale)


@lru_cache(maxsize=10_000)
def _clock(at: time, locale: Locale) -> str:
    return format_time(at, "short", locale=locale)


@cache
def _english_of(territory: str) -> Locale:
    try:
        return Locale.parse(f"en_{territory}")
    except UnknownLocaleError:
        return Locale("en", "GB")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
