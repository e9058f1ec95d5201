"""iCalendar: meetings past and coming, from any calendar that exports them (RFC 5545)."""

from collections.abc import Callable
from datetime import UTC, datetime

from ledger.imports.files import Files
from ledger.imports.ics import blocks
from ledger.imports.options import Options
from ledger.imports.records import Reading

ENDINGS = (".ics", ".ical", ".ifb", ".icalendar")


class Calendars:
    """Reads calendars: each event a meeting with everybody who is asked to it."""

    source = "calendar"

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Follow series as far as the clock says."""
        self._clock = clock

    def claims(self, files: Files) -> list[str]:
        """Claim the files that begin as a calendar does, and those named as one."""
        return [
            name
            for name in files.names()
            if name.lower().endswith(ENDINGS) or blocks.looks_like_one(files, name)
        ]

    def read(self, files: Files, options: Options) -> Reading:
        """Gather all events, since a later one may replace an earlier; tell them in order."""
        # Loaded with the first calendar: what it needs takes a fifth of every import's start.
        from ledger.imports.ics.gathering import read  # noqa: PLC0415

        return read(self.source, files, options, self._clock())


READER = Calendars()
