"""Imports: bring files in, list them, take them back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from api.answers.running import Import
from api.cli.opening import Data, Json, Limit, opened, record_and_tell
from api.cli.showing import answer, as_json, pairs, progress, table
from api.installation import Installation
from ledger import errors
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.imports import funnel
from ledger.imports.report import Report
from projections import imports as view

ImportTold = Annotated[
    str, Parameter(help="The import's id, its beginning, or `last` for the newest.")
]
# As many imports as are looked through for one that is named by its beginning.
_IMPORTS_MAX = 10_000
_PLACES_SHOWN_MAX = 10
_DONE = {
    "completed": "Brought in",
    "known": "Nothing new in",
    "reinstated": "Brought back",
    "previewed": "Nothing was written; this is what would come of",
}


def bring(
    *files: Annotated[Path, Parameter(help="One zip or folder, or one or more single files.")],
    dry_run: Annotated[
        bool, Parameter(negative="", help="Say what would be, write nothing.")
    ] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Bring in an export. The same file again records nothing, a newer one what is new."""
    if not files:
        raise errors.Invalid("Say what to bring in: rapport import FILE.")
    with opened(data) as found, progress("Reading") as tell:

        def told(news: funnel.Progress) -> None:
            tell(news.row_count, news.row_total)

        report = funnel.bring_in(
            found.ledger,
            found.knowledge(),
            *files,
            by=found.owner,
            is_dry_run=dry_run,
            tell=told,
        )
    if json:
        as_json(report.as_json())
    else:
        _show(report)


def imports(*, limit: Limit = 50, data: Data = None, json: Json = False) -> None:
    """List what was brought in, newest first."""
    with opened(data) as found, found.moment() as moment:
        rows = view.page(moment, after=None, limit=limit)
    if json:
        as_json({"items": [_answer(row) for row in rows]})
        return
    table(
        ("ID", "WHEN", "STATE", "EVENTS", "FILE"),
        (
            (
                row.stream_id,
                row.started_at,
                row.state,
                (row.report or {}).get("event_count"),
                f"{row.filename} ({row.source})",
            )
            for row in rows
        ),
    )


def undo(import_: ImportTold, /, *, data: Data = None, json: Json = False) -> None:
    """Take back everything an import did, updates included."""
    with opened(data) as found:
        chosen = _one(found, import_)
        done = (
            f"{chosen.filename} is taken back; `rapport redo {chosen.stream_id}` undoes that."
        )
        command = RevertImport(import_id=chosen.stream_id)
        record_and_tell(found, command, done, is_json=json)


def redo(import_: ImportTold, /, *, data: Data = None, json: Json = False) -> None:
    """Bring back what an import that was taken back had done."""
    with opened(data) as found:
        chosen = _one(found, import_)
        command = ReinstateImport(import_id=chosen.stream_id)
        record_and_tell(found, command, f"{chosen.filename} is back.", is_json=json)


def _one(found: Installation, told: str) -> view.Import:
    wanted = told.strip().lower()
    with found.moment() as moment:
        if wanted == "last":
            fitting = view.page(moment, after=None, limit=1)
        else:
            rows = view.page(moment, after=None, limit=_IMPORTS_MAX)
            fitting = [row for row in rows if str(row.stream_id).startswith(wanted or "?")]
    if len(fitting) != 1:
        many = "Several imports have ids that begin with" if fitting else "No import fits"
        raise errors.Unknown(f"{many} “{told}”: `rapport imports` lists them.")
    return fitting[0]


def _answer(row: view.Import) -> Import:
    told = {name: getattr(row, name) for name in Import.model_fields if hasattr(row, name)}
    return Import.model_validate({"id": row.stream_id, "progress": None, **told})


def _show(report: Report) -> None:
    answer(f"{_DONE[report.state]} {report.filename} ({report.source}).")
    pairs(
        (
            ("Rows read", report.rows_read),
            ("Recorded", report.recorded_count),
            ("Already known", report.known_count),
            ("Skipped", report.skipped_count),
            ("People", _counts(report.people)),
            ("Engagements", _counts(report.engagements)),
            ("Import", report.import_id),
        )
    )
    if report.skipped:
        answer("\nSkipped, with the first places:")
        table(("ROWS", "WHERE", "REASON"), _skipped(report))
    if report.unused:
        answer("\nFiles not used:")
        table(("FILE", "REASON"), ((each.file, each.reason) for each in report.unused))
    for note in report.notes:
        answer(f"\nNote: {note}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in sorted(counts.items()) if count)


def _skipped(report: Report) -> Iterator[tuple[Any, ...]]:
    for reason, count in sorted(report.skipped_by_reason.items(), key=lambda each: -each[1]):
        places = [each.place for each in report.skipped if each.reason == reason]
        shown = places[:_PLACES_SHOWN_MAX]
        by_file: dict[str, list[str]] = {}
        for place in shown:
            by_file.setdefault(place.file, []).append(str(place.line))
        where = "; ".join(f"{file}:{','.join(lines)}" for file, lines in by_file.items())
        more = " …" if count > len(shown) else ""
        yield count, where + more, reason
