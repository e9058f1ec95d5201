"""Where each word came from: by whom it was typed, or which import brought it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from api.access import Caller
from api.screens.times import Times
from ledger.access import users
from projections import api_keys, imports
from projections.moment import Moment

_SOURCES: Mapping[str, str] = {
    "linkedin": "LinkedIn",
    "vcard": "Contacts",
    "mbox": "Mail",
    "ics": "Calendar",
    "ical": "Calendar",
}
"""Sources whose names are not simply their words with a capital letter."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The names of those who told something, and of what was brought in."""

    imports: Mapping[UUID, imports.Named]
    people: Mapping[UUID, str]
    me: UUID

    def of(
        self, times: Times, *, import_id: UUID | None, actor_id: UUID | None, source: str = ""
    ) -> str:
        """Return where something came from in a few words; empty where nobody knows."""
        if import_id is not None:
            brought = self.imports.get(import_id)
            if brought is None:
                return "an import"
            day = times.short_day(brought.started_at)
            return f"{source_name(brought.source)} import, {day}"
        if actor_id is None:
            return source_name(source)
        return "you" if actor_id == self.me else self.people.get(actor_id, "")

    def colleague(self, actor_id: UUID) -> str:
        """Return who told something; empty where that is the viewer."""
        return "" if actor_id == self.me else self.people.get(actor_id, "a colleague")


def read(
    moment: Moment, caller: Caller, *, import_ids: Iterable[UUID], actor_ids: Iterable[UUID]
) -> Origins:
    """Return the names of these, each asked for once."""
    actors = set(actor_ids)
    found = users.many(moment.connection, list(actors))
    people = {UUID(str(each.user_id)): each.name for each in found}
    if actors - people.keys():
        people |= {
            key.stream_id: f"{key.label} (a key)"
            for key in api_keys.everyone(moment)
            if key.stream_id in actors
        }
    named = imports.named(moment, set(import_ids))
    return Origins(named, people, caller.principal.member)


def source_name(source: str) -> str:
    """Return a source as a reader knows it: `linkedin` is LinkedIn."""
    return _SOURCES.get(source, source[:1].upper() + source[1:])
