"""Rows that each name one person, by link or by name: whom they mean, and what they tell."""

from collections.abc import Callable, Iterable, Iterator

from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People, Somebody, Unclear
from ledger.imports.linkedin.tables import Table
from ledger.imports.records import Place, Record, Skipped

Cells = tuple[str, ...]

OF_OWNER = "this is you, the owner of the export"


def find(people: People, owner: Owner, name: str, url: str) -> Somebody:
    """Return the person, by the link or else by the name; raise `Unclear` if neither tells."""
    key = people.key_of(url)
    if owner.is_meant(key, name):
        raise Unclear(OF_OWNER)
    if key:
        return people.see(url, name)
    person = people.by_name(name)
    people.count_match([person])
    return person


def told(
    table: Table,
    rows: Iterable[tuple[int, Cells]],
    objection: Callable[[Cells], str],
    tell: Callable[[Place, Cells], Iterator[Record]],
) -> Iterator[Record]:
    """Yield what each row tells, or why it is left out; the rows that do not fit come last."""
    for line, cells in rows:
        place = table.place(line)
        if reason := objection(cells) if any(cells) else "an empty row":
            yield Skipped(place, reason)
            continue
        try:
            yield from tell(place, cells)
        except Unclear as unclear:
            yield unclear.skipped(place)
    yield from table.skipped
