"""Contacts: the address books a member let LinkedIn read; people and how to reach them."""

import re
from collections.abc import Iterator

from ledger.imports.linkedin.finding import OF_OWNER
from ledger.imports.linkedin.names import name_key
from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People, Somebody
from ledger.imports.linkedin.tables import Table
from ledger.imports.records import Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.linkedin_links import profile_link
from ledger.words import HandleType

_COLUMNS = (
    "firstname",
    "middlename",
    "lastname",
    "fullname",
    "companies",
    "title",
    "location",
    "emails",
    "emailaddress",
    "phonenumbers",
    "sites",
    "instantmessagehandles",
    "profiles",
    "birthday",
)
_BETWEEN = re.compile(r"[,;\n]+")
_BETWEEN_EMAILS = re.compile(r"[,;\s]+")
_UNREACHABLE = "a name without any address, number or profile link"

Handles = tuple[tuple[HandleType, str], ...]


class Contacts:
    """Tells the contacts of one export.

    A contact is the same person as another of the same name with the same address or number,
    be it a contact or a connection; a shared name alone, or a shared address, is not enough.
    """

    def __init__(self, people: People, owner: Owner, remarks: Remarks) -> None:
        self._people = people
        self._owner = owner
        self._remarks = remarks
        self._rows: dict[str, list[tuple[int, Somebody | None, str]]] = {}
        self._by_mark: dict[tuple[str, str], Somebody] = {}

    def gather(self, table: Table) -> None:
        """Learn who the contacts are, once the connections are known."""
        for person in self._people.all():
            self._remember(person, person.handles)
        self._rows[table.file] = [
            (line, *self._gathered(table, line, dict(zip(_COLUMNS, cells, strict=True))))
            for line, cells in table.rows(*_COLUMNS)
        ]

    def told(self, table: Table) -> Iterator[Record]:
        """Yield each contact at the first of its rows; the others stand in its `also`."""
        for line, person, reason in self._rows[table.file]:
            place = table.place(line)
            if person is None:
                yield Skipped(place, reason)
            elif not self._people.has(person.key):
                yield Skipped(place, OF_OWNER)
            else:
                yield from self._people.introduce(self._people.get(person.key), place)
        yield from table.skipped

    def _gathered(
        self, table: Table, line: int, cells: dict[str, str]
    ) -> tuple[Somebody | None, str]:
        if not any(cells.values()):
            return None, "an empty row"
        if cells["birthday"]:
            self._remarks.note("Birthdays of contacts are not brought in.")
        split = [self._remarks.line(cells[part]) for part in _COLUMNS[:3]]
        name = self._remarks.line(cells["fullname"]) or " ".join(filter(None, split))
        found = self._handles(cells)
        handles = tuple(one for one in found if not self._is_owners(*one))
        links = [value for sort, value in handles if sort == HandleType.LINKEDIN]
        if not handles:
            return None, OF_OWNER if found else _UNREACHABLE
        person = self._person(table, line, name, handles)
        if not (person.first_name or person.last_name) and (split[0] or split[2]):
            first = " ".join(filter(None, split[:2]))
            person.call(first=first, last=split[2])
        person.name = person.name or ("" if person.first_name or person.last_name else name)
        person.link = person.link or (links[0] if links else "")
        person.company = person.company or self._remarks.line(cells["companies"])
        person.title = person.title or self._remarks.line(cells["title"])
        person.location = person.location or self._remarks.line(cells["location"])
        person.handles += tuple(
            one for one in handles if one not in person.handles and one[1] != person.link
        )
        person.also += (table.place(line),)
        self._remember(person, handles)
        return person, ""

    def _person(self, table: Table, line: int, name: str, handles: Handles) -> Somebody:
        for sort, value in handles:
            if sort == HandleType.LINKEDIN:
                return self._people.see(value, name)
        for mark in _marks((name_key(name),), handles):
            if mark in self._by_mark:
                return self._by_mark[mark]
        person = Somebody(f"contact:{table.file}:{line}", name_keys=(name_key(name),))
        self._people.add_unnamed(person)
        return person

    def _remember(self, person: Somebody, handles: Handles) -> None:
        for mark in _marks(person.name_keys, handles):
            self._by_mark.setdefault(mark, person)

    def _handles(self, cells: dict[str, str]) -> Handles:
        emails = _BETWEEN_EMAILS.split(f"{cells['emails']},{cells['emailaddress']}")
        found = [(HandleType.EMAIL, email) for email in emails if "@" in email.strip("@")]
        found += [(HandleType.OTHER, other) for other in emails if other and "@" not in other]
        phones = _BETWEEN.split(cells["phonenumbers"])
        found += [(HandleType.PHONE, phone) for phone in phones if any(map(str.isdigit, phone))]
        for address in _BETWEEN.split(f"{cells['profiles']},{cells['sites']}"):
            link = profile_link(address)
            sort = HandleType.LINKEDIN if link else HandleType.WEBSITE
            found.append((sort, link or address))
        messengers = _BETWEEN.split(cells["instantmessagehandles"])
        found += [(HandleType.MESSENGER, one) for one in messengers]
        tidy = ((sort, self._remarks.line(value)) for sort, value in found)
        return tuple(dict.fromkeys(one for one in tidy if one[1]))

    def _is_owners(self, sort: HandleType, value: str) -> bool:
        if sort == HandleType.EMAIL:
            return value.casefold() in self._owner.emails
        return sort == HandleType.PHONE and phone_key(value) in self._owner.phones


def phone_key(number: str) -> str:
    """Return a number's last digits: the same, however its country is written."""
    return "".join(filter(str.isdigit, number))[-9:]


def _marks(names: tuple[str, ...], handles: Handles) -> Iterator[tuple[str, str]]:
    for sort, value in handles:
        if sort in (HandleType.EMAIL, HandleType.PHONE):
            key = phone_key(value) if sort == HandleType.PHONE else value.casefold()
            for name in names:
                yield name, key
