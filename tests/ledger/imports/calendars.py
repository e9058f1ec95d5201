"""Calendars for tests: events as calendars write them, and what a reading of them yields."""

from datetime import UTC, datetime
from pathlib import Path

from ledger.imports.files import open_files
from ledger.imports.ics import Calendars
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Noted, Person, Record, Skipped

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ME = Options(me=("olga@firm.example",), timezone="Europe/Berlin")
ANA = "ATTENDEE;CN=Ana Berg;PARTSTAT=ACCEPTED:mailto:ana@x.example"
BEN = "ATTENDEE;CN=Ben Costa;PARTSTAT=NEEDS-ACTION:mailto:Ben@x.example"
OLGA = "ORGANIZER;CN=Olga Owner:mailto:olga@firm.example"


def event(*lines: str, uid: str = "u1", start: str = "DTSTART:20261201T090000Z") -> str:
    """Write an event; what is left empty is left out."""
    told = (f"UID:{uid}" if uid else "", start, *lines)
    return "\r\n".join(("BEGIN:VEVENT", *filter(None, told), "END:VEVENT", ""))


def calendar(*parts: str, head: str = "VERSION:2.0\r\nPRODID:-//test//EN\r\n") -> str:
    """Write a calendar of some parts."""
    return f"BEGIN:VCALENDAR\r\n{head}{''.join(parts)}END:VCALENDAR\r\n"


class Told:
    """Everything a reading of calendars yields, sorted by what it is."""

    def __init__(self, *paths: Path, options: Options = ME, now: datetime = NOW) -> None:
        reader = Calendars(lambda: now)
        with open_files(*paths) as files:
            assert reader.claims(files) == files.names()
            reading = reader.read(files, options)
            self.owner = reading.owner
            self.records: list[Record] = list(reading.records)
            self.rows_by_file = reading.rows_by_file
        self.people = [one for one in self.records if isinstance(one, Person)]
        self.engagements = [one for one in self.records if isinstance(one, Engagement)]
        self.skipped = [one for one in self.records if isinstance(one, Skipped)]
        self.notes = [one.note for one in self.records if isinstance(one, Noted)]
        self.must_account_for_every_row()
        self.must_introduce_people_first()

    def must_account_for_every_row(self) -> None:
        """Check that each event led to engagements or to one reason, at its own line."""
        told = {one.place for one in self.engagements}
        left = [one.place for one in self.skipped]
        assert len(set(left)) == len(left)
        assert not told & set(left)
        for file, count in self.rows_by_file.items():
            assert sum(place.file == file for place in told | set(left)) == count, file

    def must_introduce_people_first(self) -> None:
        """Check that nobody meets before they are introduced, and only once."""
        known: set[str] = set()
        for record in self.records:
            if isinstance(record, Person):
                assert record.person not in known
                known.add(record.person)
            if isinstance(record, Engagement):
                assert record.person in known

    def starts(self) -> list[str]:
        """Return when each engagement begins."""
        return [f"{one.occurred_at:%Y-%m-%dT%H:%MZ}" for one in self.engagements]

    def reasons(self) -> list[tuple[int, str]]:
        """Return the line and reason of each event left out."""
        return [(one.place.line, one.reason) for one in self.skipped]


def told(
    folder: Path, text: str | bytes, *, options: Options = ME, file: str = "work.ics"
) -> Told:
    """Read one calendar file."""
    path = folder / file
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Told(path, options=options)
