"""The log: every event as it stands in the ledger, from any place on, and all of it at once."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any
from uuid import UUID

import anyio
from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.access import POSITION, Caller, Exporter, Reader
from api.formats import CHOSEN_MAX, FORMATS, Chosen, FormatName
from ledger.archive.log import log_lines
from ledger.words import Position

router = APIRouter(tags=["log"])

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
    """Read the log from after a position, one event a line; go on after the last line's."""
    chunks = log_lines(caller.installation.database, caller.workspace, after=after, limit=limit)
    return _stream(caller, chunks, _NDJSON)


@router.get("/export", response_class=StreamingResponse)
def export(
    caller: Exporter,
    export_format: Format = "archive",
    since: Since = None,
    pool_id: Pool = None,
    candidate_ids: Candidates = None,
) -> StreamingResponse:
    """Take everything out, or a few people: the log, or a copy that other programs read."""
    form = FORMATS[export_format]
    chosen = Chosen(
        pool_id, tuple(candidate_ids or ()), None if since is None else Position(since)
    )
    chunks = form.pieces(caller.installation, chosen)
    return _stream(caller, chunks, form.media_type, form.filename(caller.installation))


def _stream(
    caller: Caller, chunks: Iterator[bytes], media_type: str, filename: str = ""
) -> StreamingResponse:
    headers = {POSITION: str(caller.head())}
    if filename:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    # Drawn before the answer begins, so that a database that is away is still a 503.
    first = next(chunks, b"")
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
