"""Endorsements of skills, given and received."""

from collections.abc import Iterator
from functools import partial

from ledger.imports.linkedin import dates, finding
from ledger.imports.linkedin.finding import find
from ledger.imports.linkedin.messages import CHANNEL
from ledger.imports.linkedin.names import name_key, natural_key
from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People
from ledger.imports.linkedin.shapes import Sort
from ledger.imports.linkedin.tables import Table
from ledger.imports.records import Engagement, Place, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import Direction, Kind


class Endorsements:
    """Tells the endorsements of one export."""

    def __init__(self, people: People, owner: Owner, remarks: Remarks) -> None:
        self._people = people
        self._owner = owner
        self._remarks = remarks
        self._told: set[str] = set()

    def gather(self, table: Table) -> None:
        """Learn names and links."""
        for _, (_, _, first, last, url, status) in table.rows(*_columns(table)):
            if self._people.key_of(url) and _is_accepted(status):
                person = self._people.see(url, f"{first} {last}")
                person.call(first=self._remarks.line(first), last=self._remarks.line(last))

    def told(self, table: Table) -> Iterator[Record]:
        """Yield each accepted endorsement once, whichever variant of the file holds it."""
        way = Direction.INBOUND if _who(table) == "endorser" else Direction.OUTBOUND
        tell = partial(self._tell, way)
        yield from finding.told(table, table.rows(*_columns(table)), _objection, tell)

    def _tell(self, way: Direction, place: Place, cells: tuple[str, ...]) -> Iterator[Record]:
        date, skill, first, last, url, _ = cells
        name = self._remarks.line(f"{first} {last}")
        at = dates.instant(date)
        # The name, not the link: exports before mid-2023 and one variant since hold no link.
        key = name_key(name), name_key(skill), f"{at.isoformat()[:19]}Z"
        external_id = natural_key("endorsement", way, *key)
        if external_id in self._told:
            yield Skipped(place, "the same endorsement stands in another row")
            return
        person = find(self._people, self._owner, name, url)
        self._told.add(external_id)
        yield from self._people.introduce(person, place)
        yield Engagement(
            place,
            person.key,
            Kind.EVENT,
            at,
            external_id,
            way,
            CHANNEL,
            self._remarks.line(f"Endorsed {skill}"),
        )


def _who(table: Table) -> str:
    is_received = table.header.shape.sort == Sort.ENDORSEMENTS_RECEIVED
    return "endorser" if is_received else "endorsee"


def _columns(table: Table) -> tuple[str, ...]:
    who = _who(table)
    names = f"{who}firstname", f"{who}lastname", f"{who}publicurl"
    return ("endorsementdate", "skillname", *names, "endorsementstatus")


def _objection(cells: tuple[str, ...]) -> str:
    if not _is_accepted(cells[-1]):
        return f"the endorsement is {cells[-1].strip().lower()[:40] or 'without a status'}"
    return dates.objection(cells[0])


def _is_accepted(status: str) -> bool:
    return status.strip().casefold() == "accepted"
