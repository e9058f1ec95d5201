"""Groups of cards: who of the file is in them, once all cards were read."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.imports import reaches, texts
from ledger.imports.records import Membership, Person, Place, Skipped
from ledger.imports.remarks import Remarks
from ledger.imports.vcard.cards import Card
from ledger.imports.vcard.contact import plain_uid, uid_of
from ledger.words import HandleType

_NAMELESS = "a group without a name"
_WITHOUT_MEMBERS = "a group with nobody of this file in it"
_ELSEWHERE = "Members of groups whose cards are not in this file"
_UID = "vcard:"


class _Group(NamedTuple):
    place: Place
    name: str
    members: tuple[str, ...]


class Groups:
    """Gathers the groups and the people of a reading; tells of them when it is over."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._groups: list[_Group] = []
        self._persons: dict[str, str] = {}
        """The key of each person, by the id and the addresses of their card."""

    def take(self, card: Card, place: Place) -> None:
        """Keep a group until its members are known."""
        members = card.all("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
        name = texts.line(card.first("FN", "N").strip(" ;"))
        self._groups.append(_Group(place, name, tuple(one.value for one in members)))

    def meet(self, person: Person, card: Card) -> None:
        """Remember a person by all that a group may call them."""
        uid = uid_of(card)
        if uid:
            self._persons.setdefault(_UID + uid.casefold(), person.person)
        for reach in person.handles:
            if reach.handle.type in (HandleType.EMAIL, HandleType.PHONE):
                self._persons.setdefault(reach.handle.value.casefold(), person.person)

    def told(self) -> Iterator[Membership | Skipped]:
        """Yield who is in each group, or why nobody is."""
        for group in self._groups:
            found = [self._member(told) for told in group.members]
            members = dict.fromkeys(filter(None, found))
            for _ in range(found.count("")):
                self._remarks.count(_ELSEWHERE)
            if not group.name or not members:
                yield Skipped(group.place, _WITHOUT_MEMBERS if group.name else _NAMELESS)
            for member in members:
                if group.name:
                    yield Membership(group.place, member, group.name)

    def _member(self, told: str) -> str:
        """Return the key of a member, empty for one who is not among the people."""
        address = reaches.email(told)
        if address:
            return self._persons.get(address.value.casefold(), "")
        by_number = told.removeprefix("tel:").casefold()
        by_id = _UID + plain_uid(told).casefold()
        return self._persons.get(by_id) or self._persons.get(by_number, "")
