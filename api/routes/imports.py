"""Imports: bring a file in, see how far it is and what became of it, take it back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.access import Caller, TheCaller
from api.answers import Page
from api.answers.running import Import, ImportProgress, Running
from api.asked.follow_ups import Because
from api.paging import After, Cursors, Limit
from api.spool import Received, Upload
from api.uploads import Run, Uploads
from ledger import errors
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.imports.funnel import Progress, bring_in
from ledger.words import Position
from projections import imports

router = APIRouter(prefix="/imports", tags=["imports"])

_CURSORS = Cursors(int)
# Longer than most files take; a browser or a proxy gives up after a minute.
WAIT_SECONDS = 30.0
DryRun = Annotated[bool, Query(description="Say what would be, and write nothing.")]
_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.post("", status_code=201, openapi_extra=_FILE, responses={202: {"model": Running}})
def import_file(
    caller: TheCaller,
    request: Request,
    upload: Received,
    *,
    dry_run: DryRun = False,
) -> dict[str, Any] | Running:
    """Bring in an export: 201 with its report, or 202 where that takes longer than 30 seconds.

    The same file again writes nothing and is answered 200, as a dry run is.
    """
    run = _started(caller, request.app.state.uploads, upload, is_dry_run=dry_run)
    report = run.wait(WAIT_SECONDS)
    caller.tell(caller.head())
    if report is None:
        caller.response.status_code = 202
        return _running(caller, run)
    if dry_run or report.state == "known":
        caller.response.status_code = 200
    return report.as_json()


@router.get("")
def list_imports(
    caller: TheCaller, request: Request, limit: Limit = 50, cursor: After = None
) -> Page[Import]:
    """List what was brought in, newest first."""
    after = _CURSORS.read(cursor)
    with caller.moment() as moment:
        rows = imports.page(
            moment, after=None if after is None else Position(after), limit=limit + 1
        )
    page, following = _CURSORS.cut(rows, limit, lambda row: row.position)
    uploads: Uploads = request.app.state.uploads
    return Page(items=[_import(row, uploads) for row in page], next_cursor=following)


@router.get("/{import_id}")
def read_import(caller: TheCaller, request: Request, import_id: UUID) -> Import:
    """Read an import: its state, how far it is while it runs, its report when it is done."""
    return _one(caller, request, import_id)


@router.post("/{import_id}/revert")
def revert_import(
    caller: TheCaller, request: Request, import_id: UUID, given: Because | None = None
) -> Import:
    """Take back everything an import did, updates included."""
    caller.record(RevertImport(import_id=import_id, reason=given.reason if given else None))
    return _one(caller, request, import_id)


@router.post("/{import_id}/reinstate")
def reinstate_import(
    caller: TheCaller, request: Request, import_id: UUID, given: Because | None = None
) -> Import:
    """Bring back what a reverted import had done."""
    caller.record(ReinstateImport(import_id=import_id, reason=given.reason if given else None))
    return _one(caller, request, import_id)


def _started(caller: Caller, uploads: Uploads, upload: Upload, *, is_dry_run: bool) -> Run:
    installation = caller.installation

    def work(tell: Any) -> Any:
        return bring_in(
            installation.ledger,
            installation.knowledge(),
            upload.path,
            filename=upload.filename,
            by=caller.actor,
            is_dry_run=is_dry_run,
            tell=tell,
        )

    return uploads.start(upload.sha256, work, is_dry_run=is_dry_run, end=upload.drop)


def _running(caller: Caller, run: Run) -> Running:
    with caller.moment() as moment:
        found = [
            each for each in imports.of_file(moment, run.sha256) if each.state == "running"
        ]
    import_id = found[0].stream_id if found else None
    return Running(id=import_id, sha256=run.sha256, progress=_progress(run.progress))


def _one(caller: Caller, request: Request, import_id: UUID) -> Import:
    with caller.moment() as moment:
        for row in imports.one(moment, import_id):
            return _import(row, request.app.state.uploads)
    raise errors.Unknown(f"No import has the id {import_id}.")


def _import(row: imports.Import, uploads: Uploads) -> Import:
    run = uploads.find(row.sha256) if row.state == "running" else None
    fields = {name: getattr(row, name) for name in _SAME}
    return Import(id=row.stream_id, progress=_progress(run and run.progress), **fields)


_SAME = tuple(name for name in Import.model_fields if name not in {"id", "progress"})


def _progress(told: Progress | None) -> ImportProgress | None:
    return told and ImportProgress.model_validate(told)
