"""The log: every event as it stands in the ledger, from any place on, and all of it at once."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Annotated, Any
from uuid import UUID

import anyio
from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api import reads
from api.access import POSITION, Caller, Exporter, Reader
from api.answers import Page
from api.answers.exports import Departing
from api.departures import Departure, Departures
from api.formats import CHOSEN_MAX, FORMATS, WHOLE, Chosen, FormatName
from api.routes.noun import noun
from api.staying import must_still_be_in
from ledger import errors
from ledger.access.looks import Shown
from ledger.archive.log import log_lines
from ledger.words import Position, Role

router = noun("log")

_NDJSON = "application/x-ndjson"
Format = Annotated[FormatName, Query(alias="format")]
Since = Annotated[
    int | None,
    Query(ge=0, lt=2**62, description="Only what came after it: an increment of the archive."),
]
Pool = Annotated[UUID | None, Query(description="Only the people in this pool.")]
Candidates = Annotated[
    list[UUID] | None,
    Query(description="Only these people, under whatever id.", max_length=CHOSEN_MAX),
]
_READ_MAX = 100_000


@router.get("/events", response_class=StreamingResponse)
def read_events(
    caller: Reader,
    after: Annotated[int, Query(ge=0, lt=2**62, description="The last position you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=_READ_MAX)] = 1_000,
) -> StreamingResponse:
    """Read the log from after a position, one event a line; go on after the last line's.

    Events of what others keep private are left out.
    """
    database, own = caller.installation.database, caller.principal.viewer.ids()
    chunks = log_lines(database, caller.workspace, after=after, limit=limit, own=own)
    answer = _stream(caller, chunks, _NDJSON)
    with database.connection() as connection:
        count = reads.people_between(connection, caller.workspace, after, after + limit)
    caller.looked(Shown.EVENTS, count=count)
    return answer


@router.get("/export", response_class=StreamingResponse)
def export(
    caller: Exporter,
    request: Request,
    *,
    export_format: Format = "archive",
    since: Since = None,
    pool_id: Pool = None,
    candidate_ids: Candidates = None,
) -> StreamingResponse:
    """Take everything out, or a few people: the log, or a copy that other programs read.

    The archive and the log hold what members keep private, so only owners take these out.
    """
    if export_format in WHOLE and caller.principal.role is not Role.OWNER:
        raise errors.Forbidden(
            f"The {export_format} holds what members keep private: ask an owner for it, or"
            " choose a format without that, such as html, csv or xlsx."
        )
    form = FORMATS[export_format]
    under_way = Departure(caller.workspace, caller.principal.member, export_format)
    chosen = Chosen(
        pool_id,
        tuple(candidate_ids or ()),
        None if since is None else Position(since),
        caller.principal.viewer,
        under_way.tell,
    )
    must_go_on = partial(must_still_be_in, caller, request)
    chunks = under_way.watched(form.pieces(caller.installation, chosen), must_go_on)
    departures: Departures = request.app.state.departures
    answer = _stream(caller, chunks, form.media_type, form.filename(caller.installation))
    _looked(caller, export_format, chosen)
    departures.begin(under_way)
    return answer


@router.get("/exports")
def list_exports(caller: Exporter, request: Request) -> Page[Departing]:
    """List your own exports of the last quarter of an hour: how far each is, the newest first.

    Those of this server: another one behind the same address knows of its own.
    """
    departures: Departures = request.app.state.departures
    found = [
        Departing(
            id=each.id,
            format=each.form,
            state=each.state,
            event_count=each.event_count,
            event_total=each.event_total,
            byte_count=each.byte_count,
            began_at=each.began_at,
        )
        for each in departures.of(caller.workspace, caller.principal.member)
    ]
    return Page(items=found, next_cursor=None)


def _looked(caller: Caller, export_format: FormatName, chosen: Chosen) -> None:
    what = Shown.ARCHIVE if export_format in WHOLE else Shown.EXPORT
    with caller.moment() as moment:
        people = chosen.of(moment)
    if people is None:
        caller.looked(what, count=None)
    else:
        caller.looked(what, whom=people[0] if len(people) == 1 else None, count=len(people))


def _stream(
    caller: Caller, chunks: Iterator[bytes], media_type: str, filename: str = ""
) -> StreamingResponse:
    # Drawn before the answer begins, so that a database that is away is still a 503; and before
    # it is said how far the ledger is, since the first archive names the key that signs it.
    first = next(chunks, b"")
    headers = {POSITION: str(caller.head())}
    if filename:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return _Stream(first, chunks, headers=headers, media_type=media_type)


class _Stream(StreamingResponse):
    """Sends chunks, and gives their connection back even when nobody reads to the end."""

    def __init__(self, first: bytes, chunks: Iterator[bytes], **said: Any) -> None:
        super().__init__(chain((first,), chunks), **said)
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(getattr(self._chunks, "close", _nothing))


def _nothing() -> None:
    """Close what needs no closing."""
