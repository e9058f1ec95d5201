"""Engagements: record one, and show what happened with somebody."""

import sys
from datetime import datetime
from typing import Annotated, Literal

from cyclopts import Parameter

from api.cli import as_of as moments
from api.cli import cards
from api.cli import when as instants
from api.cli.opening import AsOf, Data, Json, Limit, Who, looked, opened, record_and_tell
from api.cli.showing import answer, as_json, table
from api.cli.whom import engaged, met, must_be_known, person
from api.lines import line
from ledger.access.looks import Shown
from ledger.commands.engagements import RecordEngagement
from ledger.events import EngagementRecorded
from ledger.words import Direction, Kind, Visibility
from projections import profile, timeline

_DIRECTIONS = {"in": Direction.INBOUND, "out": Direction.OUTBOUND}


def log(  # noqa: PLR0913 - what may be told of an engagement
    who: Who,
    kind: Annotated[Kind, Parameter(help="How you interacted.")],
    text: Annotated[
        str,
        Parameter(
            help="What was said; - reads it from standard input.", allow_leading_hyphen=True
        ),
    ],
    /,
    *,
    when: Annotated[
        str | None, Parameter(help=f"When it happened, now if left out: {instants.EXAMPLES}.")
    ] = None,
    direction: Annotated[
        Literal["in", "out"] | None, Parameter(help="Who reached out: they (in) or you (out).")
    ] = None,
    subject: Annotated[str | None, Parameter(help="What it was about.")] = None,
    channel: Annotated[str | None, Parameter(help="By what: phone, video, in person …")] = None,
    private: Annotated[
        bool, Parameter(negative="", help="For you and owners of the ledger to read, only.")
    ] = False,
    create: Annotated[
        bool,
        Parameter(
            negative="", help="Add them first, if nobody is known by this address or number."
        ),
    ] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Record an interaction with somebody."""
    now = datetime.now().astimezone()
    occurred_at = instants.instant(when, now=now) if when is not None else None
    engagement = EngagementRecorded(
        kind=kind,
        direction=_DIRECTIONS.get(direction or ""),
        subject=subject,
        channel=channel,
        body=sys.stdin.read() if text == "-" else text,
        visibility=Visibility.PRIVATE if private else None,
    )
    with opened(data) as found:
        candidate_id = met(found, who) if create else engaged(found, who)
        command = RecordEngagement(
            candidate_id=candidate_id, engagement=engagement, occurred_at=occurred_at
        )
        with found.moment() as moment:
            root = moment.root(candidate_id)
            known = profile.of_candidates(moment, [root])
        name = known[root].name or str(root)
        record_and_tell(found, command, f"Recorded with {name}.", is_json=json)


def timeline_(
    who: Who,
    /,
    *,
    kind: Annotated[
        tuple[Kind, ...], Parameter(help="Engagements of this kind alone; may be repeated.")
    ] = (),
    limit: Limit = 50,
    as_of: AsOf = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Show what happened with somebody, newest first."""
    window = timeline.Window(kinds=tuple(each.value for each in kind))
    with opened(data) as found:
        candidate_id = person(found, who)
        with moments.moment(found, as_of) as moment:
            root = must_be_known(moment, candidate_id, who)
            rows = timeline.of_candidate(
                moment, root, window=window, after=None, limit=limit + 1
            )
            looked(found, Shown.TIMELINE, whom=root, until=moment.until)
    has_more = len(rows) > limit
    lines = [line(row) for row in rows[:limit]]
    if json:
        as_json({"items": lines, "has_more": has_more})
        return
    table(("WHEN", "WHAT", "", ""), map(cards.line, lines))
    if has_more:
        answer("… and more: raise --limit.")
