"""What a file says of people who were erased: left out, whichever import says it again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ledger import errors
from ledger.handles import is_shared, key_of
from ledger.known import Known
from ledger.words import Handle, HandleType, Participant

Key = tuple[HandleType, str]


def reason(day: date) -> str:
    """Return why a row is left out, for the report."""
    return f"erased on {day.isoformat()}"


def erased_among(known: Known, handles: Iterable[Key]) -> Mapping[Key, date]:
    """Return when whoever had these handles was erased; nearly always of nobody."""
    if not known.has_suppressed():
        return {}
    return known.erased_on(list(dict.fromkeys(handles)))


class Absent:
    """Takes people who were erased out of lists of who took part."""

    def __init__(
        self, known: Known, told: Iterable[Sequence[Participant]], region: str | None
    ) -> None:
        """Look all of the lists up at once."""
        self._region = region
        self._erased: Mapping[Key, date] = {}
        if known.has_suppressed():
            keys = (self._key(each) for participants in told for each in participants)
            self._erased = erased_among(known, (key for key in keys if key is not None))

    def left(self, participants: Sequence[Participant]) -> tuple[Participant, ...]:
        """Return who remains of a list."""
        if not self._erased:
            return tuple(participants)
        return tuple(each for each in participants if self._key(each) not in self._erased)

    def _key(self, participant: Participant) -> Key | None:
        handle: Handle | None = participant.handle
        if handle is None or is_shared(handle):
            return None
        try:
            return handle.type, key_of(handle, self._region)
        except errors.Invalid:
            return None
