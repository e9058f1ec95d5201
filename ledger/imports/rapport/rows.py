"""How the events of an export are asked for, whatever form it has."""

from collections.abc import Collection, Iterator
from typing import Protocol

from ledger.stored import Row


class Rows(Protocol):
    """The events of one export, read from its beginning."""

    def __call__(self) -> Iterator[Row]:
        """Yield all of them; raise `errors.Damaged` where the file is."""
        ...

    def of_types(self, types: Collection[str]) -> Iterator[Row]:
        """Yield those of some types; what is wrong with the file may go unsaid."""
        ...
