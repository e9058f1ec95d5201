"""The timeline of everybody: what happened, newest first, and live."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

import anyio
from fastapi import Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access import Caller, Reader
from api.lines import line
from api.routes import timeline
from api.screens import lines, showing, timeline_asked
from api.screens.route import screens
from api.screens.seen import Seen, Sight
from api.screens.timeline_asked import Asked, Filters
from api.screens.words import ICONS, KINDS
from api.staying import must_still_be_in
from ledger import errors
from ledger.access.looks import Shown
from ledger.words import Position
from projections import timeline as view

router = screens()

PAGE = 60
_PAUSE_SECONDS = 1.0
# More than this at once is an import: the page says that there is more instead of showing it.
_NEW_MAX = 20


@router.get("/timeline")
def show_timeline(
    caller: Reader,
    seen: Sight,
    asked: Filters,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
) -> Response:
    """Show the timeline of everybody, or the older part of it."""
    page = timeline.read_timeline_of_everybody(
        caller,
        kinds=list(asked.kinds),
        since=asked.since,
        until=asked.until,
        pool=asked.pool,
        member=asked.member,
        limit=PAGE,
        cursor=cursor,
        as_of=seen.as_of,
    )
    with caller.moment(seen.as_of) as moment:
        told = lines.told(seen, caller, moment, page.items)
        head = moment.until or caller.head()
        values: dict[str, Any] = {"told": told, "cursor": page.next_cursor}
        values["asked"] = asked.words
        if seen.target == "more":
            return showing.part(seen, caller, "timeline_lines.html", **values)
        values["choices"] = timeline_asked.choices(moment, caller, asked)
    return showing.page(
        seen, caller, "timeline.html", head=head, kinds=KINDS, kind_icons=ICONS, **values
    )


@router.get("/timeline/live", response_class=EventSourceResponse)
async def follow_timeline(
    caller: Reader,
    seen: Sight,
    asked: Filters,
    request: Request,
    *,
    after: Annotated[int, Query(ge=0, lt=1 << 62)],
    seconds: Annotated[int, Query(ge=0, le=600)] = 600,
) -> AsyncIterator[ServerSentEvent]:
    """Send what is recorded from now on, a line a piece, until the page is left.

    It ends with the session, and after ten minutes: the page connects again.
    """
    last = request.headers.get("last-event-id", "")
    position = int(last) if last.isascii() and last.isdigit() else after
    ends_at = time.monotonic() + seconds
    while True:
        try:
            text, reached = await run_in_threadpool(
                _news, caller, seen, asked, Position(position)
            )
        except errors.LedgerError:
            return
        position = reached
        if text:
            yield ServerSentEvent(raw_data=text, id=str(position))
        if time.monotonic() >= ends_at:
            return
        await anyio.sleep(_PAUSE_SECONDS)


def _news(caller: Caller, seen: Seen, asked: Asked, after: Position) -> tuple[str, Position]:
    """Return what was recorded after a position, as it is shown, and how far it reaches."""
    must_still_be_in(caller, seen.request)
    head = caller.head()
    if head <= after:
        return "", after
    # The page stays open: what is new is told by the clock as it is now.
    seen = replace(seen, times=replace(seen.times, now=datetime.now(UTC)))
    with caller.moment() as moment:
        window = asked.window(moment)
        rows = view.since(moment, window=window, after=after, limit=_NEW_MAX + 1)
        told = lines.told(seen, caller, moment, [line(row) for row in rows[:_NEW_MAX]])
    if not told:
        return "", head
    caller.looked(Shown.TIMELINE, count=len({each.line.candidate_id for each in told}))
    values = {"told": told, "has_more": len(rows) > _NEW_MAX, "asked": asked.words}
    return showing.text(seen, caller, "live_lines.html", **values), head
