"""A calendar exported once more: what was moved moves, and what was taken out is called off."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.installation import Installation
from ledger.commands.engagements import CorrectEngagement
from ledger.commands.imports import RevertImport
from ledger.imports.report import Report
from tests.ledger.imports.calendars import ANA, BEN, OLGA, calendar, event
from tests.ledger.imports.exports import zipped
from tests.ledger.imports.networks import brought
from tests.ledger.stories import record, rows

BERLIN = ZoneInfo("Europe/Berlin")
# At nine in Berlin, from six days ago on: one date is past, the others are yet to come.
FIRST = datetime.now(BERLIN).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(6)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def starting(at: datetime) -> str:
    return f"DTSTART;TZID=Europe/Berlin:{at:%Y%m%dT%H%M%S}"


def written(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"


def series(*lines: str, start: datetime = FIRST, uid: str = "u1") -> str:
    return event(*lines, OLGA, ANA, start=starting(start), uid=uid)


def weeks(*numbers: int, start: datetime = FIRST) -> list[datetime]:
    return [start + timedelta(weeks=number) for number in numbers]


class Book:
    """A calendar that is exported and brought in time and again."""

    def __init__(self, on: Installation, folder: Path) -> None:
        self._on = on
        self._folder = folder
        self._count = 0

    def comes(self, *events: str, **said: Any) -> Report:
        """Bring in the next export."""
        self._count += 1
        path = self._folder / f"export-{self._count}.ics"
        path.write_text(calendar(*events))
        said = {"me": ("olga@firm.example",), "adds_correspondents": True} | said
        return brought(self._on, path, **said)

    def meetings(self) -> list[tuple[datetime, bool]]:
        """Return when each meeting takes place in Berlin, and whether it was called off."""
        query = (
            "select occurred_at, is_cancelled is true from views.timeline"
            " where workspace_id = %(workspace)s and event_type = 'EngagementRecorded'"
            " order by 1, 2"
        )
        found = rows(self._on, query)
        return [(at.astimezone(BERLIN), is_off) for at, is_off in found]


@pytest.fixture
def book(workspace: Installation, tmp_path: Path) -> Book:
    return Book(workspace, tmp_path)


def test_a_series_that_moves_by_an_hour_is_corrected_and_stays_one(book: Book) -> None:
    later = FIRST.replace(hour=10)
    book.comes(series(WEEKLY))

    moved = book.comes(series(WEEKLY, start=later))
    again = book.comes(series(WEEKLY, "SUMMARY:", start=later))

    assert book.meetings() == [(at, False) for at in weeks(0, 1, 2, 3, start=later)]
    assert moved.engagements == {"corrected": 4}
    assert again.event_count == 0


def test_a_series_that_moves_to_another_day_leaves_none_of_its_coming_dates_behind(
    book: Book,
) -> None:
    later = FIRST + timedelta(days=2)
    book.comes(series(WEEKLY))

    book.comes(series(WEEKLY, start=later))

    # The first took place before the series begins now, and stays.
    assert book.meetings() == sorted(
        [(FIRST, False)]
        + [(at, True) for at in weeks(1, 2, 3)]
        + [(at, False) for at in weeks(0, 1, 2, 3, start=later)]
    )


def test_a_date_that_is_taken_out_is_called_off_and_comes_back_when_it_is_put_in_again(
    book: Book,
) -> None:
    gone = FIRST + timedelta(weeks=2)
    without = series(WEEKLY, f"EXDATE;TZID=Europe/Berlin:{written(gone)}")
    book.comes(series(WEEKLY))

    first = book.comes(without)
    before = book.meetings()
    again = book.comes(without, series(uid="another"))
    book.comes(series(WEEKLY, "SEQUENCE:3"))

    assert before == [(at, at == gone) for at in weeks(0, 1, 2, 3)]
    assert first.engagements == {"corrected": 1, "known": 3}
    assert again.engagements == {"known": 3, "new": 1}
    assert [is_off for at, is_off in book.meetings() if at == gone] == [False]


@pytest.mark.parametrize("uid", ["u1", "another"])
def test_a_series_that_ends_earlier_calls_off_the_rest_of_itself_alone(
    book: Book, uid: str
) -> None:
    until = (FIRST + timedelta(weeks=1)).astimezone(UTC)
    book.comes(series(WEEKLY))

    book.comes(series(f"RRULE:FREQ=WEEKLY;UNTIL={written(until)}Z", uid=uid))

    off = weeks(2, 3) if uid == "u1" else []
    assert [at for at, is_off in book.meetings() if is_off] == off


def test_a_series_without_any_date_left_is_called_off_whole(book: Book) -> None:
    book.comes(series("RRULE:FREQ=WEEKLY;COUNT=2"))
    out = ",".join(map(written, weeks(0, 1)))

    book.comes(series("RRULE:FREQ=WEEKLY;COUNT=2", f"EXDATE;TZID=Europe/Berlin:{out}"))

    assert book.meetings() == [(at, True) for at in weeks(0, 1)]


def test_what_lies_beyond_a_nearer_horizon_stands(book: Book) -> None:
    book.comes(series(WEEKLY))

    book.comes(series(WEEKLY, "SEQUENCE:1"), horizon_days=9)

    assert book.meetings() == [(at, False) for at in weeks(0, 1, 2, 3)]


def test_a_date_told_apart_is_not_called_off_nor_met_twice(book: Book) -> None:
    at = FIRST + timedelta(weeks=1)
    moved = at.replace(hour=15)
    apart = event(
        f"RECURRENCE-ID;TZID=Europe/Berlin:{written(at)}", OLGA, ANA, start=starting(moved)
    )
    book.comes(series(WEEKLY))

    book.comes(series(WEEKLY), apart)
    alone = book.comes(apart)
    utc = event(
        f"RECURRENCE-ID:{written(at.astimezone(UTC))}Z", OLGA, ANA, start=starting(moved)
    )
    in_utc = book.comes(utc)

    assert book.meetings() == sorted((each, False) for each in (*weeks(0, 2, 3), moved))
    assert alone.event_count == in_utc.event_count == 0


def test_of_several_dates_on_one_day_each_keeps_its_place(book: Book) -> None:
    rule = "RRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=4"
    book.comes(series(rule))
    days = [FIRST + timedelta(days=each) for each in (0, 1)]

    report = book.comes(series(rule.replace("9,14", "9,16")))

    assert report.engagements == {"corrected": 2, "known": 2}
    assert book.meetings() == sorted(
        (day.replace(hour=hour), False) for day in days for hour in (9, 16)
    )


def test_each_of_several_people_loses_the_date(book: Book) -> None:
    gone = FIRST + timedelta(weeks=1)
    book.comes(series(WEEKLY, BEN))

    book.comes(series(WEEKLY, BEN, f"EXDATE;TZID=Europe/Berlin:{written(gone)}"))

    assert [at for at, is_off in book.meetings() if is_off] == [gone, gone]


def test_what_a_person_put_right_and_an_older_file_does_not_know_stays(
    book: Book, workspace: Installation, tmp_path: Path
) -> None:
    short = series("RRULE:FREQ=WEEKLY;COUNT=1")
    older = zipped(tmp_path / "older.zip", {"work.ics": calendar(short)})
    book.comes(series("RRULE:FREQ=WEEKLY;COUNT=3"))
    query = (
        "select stream_id from views.timeline where workspace_id = %(workspace)s"
        " and event_type = 'EngagementRecorded' order by occurred_at"
    )
    by_hand = rows(workspace, query)[1][0]
    for is_off in (True, False):
        changes = {"is_cancelled": is_off}
        record(workspace, CorrectEngagement(engagement_id=by_hand, changes=changes))

    brought(workspace, older, me=("olga@firm.example",))
    stood = book.meetings()
    book.comes(series("RRULE:FREQ=WEEKLY;COUNT=1", "SEQUENCE:2"))

    assert stood == [(at, False) for at in weeks(0, 1, 2)]
    assert book.meetings() == [(at, at == weeks(2)[0]) for at in weeks(0, 1, 2)]


def test_an_import_taken_back_takes_back_what_it_called_off(
    book: Book, workspace: Installation
) -> None:
    book.comes(series(WEEKLY))
    report = book.comes(series("RRULE:FREQ=WEEKLY;COUNT=2"))
    assert report.import_id is not None

    record(workspace, RevertImport(import_id=report.import_id))

    assert book.meetings() == [(at, False) for at in weeks(0, 1, 2, 3)]


def test_the_same_file_once_more_calls_nothing_off(book: Book) -> None:
    short, long = series("RRULE:FREQ=WEEKLY;COUNT=2"), series(WEEKLY)
    book.comes(short)
    book.comes(long)

    again = book.comes(short)

    assert again.event_count == 0
    assert book.meetings() == [(at, False) for at in weeks(0, 1, 2, 3)]
