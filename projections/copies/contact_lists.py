"""Lists of people as CSV for the import of one other program, cut to the rows that it takes.

The values are as they are: what is made for a program is not to be changed for spreadsheets.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from projections.copies.copy import File, Whom
from projections.copies.people import KnownPerson, people
from projections.moment import Moment


@dataclass(frozen=True, slots=True)
class ContactList:
    """A form of list: its columns, a row for each person, and how many rows a file may have."""

    name: str
    columns: tuple[str, ...]
    row: Callable[[KnownPerson], Sequence[str]]
    rows_max: int

    def files(self, moment: Moment, whom: Whom) -> Iterator[File]:
        """Yield the people who have a name, as many files as it takes, and never none."""
        named = (person for person in people(moment, whom) if person.name)
        number, first = 1, next(named, None)
        while first is not None or number == 1:
            begun = () if first is None else (first,)
            yield (
                f"{self.name}-{number:04}.csv",
                self._written(chain(begun, islice(named, self.rows_max - len(begun)))),
            )
            number, first = number + 1, next(named, None)

    def _written(self, chosen: Iterable[KnownPerson]) -> Iterator[bytes]:
        yield _line(self.columns)
        for person in chosen:
            yield _line(self.row(person))


def first_and_last(person: KnownPerson) -> tuple[str, str]:
    """Return the two parts of a name; one that nobody split is parted at its last space."""
    first, last = person.told("first_name"), person.told("last_name")
    if first or last:
        return first, last
    before, _, after = person.name.strip().rpartition(" ")
    return (before, after) if before else (after, "")


def _line(values: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue().encode()
