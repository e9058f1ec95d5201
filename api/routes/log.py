"""The log: every event as it stands in the ledger, from any place on, and all of it at once."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Literal
from uuid import UUID

import anyio
from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api import archive
from api.access import POSITION, Caller, TheCaller
from ledger import errors
from ledger.archive.log import export_lines, log_lines
from ledger.words import CandidateId, Position
from projections.moment import Moment
from projections.tables import csv_zip

router = APIRouter(tags=["log"])

_NDJSON = "application/x-ndjson"
Format = Annotated[Literal["archive", "ndjson", "csv"], Query(alias="format")]
Since = Annotated[
    int | None,
    Query(ge=0, lt=2**62, description="Only what came after it: an increment of the archive."),
]
Candidate = Annotated[
    UUID | None, Query(description="Only what is held about this person, as an archive.")
]
_READ_MAX = 100_000


@router.get("/events", response_class=StreamingResponse)
def read_events(
    caller: TheCaller,
    after: Annotated[int, Query(ge=0, lt=2**62, description="The last position you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=_READ_MAX)] = 1_000,
) -> StreamingResponse:
    """Read the log from after a position, one event a line; go on after the last line's."""
    chunks = log_lines(caller.installation.database, caller.workspace, after=after, limit=limit)
    return _stream(caller, chunks, _NDJSON)


@router.get("/export", response_class=StreamingResponse)
def export(
    caller: TheCaller,
    export_format: Format = "archive",
    since: Since = None,
    candidate_id: Candidate = None,
) -> StreamingResponse:
    """Take everything out: as an archive, as the log with a closing line, or as CSV tables."""
    name = f"rapport-{caller.workspace}"
    if export_format == "archive":
        chunks = _archive(caller, since, candidate_id)
        return _stream(caller, chunks, "application/zip", f"{name}.zip")
    if since is not None or candidate_id is not None:
        raise errors.Invalid("`since` and `candidate_id` are of format=archive.")
    if export_format == "csv":
        return _stream(caller, _tables(caller), "application/zip", f"{name}.zip")
    chunks = export_lines(caller.installation.database, caller.workspace)
    return _stream(caller, chunks, _NDJSON, f"{name}.ndjson")


def _archive(caller: Caller, since: int | None, candidate: UUID | None) -> Iterator[bytes]:
    if candidate is None:
        return archive.whole(caller.installation, after=Position(since or 0))
    if since is None:
        return archive.of_one_person(caller.installation, CandidateId(candidate))
    raise errors.Invalid("Ask for `since` or for `candidate_id`: one record is whole.")


def _tables(caller: Caller) -> Iterator[bytes]:
    with caller.installation.database.snapshot() as connection:
        yield from csv_zip(Moment(connection, caller.workspace))


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
