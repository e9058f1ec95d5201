"""Recommendations, given and received: only the name of the file says which."""

from collections.abc import Iterator
from functools import partial

from ledger.imports.linkedin import dates, finding
from ledger.imports.linkedin.finding import find
from ledger.imports.linkedin.messages import CHANNEL
from ledger.imports.linkedin.names import name_key, natural_key
from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People
from ledger.imports.linkedin.shapes import name_hint
from ledger.imports.linkedin.tables import Table
from ledger.imports.markup import text_of
from ledger.imports.records import Engagement, Place, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import Direction, Kind

_COLUMNS = ("firstname", "lastname", "company", "jobtitle", "text", "creationdate")


def direction_of(file: str) -> list[Direction]:
    """Return the direction of a file of recommendations; empty if its name does not say it."""
    hint = name_hint(file)
    if "given" in hint:
        return [Direction.OUTBOUND]
    return [Direction.INBOUND] if "received" in hint else []


class Recommendations:
    """Tells the recommendations of one export."""

    def __init__(self, people: People, owner: Owner, remarks: Remarks) -> None:
        self._people = people
        self._owner = owner
        self._remarks = remarks
        self._told: set[str] = set()

    def told(self, table: Table) -> Iterator[Record]:
        """Yield each recommendation."""
        [way] = direction_of(table.file)
        tell = partial(self._tell, way)
        yield from finding.told(table, table.rows(*_COLUMNS), _objection, tell)

    def _tell(self, way: Direction, place: Place, cells: tuple[str, ...]) -> Iterator[Record]:
        first, last, company, title, text, date = cells
        name = self._remarks.line(f"{first} {last}")
        at = dates.instant(date)
        external_id = natural_key(
            "recommendation", way, name_key(name), f"{at.isoformat()[:16]}Z"
        )
        if external_id in self._told:
            yield Skipped(place, "the same row twice")
            return
        person = find(self._people, self._owner, name, "")
        self._told.add(external_id)
        person.call(first=self._remarks.line(first), last=self._remarks.line(last))
        person.company = person.company or self._remarks.line(company)
        person.title = person.title or self._remarks.line(title)
        yield from self._people.introduce(person, place)
        yield Engagement(
            place,
            person.key,
            Kind.OTHER,
            at,
            external_id,
            way,
            CHANNEL,
            "Recommendation",
            self._remarks.text(text_of(text)) or None,
        )


def _objection(cells: tuple[str, ...]) -> str:
    return dates.objection(cells[-1])
