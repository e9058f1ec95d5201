import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from ledger.imports.ics.properties import property_of, strictly
from ledger.imports.options import Options
from tests.ledger.imports.calendars import ANA, ME, OLGA, calendar, event, told

CUSTOM = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n"
    "END:VTIMEZONE\r\n"
)


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        ("DTSTART:20260701T090000Z", "2026-07-01T09:00Z"),
        ("DTSTART;TZID=America/New_York:20260701T090000", "2026-07-01T13:00Z"),
        ("DTSTART;TZID=America/New_York:20261201T090000", "2026-12-01T14:00Z"),
        ("DTSTART;TZID=W. Europe Standard Time:20260701T090000", "2026-07-01T07:00Z"),
        ('DTSTART;TZID="Tokyo Standard Time":20260701T090000', "2026-07-01T00:00Z"),
        (
            "DTSTART;TZID=/mozilla.org/20070129_1/Europe/Oslo:20260701T090000",
            "2026-07-01T07:00Z",
        ),
        ("DTSTART;TZID=Customized Time Zone:20260701T090000", "2026-07-01T06:00Z"),
        ("DTSTART;TZID=Customized Time Zone:20261201T090000", "2026-12-01T07:00Z"),
        ("DTSTART;TZID=UTC:20260701T090000", "2026-07-01T09:00Z"),
        ("DTSTART:20260701T090000", "2026-07-01T07:00Z"),
        ("DTSTART;VALUE=DATE:20260701", "2026-06-30T22:00Z"),
        ("DTSTART;VALUE=DATE-TIME:2026-07-01T09:00:60Z", "2026-07-01T09:00Z"),
    ],
)
def test_a_time_is_read_in_its_zone(tmp_path: Path, start: str, instant: str) -> None:
    met = told(tmp_path, calendar(CUSTOM, event(OLGA, ANA, start=start)))

    assert met.starts() == [instant]
    assert met.notes == []


@pytest.mark.parametrize(
    "zone",
    [
        "",
        CUSTOM.replace("+0200", "+2x00"),
        CUSTOM.replace("BYMONTH=3", "BYMONTH=2;BYMONTHDAY=30"),
        CUSTOM.replace("-1SU", "-1SU;COUNT=1"),
    ],
)
def test_a_zone_that_nobody_knows_is_that_of_the_options_and_said_so(
    tmp_path: Path, zone: str
) -> None:
    start = "DTSTART;TZID=Customized Time Zone:20260701T090000"
    met = told(tmp_path, calendar(zone, event(OLGA, ANA, start=start)))

    assert met.starts() == ["2026-07-01T07:00Z"]
    (note,) = met.notes
    assert note.startswith("Nobody knows the time zone “Customized Time Zone”")
    assert note.endswith("taken as Europe/Berlin.")


def test_a_zone_that_is_none_is_refused_where_it_is_said() -> None:
    with pytest.raises(ValidationError, match="not a time zone"):
        Options(timezone="Nowhere/Town")


def test_a_zone_without_quotation_marks_around_its_colon_is_still_read(tmp_path: Path) -> None:
    start = "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260701T090000"
    met = told(tmp_path, calendar(event(OLGA, ANA, start=start)))

    assert met.starts() == ["2026-07-01T07:00Z"]
    assert "(UTC+01:00) Amsterdam, Berlin" in met.notes[0]


def test_a_floating_time_is_the_calendars_and_else_utc_with_a_word(tmp_path: Path) -> None:
    me = Options(me=ME.me)
    text = event(OLGA, ANA, start="DTSTART:20260701T090000")

    titled = told(tmp_path, calendar(text, head="X-WR-TIMEZONE:Asia/Tokyo\r\n"), options=me)
    untold = told(tmp_path, calendar(text), options=me)

    assert titled.starts() == ["2026-07-01T00:00Z"]
    assert titled.notes == []
    assert untold.starts() == ["2026-07-01T09:00Z"]
    assert "--timezone" in untold.notes[0]


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (("DTEND:20261201T093000Z",), 30),
        (("DURATION:PT1H30M",), 90),
        (("DURATION:P1W",), 10_080),
        (("DTEND:20261201T080000Z",), None),
        (("DURATION:soon",), None),
        (("DTEND:whenever",), None),
        (("DTEND:20300101T000000Z",), None),
        ((), None),
    ],
)
def test_how_long_a_meeting_takes(
    tmp_path: Path, lines: tuple[str, ...], minutes: int | None
) -> None:
    met = told(tmp_path, calendar(event(*lines, OLGA, ANA)))

    assert [one.duration_minutes for one in met.engagements] == [minutes]


def test_a_whole_day_lasts_one_where_no_end_is_told(tmp_path: Path) -> None:
    start = "DTSTART;VALUE=DATE:20261201"
    one = told(tmp_path, calendar(event(OLGA, ANA, start=start)))
    two = told(tmp_path, calendar(event("DTEND;VALUE=DATE:20261203", OLGA, ANA, start=start)))

    assert one.engagements[0].duration_minutes == 1_440
    assert two.engagements[0].duration_minutes == 2_880


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("DTSTART:INVALID-DATE", "its start “INVALID-DATE” is not understood"),
        ("DTSTART:20261301T000000Z", "its start “20261301T000000Z” is not understood"),
        ("DTSTART:00010101T000000", "its start “00010101T000000” is not understood"),
        ("DTSTART:²0261201T090000Z", "its start “²0261201T090000Z” is not understood"),
        ("", "it does not say when it starts (DTSTART)"),
        ("DTSTART", "it does not say when it starts (DTSTART)"),
    ],
)
def test_a_start_that_is_none_loses_one_event_alone(
    tmp_path: Path, start: str, reason: str
) -> None:
    met = told(
        tmp_path,
        calendar(event(OLGA, ANA, start=start), event(OLGA, ANA, uid="u2")),
    )

    assert met.reasons() == [(4, reason)]
    assert [one.external_id for one in met.engagements] == ["u2"]


@pytest.mark.parametrize(
    "encoded",
    [
        calendar(event("SUMMARY:Zoë — 日本", OLGA, ANA)).encode("utf-8-sig"),
        calendar(event("SUMMARY:Zoë — 日本", OLGA, ANA)).encode("utf-16"),
        calendar(event("SUMMARY:Zoë — 日本", OLGA, ANA)).replace("\r\n", "\n").encode(),
        calendar(event("SUMMARY:Zoë — 日本", OLGA, ANA)).replace("\r\n", "\r").encode(),
        calendar(event("SUMMARY:Zo\r\n ë — \r\n\t日本", OLGA, ANA)).encode(),
        # Folded in the middle of a character.
        calendar(event("SUMMARY:Zoë — 日本", OLGA, ANA))
        .encode()
        .replace(b"\xc3\xab", b"\xc3\r\n \xab"),
        b"\r\n\r\n" + calendar(event("summary:Zoë — 日本", OLGA, ANA)).encode(),
    ],
)
def test_a_calendar_is_read_however_it_is_encoded_and_folded(
    tmp_path: Path, encoded: bytes
) -> None:
    met = told(tmp_path, encoded)

    assert [one.subject for one in met.engagements] == ["Zoë — 日本"]
    assert met.notes == []


def test_old_windows_text_is_read_and_said_so(tmp_path: Path) -> None:
    met = told(tmp_path, calendar(event("SUMMARY:Zoë", OLGA, ANA)).encode("cp1252"))

    assert [one.subject for one in met.engagements] == ["Zoë"]
    assert "not all in UTF-8" in met.notes[0]


def test_an_event_that_the_file_breaks_off_in_is_left_out(tmp_path: Path) -> None:
    whole = calendar(event(OLGA, ANA), event(OLGA, ANA, uid="u2"))
    met = told(tmp_path, whole[: whole.rindex("ORGANIZER") + 5])

    assert met.reasons() == [(10, "the file ends in the middle of it")]
    assert len(met.engagements) == 1


def test_an_event_that_is_never_ended_ends_where_the_next_begins(tmp_path: Path) -> None:
    open_ended = event(OLGA, ANA).removesuffix("END:VEVENT\r\n")
    met = told(tmp_path, calendar(open_ended, event(OLGA, ANA, uid="u2")))

    assert [(one.external_id, one.place.line) for one in met.engagements] == [
        ("u1", 4),
        ("u2", 9),
    ]


def test_lines_that_are_no_properties_lose_only_themselves(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(
            event(
                "nonsense",
                "SUMMARY",
                'ATTENDEE;CN=Ana "the" Berg:mailto:ana@x.example',
                'ATTENDEE;CN="Ben:mailto:ben@x.example',
                OLGA,
            )
        ),
    )

    assert [one.person for one in met.engagements] == ["ana@x.example", "ben@x.example"]
    assert met.notes == ["Lines of events that say nothing, left out: 1."]


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:Coffee",
        "summary;language=de:Kaffee: um neun",
        "DTSTART;TZID=Europe/Berlin;VALUE=DATE-TIME:20260701T090000",
        "ATTENDEE;CN=Ana Berg;PARTSTAT=ACCEPTED;CUTYPE=INDIVIDUAL:mailto:ana@x.example",
        "RRULE:FREQ=DAILY;BYDAY=MO,TU",
        "DESCRIPTION:",
        "X-A;B=ü:日本",
    ],
)
def test_plain_lines_are_read_as_the_library_reads_them(line: str) -> None:
    assert property_of(line) == strictly(line)


def test_every_truncation_is_accounted_for(tmp_path: Path) -> None:
    parts = (CUSTOM, event(OLGA, ANA), event("RRULE:FREQ=DAILY;COUNT=3", OLGA, ANA, uid="u2"))
    whole = calendar(*parts).encode()

    for end in range(20, len(whole), 7):
        told(tmp_path, whole[:end])


def test_a_line_of_ten_megabytes_is_read_in_its_time(tmp_path: Path) -> None:
    begun = time.process_time()
    met = told(tmp_path, calendar(event(f"DESCRIPTION:{'x' * 10_000_000}", OLGA, ANA)))

    assert len(met.engagements) == 1
    assert time.process_time() - begun < 30
