"""One table's rows as people, each accounted for, whoever they are in the ledger.

The file is read twice: first to learn which rows speak of one person and which numbers several
people share, then to tell. Only what identifies a row is kept in between.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from ledger.imports.options import Options
from ledger.imports.remarks import Remarks
from ledger.imports.tables import cells, deeds, facts, keys, reaches
from ledger.imports.tables.countries import region_of
from ledger.imports.tables.dates import DateColumn
from ledger.imports.tables.facts import Facts, Row
from ledger.imports.tables.found import Found
from ledger.imports.tables.meanings import Meaning, meaning
from ledger.imports.tables.names import are_one, may_be_one
from ledger.imports.taken_for import Column

_DATES = frozenset(("created_at", "updated_at", "applied_at", "closed_at", "note_date"))
_OF_APPLICATIONS = (
    "stage", "applied_at", "closed_at", "outcome", "rejection_reason", "application_id",
)  # fmt: skip
_NAME_WORDS = ("first_name", "middle_name", "last_name")
# Google's own groups (`* myContacts`) say where a contact stands, not what it is.
_SYSTEM_GROUP = "* "
_TAG_CHARACTERS_MAX = 100


Name = str | tuple[str, ...]
"""A name as its cells give it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of one table are read."""

    facts: Callable[[Row], Facts]
    handles: Callable[[Row], list[Found]]
    keys: Callable[[Row], list[str]]
    deeds: deeds.Deeds | None
    dates: dict[int, DateColumn]
    told: tuple[int, ...]
    """The dates of the row itself: of its last change, else of its making."""
    tags: tuple[int, ...]
    country: tuple[int, ...]
    name: Callable[[Row], Name]
    """The cells of the name, as they stand."""


def plan_of(
    columns: tuple[Column, ...], source: str, options: Options, remarks: Remarks
) -> Plan:
    """Compile what the columns mean into what reads a row."""
    meant = [
        (meaning(column.meaning), index)
        for index, column in enumerate(columns)
        if column.meaning is not None
    ]
    at: dict[str, list[int]] = {}
    for each, index in meant:
        at.setdefault(each.word, []).append(index)
    zone = ZoneInfo(options.timezone)
    dates = {
        index: DateColumn(columns[index].header, zone)
        for each, index in meant
        if each.word in _DATES
    }
    split = [index for word in _NAME_WORDS for index in at.get(word, [])]
    names = split or [*at.get("name", []), *at.get("last_name_first", [])]
    is_loose = "opportunity" not in at
    # How far somebody came, and when, where no column says for which job.
    extra = [
        (Meaning("custom", "Stage" if word == "stage" else columns[index].header), index)
        for word in (_OF_APPLICATIONS if is_loose else ())
        for index in at.get(word, [])
    ]
    return Plan(
        facts.compiled([*meant, *extra]),
        reaches.compiled(meant, source, remarks),
        keys.compiled(meant, source),
        deeds.compiled(meant, dates, remarks),
        dates,
        (*at.get("updated_at", []), *at.get("created_at", [])),
        tuple(at.get("tags", [])),
        tuple(at.get("country", [])),
        itemgetter(*names) if names else _nameless,
    )


@dataclass(slots=True)
class Known:
    """What the first reading of a table learnt."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    """How many rows have each strongest handle."""
    shared: set[str] = field(default_factory=set[str])
    """Addresses, numbers and accounts that rows of different people give."""
    _owners: dict[str, Name] = field(default_factory=dict[str, Name])

    def see(self, found: list[str], name: Name) -> None:
        """Remember whose the addresses, numbers and accounts of a row are, by their keys."""
        for key in found:
            before = self._owners.setdefault(key, name)
            if before == name or key in self.shared or not keys.is_shared_at_times(key):
                continue
            is_one = are_one if keys.is_number(key) else may_be_one
            if not is_one(_shown(before), _shown(name)):
                self.shared.add(key)

    def own(self, found: list[Found]) -> list[Found]:
        """Return the handles that tell who somebody is, and are nobody else's."""
        if self.shared:
            return [one for one in found if one.recognises and one.key not in self.shared]
        return [one for one in found if one.recognises]

    def forget_owners(self) -> None:
        """Let go of what only the first reading needs."""
        self._owners.clear()


def _nameless(_row: Row) -> Name:
    """Return the name of a row in a table without names."""
    return ""


def _shown(name: Name) -> str:
    return name if isinstance(name, str) else " ".join(filter(None, name))


def mark_of(told: Facts, found: list[Found]) -> str:
    """Return what recognises a row again that has no handle of its own: all it says."""
    parts = [f"{fact}={' '.join(str(value).split())}" for fact, value in sorted(told.items())]
    parts += sorted(one.key for one in found)
    return hashlib.sha256("\x1f".join(parts).casefold().encode()).hexdigest()[:32]


def tags_of(row: Row, plan: Plan) -> tuple[str, ...]:
    """Return the tags of a row, without the groups an address book keeps for itself."""
    found = (tag for index in plan.tags for tag in cells.listed_by_commas(row[index]))
    kept = (tag[:_TAG_CHARACTERS_MAX].strip() for tag in found if tag[:2] != _SYSTEM_GROUP)
    return tuple(dict.fromkeys(tag for tag in kept if tag))


def told_at(row: Row, plan: Plan) -> datetime | None:
    """Return when the source last changed a row, where it says so without doubt."""
    instants = (plan.dates[index].instant(row[index]) for index in plan.told)
    return next((at for at in instants if at), None)


def region(row: Row, plan: Plan) -> str | None:
    """Return the country by which the numbers of a row are read."""
    named = (cells.first(row[index]) for index in plan.country if row[index])
    return next((code for country in named if (code := region_of(country))), None)
