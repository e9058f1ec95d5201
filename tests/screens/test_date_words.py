"""Dates as people say them, read where the viewer is."""

from datetime import UTC, date, datetime

import pytest

from api.screens import date_words
from api.screens.times import Times, locale_of, zone_of

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
"""A Thursday, half past ten in Berlin."""
BERLIN = Times(zone_of("Europe/Berlin"), locale_of("en-GB"), NOW)
NEW_YORK = Times(zone_of("America/New_York"), locale_of("en-US"), NOW)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yesterday 15:00", datetime(2026, 11, 25, 14, tzinfo=UTC)),
        ("last Friday", datetime(2026, 11, 19, 23, tzinfo=UTC)),
        ("Friday", datetime(2026, 11, 19, 23, tzinfo=UTC)),
        ("3 Nov 9am", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("3/11/2026 9:00", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        # Summer time holds then.
        ("12 Jul 9am", datetime(2026, 7, 12, 7, tzinfo=UTC)),
        ("2026-11-03 09:15", datetime(2026, 11, 3, 8, 15, tzinfo=UTC)),
        ("2026-11-03T09:15:00-05:00", datetime(2026, 11, 3, 14, 15, tzinfo=UTC)),
        ("an hour ago", datetime(2026, 11, 26, 8, 30, tzinfo=UTC)),
    ],
)
def test_an_instant_is_the_latest_that_the_words_may_mean(said: str, meant: datetime) -> None:
    assert date_words.instant(said, BERLIN) == meant


def test_day_and_month_are_read_in_the_order_of_the_viewers_country() -> None:
    assert date_words.instant("3/11/2026", NEW_YORK) == datetime(2026, 3, 11, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Friday", date(2026, 11, 27)),
        ("in two weeks", date(2026, 12, 10)),
        ("tomorrow", date(2026, 11, 27)),
        ("3 Nov", date(2027, 11, 3)),
        ("2026-12-01", date(2026, 12, 1)),
    ],
)
def test_a_day_is_the_next_that_the_words_may_mean(said: str, meant: date) -> None:
    assert date_words.day(said, BERLIN) == meant


def test_a_day_is_the_viewers_where_it_is_another_one_in_greenwich() -> None:
    late = Times(zone_of("America/New_York"), locale_of("en-US"), NOW.replace(hour=2))

    assert date_words.day("tomorrow", late) == date(2026, 11, 26)


@pytest.mark.parametrize(
    "said",
    ["when pigs fly", "", "10000 years ago", "3 Nov 99999", "1 Jan 1899", "x" * 200, "\x00"],
)
def test_words_that_mean_no_day_within_reach_are_refused(said: str) -> None:
    with pytest.raises(date_words.UnclearDate):
        date_words.instant(said, BERLIN)
    with pytest.raises(date_words.UnclearDate):
        date_words.day(said, BERLIN)
