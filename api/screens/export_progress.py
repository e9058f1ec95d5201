"""How far what is being taken out has come: live, and for whoever comes back to the page."""

import time
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

import anyio
from fastapi import Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access import Caller, Exporter
from api.answers.exports import Departing
from api.routes import log
from api.screens import showing
from api.screens.route import screens
from api.screens.seen import Sight
from api.staying import must_still_be_in
from ledger import errors

router = screens()

_PAUSE_SECONDS = 0.5


def under_way(caller: Caller, request: Request) -> Sequence[Departing]:
    """Return the viewer's exports of late, the newest first."""
    return log.list_exports(caller, request).items


@router.get("/export/progress", response_class=EventSourceResponse)
async def follow_exports(
    caller: Exporter,
    request: Request,
    seen: Sight,
    seconds: Annotated[int, Query(ge=0, le=600)] = 600,
) -> AsyncIterator[ServerSentEvent]:
    """Send how far the viewer's exports are, each time they are further.

    It ends with the session, and after ten minutes: the page connects again.
    """
    ends_at = time.monotonic() + seconds
    told: Sequence[Departing] = ()
    while True:
        try:
            await run_in_threadpool(must_still_be_in, caller, request)
        except errors.LedgerError:
            return
        now = under_way(caller, request)
        if now != told:
            told = now
            text = showing.text(seen, caller, "export_progress.html", under_way=now)
            yield ServerSentEvent(raw_data=text)
        if time.monotonic() >= ends_at:
            return
        await anyio.sleep(_PAUSE_SECONDS)
