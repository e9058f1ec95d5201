"""Imports: bring a file in, see how far it is and what became of it, take it back."""

import time
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import anyio
from fastapi import Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access import Caller, Importer, Reader, Undoer
from api.answers import Page
from api.answers.running import Import, Running
from api.as_of import AsOf
from api.asked.follow_ups import Because
from api.asked.imports import FILE, options_said
from api.bringing import begun, bringer_of, progress, running
from api.paging import After, Cursors, Limit
from api.routes.noun import noun
from api.spool import Received
from api.staying import must_still_be_in
from api.uploads import Run, Uploads
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.imports.deciding import check_may_open, check_may_turn
from ledger.imports.options import Options
from ledger.words import Position
from projections import imports

router = noun("imports", "/imports")

_CURSORS = Cursors(int)
_PAUSE_SECONDS = 0.25
FOLLOWED_SECONDS_MAX = 600.0
# Longer than most files take; a browser or a proxy gives up after a minute.
WAIT_SECONDS = 30.0
DryRun = Annotated[bool, Query(description="Say what would be, and write nothing.")]


@router.post("", status_code=201, openapi_extra=FILE, responses={202: {"model": Running}})
def import_file(
    caller: Importer,
    request: Request,
    upload: Received,
    options: Annotated[Options, Depends(options_said)],
    *,
    dry_run: DryRun = False,
) -> dict[str, Any] | Running:
    """Bring in an export: 201 with its report, or 202 where that takes longer than 30 seconds.

    The same file again writes nothing and is answered 200, as a dry run is.
    """
    preview_of = options.model_dump_json() if dry_run else ""
    uploads: Uploads = request.app.state.uploads
    run = begun(caller, uploads, upload, options, preview_of=preview_of)
    report = run.wait(WAIT_SECONDS)
    caller.tell(caller.head())
    caller.looked(Shown.IMPORT, count=None)
    if report is None:
        caller.response.status_code = 202
        return running(run)
    if dry_run or report.state == "known":
        caller.response.status_code = 200
    return report.as_json()


@router.get("")
def list_imports(
    caller: Reader,
    request: Request,
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[Import]:
    """List what was brought in, newest first, now or as of then."""
    after = _CURSORS.read(cursor)
    with caller.moment(as_of) as moment:
        rows = imports.page(
            moment, after=None if after is None else Position(after), limit=limit + 1
        )
    page, following = _CURSORS.cut(rows, limit, lambda row: row.position)
    uploads: Uploads = request.app.state.uploads
    caller.looked(Shown.IMPORT, count=None)
    return Page(items=[_import(caller, row, uploads) for row in page], next_cursor=following)


@router.get("/{import_id}")
def read_import(
    caller: Reader, request: Request, import_id: UUID, as_of: AsOf = None
) -> Import | Running:
    """Read an import: its state, how far it is while it runs, its report when it is done."""
    found = _read(caller, request, import_id, as_of)
    caller.looked(Shown.IMPORT, count=None)
    return found


def _read(
    caller: Caller, request: Request, import_id: UUID, as_of: str | None = None
) -> Import | Running:
    uploads: Uploads = request.app.state.uploads
    with caller.moment(as_of) as moment:
        for row in imports.one(moment, import_id):
            return _import(caller, row, uploads)
    run = None if as_of is not None else uploads.find(caller.workspace, import_id)
    if run is None:
        raise errors.Unknown(f"No import has the id {import_id}.")
    return running(run)


@router.get("/{import_id}/progress", response_class=EventSourceResponse)
async def follow_import(
    caller: Reader,
    request: Request,
    import_id: UUID,
    now: Annotated[Import | Running, Depends(read_import)],
) -> AsyncIterator[ServerSentEvent]:
    """Follow an import as server-sent events: `progress`, and at the end `done` or `failed`.

    The last event carries the report, or the problem. One that runs in another process is
    followed by what the ledger holds of it. A stream ends after ten minutes; connect again. It
    ends with the session or the key, too.
    """
    # Asynchronous, since it mostly waits: a plain function would hold a thread for minutes.
    told: object = None
    ends_at = time.monotonic() + FOLLOWED_SECONDS_MAX
    while time.monotonic() < ends_at:
        try:
            await run_in_threadpool(must_still_be_in, caller, request)
        except errors.LedgerError:
            return
        run = request.app.state.uploads.find(caller.workspace, import_id)
        if run is not None and run.outcome.done():
            yield _end_of(run)
            return
        if run is None and now.state != "running":
            yield ServerSentEvent(event="done", data=now.report)
            return
        if now.progress != told:
            told = now.progress
            yield ServerSentEvent(event="progress", data=now.progress)
        await anyio.sleep(_PAUSE_SECONDS)
        now = await run_in_threadpool(_read, caller, request, import_id)


@router.post("/{import_id}/stop", status_code=202)
def stop_import(caller: Importer, request: Request, import_id: UUID) -> Running:
    """Stop an import where it is: what is recorded stays, and the same file finishes it."""
    run = request.app.state.uploads.find(caller.workspace, import_id)
    if run is None or run.outcome.done():
        raise errors.NotAllowedNow("This import does not run here: there is nothing to stop.")
    run.is_to_stop = True
    caller.tell(caller.head())
    return running(run)


@router.post("/{import_id}/revert")
def revert_import(
    caller: Undoer, request: Request, import_id: UUID, given: Because | None = None
) -> Import:
    """Take back everything an import did, updates included."""
    _check_may_turn(caller, import_id)
    by = bringer_of(caller)
    check_may_open(caller.installation.database, caller.workspace, import_id, by)
    caller.record(RevertImport(import_id=import_id, reason=given.reason if given else None))
    return _one(caller, request, import_id)


@router.post("/{import_id}/reinstate")
def reinstate_import(
    caller: Undoer, request: Request, import_id: UUID, given: Because | None = None
) -> Import:
    """Bring back what a reverted import had done."""
    _check_may_turn(caller, import_id)
    caller.record(ReinstateImport(import_id=import_id, reason=given.reason if given else None))
    return _one(caller, request, import_id)


def _check_may_turn(caller: Caller, import_id: UUID) -> None:
    database, scopes = caller.installation.database, caller.principal.scopes
    check_may_turn(database, caller.workspace, import_id, scopes)


def _end_of(run: Run) -> ServerSentEvent:
    ended = running(run)
    if ended.state == "failed":
        return ServerSentEvent(event="failed", data={"detail": ended.problem})
    return ServerSentEvent(event="done", data=ended.report)


def _one(caller: Caller, request: Request, import_id: UUID) -> Import:
    with caller.moment() as moment:
        rows = imports.one(moment, import_id)
    for row in rows:
        caller.looked(Shown.IMPORT, count=None)
        return _import(caller, row, request.app.state.uploads)
    raise errors.Unknown(f"No import has the id {import_id}.")


def _import(caller: Caller, row: imports.Import, uploads: Uploads) -> Import:
    run = uploads.find(caller.workspace, row.stream_id) if row.state == "running" else None
    fields = {name: getattr(row, name) for name in _SAME}
    return Import(id=row.stream_id, progress=progress(run and run.progress), **fields)


_SAME = tuple(name for name in Import.model_fields if name not in {"id", "progress"})
