"""Damaged calendars and chats: whatever happened to them, every row is accounted for."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import errors
from ledger.imports.options import Options
from tests.ledger.imports.calendars import ANA, BEN, OLGA, calendar, event
from tests.ledger.imports.calendars import Told as ToldCalendar
from tests.ledger.imports.test_whatsapp import ANDROID, GROUP, IPHONE, TITLE
from tests.ledger.imports.test_whatsapp import Told as ToldChat

ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\n"
)
SERIES = event(
    "RRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR;INTERVAL=2;UNTIL=20270101T000000Z",
    "EXDATE;TZID=Here:20261207T090000",
    "RDATE;VALUE=PERIOD:20261102T100000Z/PT2H",
    "DURATION:PT45M",
    "ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8=",
    OLGA,
    ANA,
    start="DTSTART;TZID=Here:20261019T090000",
)
CHANGED = event("RECURRENCE-ID;TZID=Here:20261204T090000", "SEQUENCE:3", OLGA, BEN)
CALENDAR = calendar(
    ZONE, SERIES, CHANGED, event("STATUS:CANCELLED", OLGA, ANA, uid="2")
).encode()
CHATS = tuple(text.encode() for text in (ANDROID, GROUP, IPHONE))
PIECES = (
    *(
        b"BEGIN:VEVENT\r\n",
        b"END:VCALENDAR\r\n",
        b"\r\n ",
        b"9999",
        b"-",
        b"0",
        b";",
        b":",
        b'"',
    ),
    *(
        b"\0",
        b"\xff",
        "\u202e".encode(),
        "\u0663".encode(),
        b"/",
        b", ",
        b" - ",
        b"[",
        b"]",
        b"\\",
    ),
    *(
        b"FREQ=DAILY;",
        b"COUNT=",
        b"BYSETPOS=1;",
        b"BYWEEKNO=53;",
        b"Z",
        b"PM",
        b"<attached: a.b>",
    ),
)

damage = st.lists(
    st.tuples(
        st.integers(0, 1_500),
        st.sampled_from(("cut", "put", "over", "copy")),
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=6,
)
_HOW = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def damaged(whole: bytes, done: list[tuple[int, str, bytes]]) -> bytes:
    for at, how, piece in done:
        place = at % (len(whole) + 1)
        match how:
            case "cut":
                whole = whole[:place] + whole[place + len(piece) * 3 :]
            case "put":
                whole = whole[:place] + piece + whole[place:]
            case "over":
                whole = whole[:place] + piece + whole[place + len(piece) :]
            case _:
                whole += whole[place : place + 200]
    return whole


@_HOW
@given(done=damage)
def test_a_damaged_calendar_is_accounted_for(
    tmp_path: Path, done: list[tuple[int, str, bytes]]
) -> None:
    path = tmp_path / "work.ics"
    path.write_bytes(damaged(CALENDAR, done) or b"\n")

    ToldCalendar(path)


@_HOW
@given(done=damage, whole=st.sampled_from(CHATS))
def test_a_damaged_chat_is_accounted_for_or_refused_by_name(
    tmp_path: Path, done: list[tuple[int, str, bytes]], whole: bytes
) -> None:
    path = tmp_path / TITLE
    # A first message that stays whole: what is no chat is not claimed.
    path.write_bytes(b"13/03/24, 14:05 - Ana Berg: Hello\n" + damaged(whole, done))

    refused, said = "", 0
    try:
        told = ToldChat(path, Options(people={"Ana Berg": "ana@x.example"}, region="GB"))
        said = len(told.engagements)
    except errors.Unreadable as error:
        refused = str(error)

    assert said or TITLE in refused
