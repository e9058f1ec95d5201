"""Dates as people say them: "yesterday 15:00", "last Friday", "3 Nov 9am", "in two weeks".

Read where the viewer is, in the order of day and month they are used to. A time without a zone
is a guess, so the screen shows what was understood before anything is recorded.
"""

from datetime import UTC, date, datetime
from typing import Any, Literal

import dateparser

from api.screens.times import Times, day_within_reach
from ledger import errors

_WORDS_MAX = 80
_EXAMPLES = "Try “yesterday 15:00”, “last Friday” or “3 Nov 9am”."
_EXAMPLE_DAYS = "Try “Friday”, “in two weeks” or “3 Dec”."


class UnclearDate(errors.Refused):
    """This is no date that Rapport understands."""


def instant(said: str, times: Times) -> datetime:
    """Return the instant that words mean, in UTC; without a year or day, the latest such one.

    A day alone means its beginning. Raise `UnclearDate` for words that mean none.
    """
    meant = _meant(said, times, towards="past")
    if meant is None or not day_within_reach(meant.date()):
        raise UnclearDate(f"“{said[:_WORDS_MAX]}” was not understood. {_EXAMPLES}")
    return meant.astimezone(UTC)


def day(said: str, times: Times) -> date:
    """Return the day that words mean: the next such one from today on.

    Raise `UnclearDate` for words that mean none.
    """
    meant = _meant(said, times, towards="future")
    if meant is None or not day_within_reach(meant.date()):
        raise UnclearDate(f"“{said[:_WORDS_MAX]}” was not understood. {_EXAMPLE_DAYS}")
    return times.local(meant).date()


def _meant(said: str, times: Times, *, towards: Literal["past", "future"]) -> datetime | None:
    text = " ".join(said.split())
    if len(text) > _WORDS_MAX:
        return None
    settings: Any = {
        "PREFER_DATES_FROM": towards,
        "RELATIVE_BASE": times.now.astimezone(times.zone).replace(tzinfo=None),
        "DATE_ORDER": _order_of(times),
        # Where the words name a zone of their own, that one counts.
        "TIMEZONE": times.zone.key,
        "RETURN_AS_TIMEZONE_AWARE": True,
    }
    try:
        return dateparser.parse(text, languages=["en"], settings=settings)
    except (ValueError, OverflowError):
        # A year beyond the calendar's, which the library counts into.
        return None


def _order_of(times: Times) -> str:
    """Return in which order the viewer's country writes day, month and year."""
    pattern = str(times.locale.date_formats["short"].pattern).lower()
    return "".join(sorted("DMY", key=lambda part: pattern.find(part.lower())))
