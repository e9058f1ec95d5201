"""What later files have erased of what earlier ones still tell.

An archive and an increment of it were written at two times, and what was erased between them
must not come back. The increments are looked through for it before the first file is read.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from ledger.archive.columns import Columns, columns_of
from ledger.archive.lines import Line
from ledger.verifier.erasures import ERASING, NAMING

TELLING = frozenset({ERASING.encode(), NAMING.encode()})
"""Events that say something of others; no erasure takes what they say."""


class Foreseen:
    """Whose events are erased at a later position, and which single ones besides."""

    def __init__(
        self, people: Mapping[str, int] | None = None, places: Mapping[str, int] | None = None
    ) -> None:
        told = people or {}
        self._people = {candidate.encode(): position for candidate, position in told.items()}
        self._places = {int(place): position for place, position in (places or {}).items()}

    def expect(self, erasure: Line) -> None:
        """Know what an event will erase before its turn comes."""
        position, told = int(erasure.sequence), orjson.loads(erasure.data)
        for candidate in told.get("candidate_ids", ()):
            self._people[str(candidate).encode()] = position
        for place in told.get("emptied_elsewhere", ()):
            self._places[place] = position

    def kept(self, lines: Columns) -> Columns:
        """Return the lines without what will be erased."""
        if not self._people and not self._places:
            return lines
        return columns_of(
            [
                each._replace(data=b"", salt=b"") if self._forgets(each) else each
                for each in lines.lines()
            ]
        )

    def as_json(self) -> dict[str, Any]:
        """Return all of it, for another process: what it is made of again."""
        people = {candidate.decode(): position for candidate, position in self._people.items()}
        return {"people": people, "places": {str(at): by for at, by in self._places.items()}}

    def _forgets(self, line: Line) -> bool:
        position = int(line.sequence)
        if line.event_type in TELLING:
            return False
        by_person = self._people.get(line.candidate, 0) if line.candidate else 0
        return position < max(by_person, self._places.get(position, 0))
