"""Import: choose a file, see what became of those before, take one back or bring it back."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api import waiting
from api.access import Caller, Importer, Reader
from api.answers.running import Import, Running
from api.routes import imports
from api.screens import actors, report_words, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from ledger import errors
from projections.copies.formulas import safe

router = screens()

_PAGE = 20
_ROWS = 100
Cursor = Annotated[str | None, Query(max_length=4_000)]


@router.get("/import")
def show_imports(
    caller: Reader, request: Request, seen: Sight, cursor: Cursor = None
) -> Response:
    """Show where a file is chosen, what waits to be checked, and what was brought in."""
    past = imports.list_imports(caller, request, limit=_PAGE, cursor=cursor, as_of=seen.as_of)
    with caller.moment() as moment:
        names = actors.names_of(moment, {each.started_by for each in past.items})
    values = {"past": past.items, "names": names, "cursor": past.next_cursor}
    if seen.target:
        return showing.part(seen, caller, "imports_rows.html", **values)
    return showing.page(seen, caller, "imports.html", waiting=_waiting(caller), **values)


@router.get("/import/{import_id}")
def show_import(
    caller: Reader,
    request: Request,
    seen: Sight,
    import_id: UUID,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Show how far an import is, or what became of it, file by file and line by line."""
    found = imports.read_import(caller, request, import_id, as_of=seen.as_of)
    if found.report is None or found.state == "failed":
        return _unfinished(caller, request, seen, found)
    rows = found.report["skipped_rows"][after : after + _ROWS]
    shown = {"rows": rows, "import_id": import_id, "after": after + len(rows)}
    shown["row_count"] = len(found.report["skipped_rows"])
    if seen.target == "more-rows":
        return showing.part(seen, caller, "import_rows.html", **shown)
    with caller.moment() as moment:
        by = [found.started_by] if isinstance(found, Import) else []
        names = actors.names_of(moment, by)
    report: dict[str, Any] = found.report
    return showing.page(
        seen,
        caller,
        "import.html",
        found=found,
        kept=found if isinstance(found, Import) else None,
        names=names,
        report=report,
        figures=report_words.figures_of(report),
        reasons=report_words.reasons_of(report),
        unused=report_words.unused_of(report),
        changes=report_words.changes_of(report),
        **shown,
    )


@router.get("/import/{import_id}/progress", response_class=EventSourceResponse)
async def follow_import(
    caller: Reader,
    request: Request,
    seen: Sight,
    import_id: UUID,
    now: Annotated[Import | Running, Depends(imports.read_import)],
) -> AsyncIterator[ServerSentEvent]:
    """Send how far an import is, each time it is further, and at its end what leads on."""

    def shown(progress: Any, *, is_over: bool) -> ServerSentEvent:
        text = showing.text(
            seen, caller, "progress.html", progress=progress, is_over=is_over,
            path=f"/import/{import_id}",
        )  # fmt: skip
        return ServerSentEvent(raw_data=text)

    async for told in imports.follow_import(caller, request, import_id, now):
        if told.event == "progress":
            yield shown(told.data, is_over=False)
        else:
            yield shown(None, is_over=True)
            yield ServerSentEvent(event="over", raw_data="over")


@router.get("/import/{import_id}/report.csv")
def download_report(caller: Reader, request: Request, import_id: UUID) -> Response:
    """Send what was left out as a table: file, line, reason."""
    found = imports.read_import(caller, request, import_id)
    report = found.report or {"skipped_rows": [], "unused_files": []}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("file", "line", "reason"))
    rows = [(each["file"], each["line"], each["reason"]) for each in report["skipped_rows"]]
    rows += [(each["file"], "", each["reason"]) for each in report["unused_files"]]
    # A spreadsheet opens this: nothing in it may be a formula.
    writer.writerows((safe(file), line, safe(reason)) for file, line, reason in rows)
    headers = {"Content-Disposition": f'attachment; filename="left-out-{import_id}.csv"'}
    # The mark at the beginning tells a spreadsheet that this is UTF-8.
    content = "\ufeff" + text.getvalue()
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/import/{import_id}/stop")
def stop_import(caller: Importer, request: Request, seen: Sight, import_id: UUID) -> Response:
    """Stop an import where it is."""
    imports.stop_import(caller, request, import_id)
    run = request.app.state.uploads.find(caller.workspace, import_id)
    if run is not None:
        # It ends at the next batch, mostly in a moment.
        run.outcome.exception(imports.WAIT_SECONDS)
    return showing.done(seen, f"/import/{import_id}", Said("Stopped."))


@router.post("/import/{import_id}/undo")
def undo_import(caller: Importer, request: Request, seen: Sight, import_id: UUID) -> Response:
    """Take back everything an import did."""
    imports.revert_import(caller, request, import_id)
    told = Said("The import is undone.", f"/import/{import_id}/redo", "Redo")
    return showing.done(seen, f"/import/{import_id}", told)


@router.post("/import/{import_id}/redo")
def redo_import(caller: Importer, request: Request, seen: Sight, import_id: UUID) -> Response:
    """Bring back what an import had done."""
    imports.reinstate_import(caller, request, import_id)
    told = Said("The import is back.", f"/import/{import_id}/undo")
    return showing.done(seen, f"/import/{import_id}", told)


def _unfinished(
    caller: Caller, request: Request, seen: Seen, found: Import | Running
) -> Response:
    """Show an import that is under way, failed, or was cut off."""
    run = request.app.state.uploads.find(caller.workspace, found.id)
    is_under_way = run is not None and not run.outcome.done()
    problem = found.problem if isinstance(found, Running) else None
    if problem is None and run is not None and run.outcome.done():
        failure = run.outcome.exception()
        problem = str(failure) if isinstance(failure, errors.LedgerError) else None
    return showing.page(
        seen,
        caller,
        "import_unfinished.html",
        found=found,
        filename=found.filename if isinstance(found, Import) else "",
        progress=found.progress,
        is_under_way=is_under_way,
        problem=problem,
        path=f"/import/{found.id}",
    )


def _waiting(caller: Caller) -> list[waiting.Waiting]:
    data = caller.installation.settings.data
    return waiting.Shelf(data, caller.workspace, caller.principal.member).all()
