"""Connections: who they are, and the day the two connected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ledger.imports.linkedin.dates import instant
from ledger.imports.linkedin.finding import OF_OWNER
from ledger.imports.linkedin.messages import CHANNEL
from ledger.imports.linkedin.names import name_key, natural_key
from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People, Somebody
from ledger.imports.linkedin.tables import Table
from ledger.imports.records import Engagement, Place, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import HandleType, Kind

_COLUMNS = (
    "firstname",
    "lastname",
    "url",
    "emailaddress",
    "company",
    "position",
    "connectedon",
)
_HIDDEN = "a hidden or closed member: the row holds only a day"
_TWINS = (
    "another connection of this name was made on the same day, and no link tells them apart"
)


@dataclass(frozen=True, slots=True)
class _Connected:
    """One row: who it is, and when; or why it is left out."""

    line: int
    person: Somebody | None
    at: datetime | None = None
    mark: str = ""
    reason: str = ""


class Connections:
    """Tells the connections of one export."""

    def __init__(self, people: People, owner: Owner, remarks: Remarks) -> None:
        self._people = people
        self._owner = owner
        self._remarks = remarks
        self._rows: dict[str, list[_Connected]] = {}
        self._holders: dict[str, list[Somebody]] = {}
        """Who connected under one name on one day."""

    def gather(self, table: Table) -> None:
        """Learn who the connections are."""
        self._rows[table.file] = [
            self._gathered(table.file, line, cells) for line, cells in table.rows(*_COLUMNS)
        ]

    def settle(self) -> None:
        """Give each connection the mark of its name and day, where only one has it."""
        for mark, holders in self._holders.items():
            if len(holders) == 1:
                holders[0].connection = holders[0].connection or mark

    def told(self, table: Table) -> Iterator[Record]:
        """Yield each connection and the day the two connected."""
        for row in self._rows[table.file]:
            place = table.place(row.line)
            if row.person is None:
                yield Skipped(place, row.reason)
                continue
            if not self._people.has(row.person.key):
                yield Skipped(place, OF_OWNER)
                continue
            # A connection may by now be one with a link that has its name.
            person = self._people.get(row.person.key)
            yield from self._people.introduce(person, place)
            if row.at is not None:
                alone = len(self._holders[row.mark]) == 1
                key = row.mark if alone else f"{person.key}|{row.at.date()}"
                yield Engagement(
                    place,
                    person.key,
                    Kind.EVENT,
                    row.at,
                    natural_key("connection", key),
                    channel=CHANNEL,
                    subject="Connected on LinkedIn",
                )
        yield from table.skipped

    def _gathered(self, file: str, line: int, cells: tuple[str, ...]) -> _Connected:
        first, last, url, email, company, title, day = map(self._remarks.line, cells)
        name = self._remarks.line(f"{first} {last}")
        key = self._people.key_of(url)
        if not name_key(name) and not key:
            return _Connected(line, None, reason=_HIDDEN if day else "an empty row")
        at = self._day(day)
        mark = f"{name_key(name)}|{at.date()}" if at and name_key(name) else ""
        mark = mark or (f"{key}|{at.date()}" if at else "")
        person = self._people.see(url, name) if key else self._unlinked(mark, name)
        facts = (email, company, title)
        if mark:
            holders = self._holders.setdefault(mark, [])
            if person in holders:
                same = key or _facts(person) == (email.casefold(), company, title)
                reason = "the same row twice" if same else _TWINS
                return _Connected(line, None, reason=reason)
            holders.append(person)
        else:
            person.also += (Place(file, line),)
        self._tell_apart(person, (first, last), facts)
        return _Connected(line, person, at, mark)

    def _unlinked(self, mark: str, name: str) -> Somebody:
        key = f"connection:{mark}" if mark else f"name:{name_key(name)}"
        if not self._people.has(key):
            self._people.add(Somebody(key), name)
        return self._people.get(key)

    def _tell_apart(
        self, person: Somebody, names: tuple[str, str], facts: tuple[str, ...]
    ) -> None:
        email, company, title = facts
        person.call(first=names[0], last=names[1])
        person.company = person.company or company
        person.title = person.title or title
        if "@" in email and email.casefold() not in self._owner.emails:
            person.handles += ((HandleType.EMAIL, email),)

    def _day(self, cell: str) -> datetime | None:
        try:
            at = instant(cell)
        except ValueError:
            what = f"days like {cell[:40]!r}" if cell else "no day"
            rest = ": only the people are kept."
            self._remarks.note(
                f"Some connections have {what}{rest}",
                f"Some connections have days that are not understood{rest}" if cell else "",
            )
            return None
        # The exports of 2018 tell the minute, all others the day alone: one connection is one.
        return at.replace(hour=0, minute=0, second=0)


def _facts(person: Somebody) -> tuple[str, str, str]:
    emails = [value for sort, value in person.handles if sort == HandleType.EMAIL]
    return (emails[0].casefold() if emails else "", person.company, person.title)
