import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.imports.options import Options
from tests.ledger.imports.calendars import ANA, ME, NOW, OLGA, Told, calendar, event, told

BERLIN = "DTSTART;TZID=Europe/Berlin:20261019T090000"


def series(*lines: str, start: str = BERLIN) -> str:
    return event(*lines, OLGA, ANA, start=start)


def test_a_series_keeps_its_hour_when_clocks_change(tmp_path: Path) -> None:
    met = told(tmp_path, calendar(series("RRULE:FREQ=WEEKLY;COUNT=3")))

    assert met.starts() == ["2026-10-19T07:00Z", "2026-10-26T08:00Z", "2026-11-02T08:00Z"]
    assert [one.external_id for one in met.engagements] == [
        "u1|20261019",
        "u1|20261026",
        "u1|20261102",
    ]
    assert {one.conversation_id for one in met.engagements} == {"u1"}
    assert met.rows_by_file == {"work.ics": 1}


def test_a_series_without_end_is_followed_to_the_horizon_and_no_further(tmp_path: Path) -> None:
    start = "DTSTART:20261120T120000Z"
    options = ME.model_copy(update={"horizon_days": 2})
    met = told(tmp_path, calendar(series("RRULE:FREQ=DAILY", start=start)), options=options)

    # Now is noon: the horizon itself still counts.
    assert met.starts()[-1] == "2026-11-27T12:00Z"
    assert len(met.engagements) == 8


def test_later_more_of_a_series_comes_in_under_the_same_keys(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(calendar(series("RRULE:FREQ=WEEKLY")))
    before = Told(tmp_path / "a.ics")
    after = Told(tmp_path / "a.ics", now=NOW + timedelta(weeks=4))

    keys = [one.external_id for one in after.engagements]
    assert keys[: len(before.engagements)] == [one.external_id for one in before.engagements]
    assert len(keys) == len(before.engagements) + 4


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY;UNTIL=20261021T070000Z", 3),
        ("FREQ=DAILY;UNTIL=20261021T065959Z", 2),
        ("FREQ=DAILY;UNTIL=20261021", 3),
        ("FREQ=DAILY;UNTIL=20261021T090000", 3),
        ("FREQ=MONTHLY;BYDAY=3MO;COUNT=4", 4),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", 3),
        ("freq=weekly;byday=mo,we;count=4", 4),
        ("FREQ=YEARLY;COUNT=5", 2),
        ("FREQ=WEEKLY;UNTIL=20261026T080000Z;COUNT=9", 2),
    ],
)
def test_a_rule_is_followed_to_its_end(tmp_path: Path, rule: str, count: int) -> None:
    met = told(tmp_path, calendar(series(f"RRULE:{rule}")))

    # A series' first date counts even where its rule does not name it (RFC 5545 §3.8.5.3).
    assert len(met.engagements) == count
    assert met.starts()[0] == "2026-10-19T07:00Z"
    assert met.notes == []


def test_a_leap_day_comes_every_four_years(tmp_path: Path) -> None:
    start = "DTSTART;VALUE=DATE:20120229"
    met = told(tmp_path, calendar(series("RRULE:FREQ=YEARLY", start=start)))

    assert [one.external_id for one in met.engagements] == [
        f"u1|{year}0229" for year in (2012, 2016, 2020, 2024)
    ]


def test_dates_are_put_in_and_taken_out(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(
            series(
                "RRULE:FREQ=DAILY;COUNT=5",
                "EXDATE;TZID=Europe/Berlin:20261020T090000,20261022T090000",
                "EXDATE;VALUE=DATE:20261023",
                "RDATE:20261101T100000Z",
                "RDATE;VALUE=PERIOD:20261102T100000Z/PT2H",
                "RDATE:soon",
            )
        ),
    )

    assert met.starts() == [
        "2026-10-19T07:00Z",
        "2026-10-21T07:00Z",
        "2026-11-01T10:00Z",
        "2026-11-02T10:00Z",
    ]
    assert met.notes == ["Dates of a series that are not understood, left out: 1."]


def test_a_date_changed_by_itself_is_told_in_its_own_row(tmp_path: Path) -> None:
    changed = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261020T090000",
        "SUMMARY:Later",
        OLGA,
        ANA,
        start="DTSTART;TZID=Europe/Berlin:20261020T110000",
    )
    met = told(tmp_path, calendar(series("RRULE:FREQ=DAILY;COUNT=3"), changed))

    assert [(one.external_id, one.subject) for one in met.engagements] == [
        ("u1|20261019", None),
        ("u1|20261021", None),
        ("u1|20261020", "Later"),
    ]
    assert met.starts()[-1] == "2026-10-20T09:00Z"


def test_one_date_called_off_names_nobody_anew(tmp_path: Path) -> None:
    off = event(
        "RECURRENCE-ID:20261020T070000Z",
        "STATUS:CANCELLED",
        start="DTSTART:20261020T070000Z",
    )
    met = told(tmp_path, calendar(series("RRULE:FREQ=DAILY;COUNT=2"), off))

    assert [(one.external_id, one.is_cancelled) for one in met.engagements] == [
        ("u1|20261019", False),
        ("u1|20261020", True),
    ]


def test_a_changed_date_whose_series_is_not_in_the_file_stands_alone(tmp_path: Path) -> None:
    alone = event("RECURRENCE-ID:20261020T070000Z", OLGA, ANA)
    met = told(tmp_path, calendar(alone))

    assert [one.external_id for one in met.engagements] == ["u1|20261020"]


def test_a_series_whose_dates_are_all_gone_is_accounted_for(tmp_path: Path) -> None:
    gone = series("RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20261019T070000Z")
    far = event("RRULE:FREQ=DAILY", OLGA, ANA, uid="far", start="DTSTART:20400101T000000Z")
    met = told(tmp_path, calendar(gone, far))

    assert [reason for _, reason in met.reasons()] == [
        "none of its dates is left within the horizon"
    ] * 2


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=HOURLY", "it does not repeat by days, weeks, months or years"),
        ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "it does not repeat by days"),
        ("whenever", "it does not repeat by days"),
        ("FREQ=DAILY;INTERVAL=0", "it goes nowhere"),
        ("FREQ=DAILY;BYEASTER=1", "it has parts that are not understood"),
        ("FREQ=WEEKLY;BYDAY=XX", "it is not understood"),
        ("FREQ=DAILY;COUNT=many", "it is not understood"),
        ("FREQ=DAILY;UNTIL=never", "its end is not understood"),
        ("FREQ=DAILY;BYHOUR=99", "it is not understood"),
        ("FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO", "it is not understood"),
        (f"FREQ=DAILY;BYDAY={'MO,' * 300}MO", "it is too long"),
        (
            "FREQ=DAILY;BYHOUR="
            + ",".join(map(str, range(24)))
            + ";BYMINUTE="
            + ",".join(map(str, range(60))),
            "it comes to too many dates",
        ),
    ],
)
def test_a_rule_that_is_not_followed_leaves_its_first_date_and_says_so(
    tmp_path: Path, rule: str, why: str
) -> None:
    start = "DTSTART:20260101T000000Z"
    met = told(tmp_path, calendar(series(f"RRULE:{rule}", start=start)))

    assert met.starts() == ["2026-01-01T00:00Z"]
    (note,) = met.notes
    assert why in note
    assert "work.ics, line 4" in note
    assert rule[:150] in note


@pytest.mark.parametrize("frequency", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_a_rule_that_never_comes_true_ends_soon(tmp_path: Path, frequency: str) -> None:
    begun = time.process_time()
    met = told(tmp_path, calendar(series(f"RRULE:FREQ={frequency};BYMONTH=2;BYMONTHDAY=30")))

    assert met.starts() == ["2026-10-19T07:00Z"]
    # Left to the library it takes several seconds.
    assert time.process_time() - begun < 2


def test_a_series_of_centuries_keeps_its_newest_dates(tmp_path: Path) -> None:
    start = "DTSTART:19900101T090000Z"
    met = told(tmp_path, calendar(series("RRULE:FREQ=DAILY", start=start)))

    assert len(met.engagements) == 2_000
    assert met.starts()[-1] == "2027-11-25T09:00Z"
    assert met.notes == ["Series with more than 2,000 dates, of which the newest came in: 1."]


def test_a_series_of_very_many_people_stays_within_bounds(tmp_path: Path) -> None:
    people = [f"ATTENDEE:mailto:p{number}@x.example" for number in range(1_000)]
    text = event("RRULE:FREQ=DAILY", *people, OLGA, start="DTSTART:20250101T090000Z")
    met = told(tmp_path, calendar(text))

    assert len(met.engagements) == 20_000
    assert max(len(one.participants) for one in met.engagements) == 100
    assert met.engagements[0].body == "And 901 more people."
    assert len(met.notes) == 1


def test_instants_are_in_utc(tmp_path: Path) -> None:
    met = told(tmp_path, calendar(series()), options=Options(me=ME.me))

    assert met.engagements[0].occurred_at == datetime(2026, 10, 19, 7, 0, tzinfo=UTC)
