"""Who reads: what a member keeps private is read by its author, and by owners, alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever reads a view, under all the ids by which they record."""

    own: tuple[UUID, ...] | None
    """A member's id, and those of the keys they issued; nothing for whom nothing is closed."""

    def reads_of(self, author: UUID) -> bool:
        """Say whether what this author keeps private is theirs to read."""
        return self.own is None or author in self.own

    def ids(self) -> list[UUID] | None:
        """Return the ids as a parameter of a query."""
        return None if self.own is None else list(self.own)


EVERYTHING = Viewer(None)
"""An owner, or the installation itself: what decides, copies and proves for all."""


def of_member(ids: Iterable[UUID]) -> Viewer:
    """Return whoever records under these ids."""
    return Viewer(tuple(ids))
