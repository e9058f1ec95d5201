import sys
import time
from collections.abc import Generator
from datetime import UTC, date, datetime

import pytest

from api.cli.when import EXAMPLES, UnclearInstant, day, instant

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sets the zone the Unix way")

# A Wednesday noon in Berlin, in summer time: two hours ahead of UTC.
NOW = datetime(2026, 7, 1, 10, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _berlin(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("now", "2026-07-01T10:00:30"),
        ("2026-06-01", "2026-05-31T22:00:00"),
        ("2026-06-01 15:00", "2026-06-01T13:00:00"),
        ("2026-06-01T15:00", "2026-06-01T13:00:00"),
        ("2026-01-15 9:05", "2026-01-15T08:05:00"),
        ("2026-06-01 15:00:59", "2026-06-01T13:00:59"),
        ("2026-06-01T09:00:00Z", "2026-06-01T09:00:00"),
        ("2026-06-01 09:00:00.25+02:00", "2026-06-01T07:00:00.250000"),
        ("2026-06-01t09:00:00z", "2026-06-01T09:00:00"),
        ("today", "2026-06-30T22:00:00"),
        ("Today 9:30", "2026-07-01T07:30:00"),
        ("yesterday", "2026-06-29T22:00:00"),
        (" yesterday   15:00 ", "2026-06-30T13:00:00"),
        ("5 minutes ago", "2026-07-01T09:55:30"),
        ("an hour ago", "2026-07-01T09:00:30"),
        ("3 days ago", "2026-06-28T10:00:30"),
        ("1 week ago", "2026-06-24T10:00:30"),
        # Over the change of the clocks: noon stays noon.
        ("140 days ago", "2026-02-11T11:00:30"),
    ],
)
def test_an_instant_is_read_in_the_local_time_zone(told: str, meant: str) -> None:
    assert instant(told, now=NOW) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "soon",
        "1/2/2026",
        "01.02.2026",
        "2026-6-1",
        "2026-02-30",
        "2026-06-01 25:00",
        "2026-06-01 5",
        "5:30",
        "5pm",
        "yesterday 5",
        "tomorrow",
        "3 months ago",
        "next week",
        "0026-06-01",
        "9999 weeks ago 1",
        "1899-12-31",
        "2026-06-01T09:00:00+99:00",
        # The clocks skip this hour, and repeat that one.
        "2026-03-29 02:30",
        "2026-10-25 02:30",
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused_with_examples(told: str) -> None:
    with pytest.raises(UnclearInstant, match=EXAMPLES[:10]):
        instant(told, now=NOW)


def test_an_hour_that_comes_twice_is_told_by_its_offset() -> None:
    first = instant("2026-10-25T02:30:00+02:00", now=NOW)
    second = instant("2026-10-25T02:30:00+01:00", now=NOW)

    assert (second - first).total_seconds() == 3600


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026-07-10", date(2026, 7, 10)),
        ("today", date(2026, 7, 1)),
        ("tomorrow", date(2026, 7, 2)),
        ("in 1 day", date(2026, 7, 2)),
        ("in 2 weeks", date(2026, 7, 15)),
    ],
)
def test_a_day_to_come_is_read(told: str, meant: date) -> None:
    assert day(told, now=NOW) == meant


@pytest.mark.parametrize("told", ["", "friday", "7/10", "in a while"])
def test_a_day_that_is_unclear_is_refused(told: str) -> None:
    with pytest.raises(UnclearInstant, match="tomorrow"):
        day(told, now=NOW)
