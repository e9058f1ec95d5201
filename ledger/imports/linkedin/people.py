"""Who is who inside one export: people by profile link, as connections, and by name."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger import errors
from ledger.imports.linkedin.names import is_nobody, name_key
from ledger.imports.records import Person, Place, Reach, Skipped
from ledger.imports.remarks import Remarks
from ledger.linkedin_links import profile_key, profile_link
from ledger.words import Handle, HandleType, Profile

_PROFILE_FACTS = ("first_name", "last_name", "name", "company", "title", "location")
_RANK = {HandleType.LINKEDIN: 0, HandleType.EMAIL: 1, HandleType.PHONE: 2}
_MATCHED = "Rows matched to a person by the name alone, within this export"


@dataclass(slots=True, eq=False)
class Somebody:
    """A person as the rows tell of them, while they are gathered."""

    key: str
    link: str = ""
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    """The whole name, where no row splits it."""
    company: str = ""
    title: str = ""
    location: str = ""
    connection: str = ""
    """`name key|YYYY-MM-DD`: how exports without links know a connection."""
    name_keys: tuple[str, ...] = ()
    handles: tuple[tuple[HandleType, str], ...] = ()
    """Addresses, numbers and sites; the marks of LinkedIn come from the fields above."""
    also: tuple[Place, ...] = ()
    is_introduced: bool = False

    def shown(self) -> str:
        """Return the name to call them by."""
        return self.name or f"{self.first_name} {self.last_name}".strip() or self.link

    def call(self, *, first: str, last: str) -> None:
        """Take a split name for better than a whole one, and the first told for the best."""
        if not (self.first_name or self.last_name):
            self.first_name, self.last_name, self.name = first, last, ""


class Unclear(errors.Refused):
    """Whom a row means cannot be told."""

    def __init__(self, detail: str, kept: str = "") -> None:
        """Say why; `kept` says it without the name that stands in the row."""
        super().__init__(detail)
        self.kept = kept

    def skipped(self, place: Place) -> Skipped:
        """Return the row as one that is left out for this."""
        return Skipped(place, self.detail, self.kept)


class People:
    """Everybody an export speaks of, found by link or name."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._by_key: dict[str, Somebody] = {}
        self._by_name: dict[str, list[Somebody]] = {}
        self._keys: dict[str, str] = {}
        self._seen: dict[tuple[str, str], Somebody] = {}

    def key_of(self, url: str) -> str:
        """Return a profile link's key, empty for none; the same links come again and again."""
        key = self._keys.get(url)
        if key is None:
            key = self._keys[url] = profile_key(url) or ""
        return key

    def see(self, url: str, name: str) -> Somebody:
        """Return whom this link leads to, new or known, remembering the name."""
        seen = self._seen.get((url, name))
        if seen is not None:
            return seen
        key = self.key_of(url)
        person = self._by_key.get(key)
        if person is None:
            person = self._by_key[key] = Somebody(key, link=profile_link(url) or "")
        if name:
            self.learn_name(person, name)
        self._seen[url, name] = person
        return person

    def learn_name(self, person: Somebody, name: str) -> None:
        """Remember that this person goes by this name, `LinkedIn Member` excepted."""
        key = name_key(name)
        if is_nobody(key) or key in person.name_keys:
            return
        person.name_keys += (key,)
        self._by_name.setdefault(key, []).append(person)
        if not (person.name or person.first_name or person.last_name):
            person.name = self._remarks.line(name)

    def add(self, person: Somebody, name: str) -> None:
        """Take in somebody known by other marks than a link."""
        self._by_key[person.key] = person
        self.learn_name(person, name)

    def add_unnamed(self, person: Somebody) -> None:
        """Take in somebody whom a bare name in another table must not lead to."""
        self._by_key[person.key] = person

    def all(self) -> list[Somebody]:
        """Return everybody."""
        return list(self._by_key.values())

    def has(self, key: str) -> bool:
        """Say whether somebody has this key."""
        return key in self._by_key

    def get(self, key: str) -> Somebody:
        """Return whom a key means."""
        return self._by_key[key]

    def named(self, key: str) -> list[Somebody]:
        """Return all who go by a name, given as its key."""
        return self._by_name.get(key, [])

    def forget(self, key: str) -> None:
        """Take somebody out: the owner is nobody's candidate."""
        person = self._by_key.pop(key, None)
        if person is not None:
            for name in person.name_keys:
                self._by_name[name].remove(person)

    def join_by_name(self) -> None:
        """Make one of a connection without a link and a link, where each alone has the name."""
        for persons in self._by_name.values():
            linked = [one for one in persons if one.link]
            bare = [one for one in persons if not one.link]
            if len(linked) == len(bare) == 1 and not linked[0].connection:
                _merge(linked[0], bare[0])
                self._by_key[bare[0].key] = linked[0]
                persons.remove(bare[0])
                self._remarks.count("Connections matched to a profile link by the name alone")

    def by_name(self, name: str, near: tuple[str, ...] = ()) -> Somebody:
        """Return whom a bare name means: somebody near, else the only one so called, else new.

        `near` are the keys of those in the same conversation. Raises `Unclear` where several
        people have the name.
        """
        key = name_key(name)
        if is_nobody(key):
            detail = f"it does not say who it is ({name or 'no name'})"
            raise Unclear(detail)
        close = [self._by_key[one] for one in near if one in self._by_key]
        close = [one for one in close if key in one.name_keys]
        found = close if len(close) == 1 else self.named(key)
        if len(found) > 1:
            several = f"{len(found)} people in this export"
            raise Unclear(f"{several} are called {name}", f"{several} have the name in it")
        return found[0] if found else self._new(key, name)

    def count_match(self, persons: list[Somebody]) -> None:
        """Count a row, for the report, if anybody in it was found by name."""
        if any(not one.key.startswith("name:") for one in persons):
            self._remarks.count(_MATCHED)

    def introduce(self, person: Somebody, place: Place) -> Iterator[Person]:
        """Yield the record of a person the first time they are spoken of."""
        if not person.is_introduced:
            person.is_introduced = True
            facts = {fact: getattr(person, fact) for fact in _PROFILE_FACTS}
            profile = Profile(**{fact: value for fact, value in facts.items() if value})
            also = tuple(other for other in person.also if other != place)
            handles = tuple(Reach(handle) for handle in handles_of(person))
            yield Person(place, person.key, profile, handles, also)

    def _new(self, key: str, name: str) -> Somebody:
        person = Somebody(f"name:{key}")
        self.add(person, name)
        return person


def handles_of(person: Somebody) -> tuple[Handle, ...]:
    """Return the handles of a person, strongest first."""
    handles: list[Handle] = []
    if person.link:
        handles.append(Handle(type=HandleType.LINKEDIN, value=person.link))
    handles += [
        Handle(type=sort, value=value)
        for sort, value in sorted(person.handles, key=lambda one: _RANK.get(one[0], len(_RANK)))
    ]
    if person.connection:
        handles.append(Handle(type=HandleType.LINKEDIN_CONNECTION, value=person.connection))
    if not handles and person.name_keys:
        handles.append(Handle(type=HandleType.LINKEDIN_NAME, value=person.name_keys[0]))
    return tuple(handles)


def _merge(linked: Somebody, bare: Somebody) -> None:
    linked.call(first=bare.first_name, last=bare.last_name)
    linked.company = linked.company or bare.company
    linked.title = linked.title or bare.title
    linked.connection = bare.connection
    linked.handles += bare.handles
    linked.also += bare.also
