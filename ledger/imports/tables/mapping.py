"""One program's export as data: by which headers it is known, and what its columns mean."""

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.imports.tables.headers import numbered
from ledger.imports.texts import folded


@dataclass(frozen=True, slots=True)
class Mapping:
    """What one program calls its columns.

    A header with `#` stands for all its numbers, and a meaning takes the number over:
    `School # - Name` means `school:#`. Of a header met several times, the meanings are
    divided by `|`, in order.
    """

    source: str
    needs: tuple[frozenset[str], ...]
    """Any one of these sets of folded headers must be there whole."""
    columns: Map[str, str | None]
    """What each folded header means; None is left out."""

    def knows(self, headers: Sequence[str]) -> bool:
        """Say whether a header row is this program's."""
        found = {name for header in headers for name in (folded(header), numbered(header)[0])}
        return any(need <= found for need in self.needs)

    def meanings_of(self, headers: Sequence[str]) -> list[tuple[bool, str | None]]:
        """Return for each column whether the mapping speaks of it, and what it means."""
        met: dict[str, int] = {}
        found: list[tuple[bool, str | None]] = []
        for header in headers:
            plain = folded(header)
            pattern, number = numbered(header)
            name = plain if plain in self.columns else pattern
            nth = met[plain] = met.get(plain, -1) + 1
            meaning = self.columns.get(name)
            if meaning is not None:
                parts = [part.strip() for part in meaning.split("|")]
                meaning = parts[min(nth, len(parts) - 1)].replace("#", number)
            found.append((name in self.columns, meaning))
        return found


def mapping(source: str, *needs: str, columns: Map[str, str | None]) -> Mapping:
    """Return a mapping, its headers folded; each of `needs` lists headers by semicolons."""
    return Mapping(
        source,
        tuple(frozenset(_name(header) for header in need.split(";")) for need in needs),
        {_name(header): meaning for header, meaning in columns.items()},
    )


def _name(header: str) -> str:
    return "#".join(folded(part) for part in header.split("#"))
