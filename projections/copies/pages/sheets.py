"""On which sheet is somebody? A sheet is a file of people whose ids follow each other.

A file for each person would be a hundred thousand of them in a large ledger: whoever unpacks,
sums or checks an archive would do so a hundred thousand times, and keep as many names in mind.
The address of a person is their sheet and, behind `#`, their id: of all who are on it a browser
then shows that one, by the style alone.
"""

from bisect import bisect_right
from uuid import UUID

CHARACTERS_A_SHEET = 1 << 19
"""A sheet ends with the person who fills it to here: what a browser opens without a pause."""


class Sheets:
    """Where everybody is, known once all sheets were written: of each, whom it begins with."""

    def __init__(self) -> None:
        self._firsts: list[UUID] = []

    def begin(self, first: UUID) -> str:
        """Begin the next sheet, with the first person on it; return its name."""
        self._firsts.append(first)
        return _name(len(self._firsts))

    def number_of(self, candidate: UUID) -> int:
        """Return the number of the sheet that somebody is on; the first is 1."""
        return max(1, bisect_right(self._firsts, candidate))

    def address_of(self, candidate: UUID) -> str:
        """Return where somebody is, seen from the folder of the sheets."""
        return f"{_name(self.number_of(candidate))}#{candidate}"


def _name(number: int) -> str:
    return f"{number}.html"
