"""Follow-ups: what was promised to whom, and by when."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from cyclopts import App, Parameter

from api import profiles
from api.cli import when as instants
from api.cli.opening import Data, Json, Limit, Who, looked, opened, record_and_tell
from api.cli.showing import items
from api.cli.whom import person
from ledger.access.looks import Shown
from ledger.commands.follow_ups import CancelFollowUp, FinishFollowUp, PromiseFollowUp
from projections import follow_ups, profile

FollowUpId = Annotated[
    UUID, Parameter(help="The follow-up's id, as `follow-up list` shows it.")
]

follow_up = App(name="follow-up", help="Promise, keep, list follow-ups.")


@follow_up.command
def add(
    who: Who,
    due_on: Annotated[str, Parameter(help="2026-06-01, tomorrow or “in 3 days”.")],
    about: Annotated[str, Parameter(help="What was promised.")],
    /,
    *,
    data: Data = None,
    json: Json = False,
) -> None:
    """Promise somebody to come back to them by a day."""
    day = instants.day(due_on, now=datetime.now().astimezone())
    with opened(data) as found:
        command = PromiseFollowUp(candidate_id=person(found, who), due_on=day, about=about)
        done = f"Promised by {day}; its id is {command.follow_up_id}."
        record_and_tell(found, command, done, is_json=json)


@follow_up.command(name="list")
def list_(
    *,
    state: Annotated[
        Literal["open", "done", "cancelled"], Parameter(help="Which of them.")
    ] = "open",
    until: Annotated[str | None, Parameter(help="Due up to and including this day.")] = None,
    limit: Limit = 100,
    data: Data = None,
    json: Json = False,
) -> None:
    """List follow-ups, the most urgent first."""
    now = datetime.now().astimezone()
    day = instants.day(until, now=now) if until is not None else None
    with opened(data) as found, found.moment() as moment:
        rows = follow_ups.page(moment, state=state, until=day, after=None, limit=limit)
        known = profile.of_candidates(moment, [row.candidate_id for row in rows])
        looked(found, Shown.FOLLOW_UPS, count=len(known))
    names = {candidate: each.name for candidate, each in known.items()}
    items(
        [profiles.follow_up(row) for row in rows],
        ("ID", "DUE", "WHO", "ABOUT"),
        (
            (row.stream_id, row.due_on, names.get(row.candidate_id, ""), row.about)
            for row in rows
        ),
        is_json=json,
    )


@follow_up.command
def done(follow_up: FollowUpId, /, *, data: Data = None, json: Json = False) -> None:
    """Say that a follow-up was kept."""
    with opened(data) as found:
        record_and_tell(found, FinishFollowUp(follow_up_id=follow_up), "Kept.", is_json=json)


@follow_up.command
def cancel(follow_up: FollowUpId, /, *, data: Data = None, json: Json = False) -> None:
    """Say that a follow-up is no longer needed."""
    with opened(data) as found:
        record_and_tell(found, CancelFollowUp(follow_up_id=follow_up), "Dropped.", is_json=json)
