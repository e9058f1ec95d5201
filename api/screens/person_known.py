"""What is known of a person, each fact and handle with where it came from."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from api import reads
from api.access import Caller
from api.answers.candidates import Candidate, Reach
from api.screens import origins
from api.screens.seen import Seen
from api.screens.told_text import text_of
from ledger.words import Position
from projections.moment import Moment

LABELS: Mapping[str, str] = {
    "title": "Title",
    "company": "Company",
    "location": "Place",
    "headline": "Headline",
    "skills": "Skills",
    "languages": "Languages",
    "summary": "Summary",
    "first_name": "First name",
    "last_name": "Last name",
    "name": "Whole name",
}
"""The facts that are typed as text, in the order in which they are asked about."""
LISTS = {"skills", "languages"}
_ALWAYS = ("title", "company", "location")


class Shown(NamedTuple):
    """One fact."""

    field: str
    label: str
    value: str
    whence: str
    is_long: bool


class Known(NamedTuple):
    """The facts and handles of a person, as their page shows them."""

    facts: Sequence[Shown]
    more: Sequence[Shown]
    """Those that are not told, and the parts of the name."""
    reaches: Sequence[Reach]
    """Every way to reach them, those that work first."""
    whence: Mapping[str, str]
    """Where a handle, by its id, came from."""


def known(
    person: Candidate, told: Mapping[int, str], claimed: Mapping[UUID, Position]
) -> Known:
    """Return what is known of a person; `told` says where each event came from."""
    shown = [
        fact_of(person, field, told.get(person.facts[field].position, ""))
        if field in person.facts
        else Shown(field, label, "", "", field == "summary")
        for field, label in LABELS.items()
    ]
    first = [
        each
        for each in shown
        if not each.field.endswith("name") and (each.value or each.field in _ALWAYS)
    ]
    return Known(
        first,
        [each for each in shown if each not in first],
        reaches(person),
        {str(handle): told.get(position, "") for handle, position in claimed.items()},
    )


def fact_of(person: Candidate, field: str, whence: str) -> Shown:
    """Return one fact that was told, with where it came from."""
    value = text_of(value_of(person, field))
    return Shown(field, LABELS[field], value, whence, field == "summary")


def value_of(person: Candidate, field: str) -> Any:
    """Return what holds of a field, as it was told; nothing where it was not."""
    # Not the candidate's own `name`, which is put together of its parts where it was not told.
    return person.facts[field].value if field in person.facts else None


def whence_of(
    moment: Moment, caller: Caller, seen: Seen, events: Mapping[int, reads.Told]
) -> dict[int, str]:
    """Return by position where each of these events came from, in a few words."""
    names = origins.read(
        moment,
        caller,
        import_ids={each.import_id for each in events.values() if each.import_id},
        actor_ids={each.actor_id for each in events.values()},
    )
    return {position: _whence(names, seen, event) for position, event in events.items()}


def _whence(names: origins.Origins, seen: Seen, event: reads.Told) -> str:
    who = names.of(seen.times, import_id=event.import_id, actor_id=event.actor_id)
    if event.import_id is not None:
        return f"from {who}"
    by = f"by {who}, " if who else ""
    source = event.payload.get("source")
    heard = f" · {origins.source_name(source)}" if source else ""
    return f"{by}{seen.times.short_day(event.recorded_at)}{heard}"


def reaches(person: Candidate) -> list[Reach]:
    """Return every way to reach somebody, those that work first."""
    found = (
        person.email_addresses
        + person.phone_numbers
        + person.social_media_addresses
        + person.website_addresses
    )
    return sorted(found, key=lambda each: (each.status != "current", not each.is_primary))
