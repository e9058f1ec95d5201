"""What the dates of a series are called, so that one moved within its day keeps its name.

Calendars know a date of a series by the instant at which it would begin, so that a series moved
by an hour has none of its earlier dates left. Here a date is called by its day in the zone of
its series and, where a day has several, by its place among them.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, tzinfo

from ledger.imports.ics.meetings import Meeting
from ledger.imports.ics.times import When


class Names:
    """The names of the dates of one series."""

    def __init__(self, uid: str, zone: tzinfo | None, starts: Iterable[When] = ()) -> None:
        """Take the dates of a series in order, as many as are known."""
        self._uid = uid
        self._zone = zone
        self._further: dict[str, int] = {}
        """The place among those of its day, of each but the first."""
        count: Counter[str] = Counter()
        for each in starts:
            day = each.day_in(zone)
            count[day] += 1
            if count[day] > 1:
                self._further[each.key] = count[day]

    def of(self, at: When) -> str:
        """Return the name of a date."""
        place = self._further.get(at.key)
        return f"{self._uid}|{at.day_in(self._zone)}" + (f"#{place}" if place else "")


def alone(changed: Meeting) -> Names:
    """Return the names of a series of which only a changed date is told."""
    assert changed.replaces is not None
    # In UTC it says nothing of where its series is; the date that takes its place may.
    told = changed.replaces.at.tzinfo
    return Names(changed.uid, changed.starts.at.tzinfo if told is UTC else told)
