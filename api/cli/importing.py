"""Imports: bring files in, list them, take them back."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from api.answers.running import Import
from api.cli.import_options import Said
from api.cli.opening import Data, Json, Limit, looked, opened, record_and_tell
from api.cli.refusals import TooLittleSaid
from api.cli.reporting import show
from api.cli.showing import as_json, items, progress
from api.installation import Installation
from ledger import errors
from ledger.access.looks import Shown
from ledger.access.roles import SCOPES
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.imports import funnel
from ledger.imports.bringer import Bringer
from ledger.imports.progress import Progress
from ledger.words import Role
from projections import imports as view

ImportTold = Annotated[
    str, Parameter(help="The import's id, its beginning, or `last` for the newest.")
]
UndoneTold = Annotated[
    str,
    Parameter(help="The import's id, its beginning, or `last` for the newest taken back."),
]
_NOTHING_SAID = Said()
# As many imports as are looked through for one that is named by its beginning.
_IMPORTS_MAX = 10_000


def bring(
    *files: Annotated[Path, Parameter(help="One zip or folder, or one or more single files.")],
    dry_run: Annotated[
        bool, Parameter(negative="", help="Say what would be, write nothing.")
    ] = False,
    said: Said = _NOTHING_SAID,
    data: Data = None,
    json: Json = False,
) -> None:
    """Bring in an export. The same file again records nothing, a newer one what is new."""
    if not files:
        raise TooLittleSaid("Say what to bring in: rapport import FILE.")
    options = said.options()
    with opened(data) as found, progress("Reading") as tell:

        def told(news: Progress) -> None:
            if news.state == "reading":
                # Rows cannot be counted ahead, bytes can.
                tell(news.bytes_read, news.bytes_total)
            else:
                tell(news.row_count, news.row_total)

        report = funnel.bring_in(
            found.ledger,
            found.knowledge(),
            *files,
            by=Bringer(found.owner, SCOPES[Role.OWNER], None),
            is_dry_run=dry_run,
            tell=told,
            options=options,
        )
        looked(found, Shown.IMPORT, count=None)
    if json:
        as_json(report.as_json())
    else:
        show(report)


def imports(*, limit: Limit = 50, data: Data = None, json: Json = False) -> None:
    """List what was brought in, newest first."""
    with opened(data) as found, found.moment() as moment:
        rows = view.page(moment, after=None, limit=limit)
        looked(found, Shown.IMPORT, count=None)
    items(
        [_answer(row) for row in rows],
        ("ID", "WHEN", "STATE", "EVENTS", "FILE"),
        (
            (
                row.stream_id,
                row.started_at,
                row.state,
                (row.brought or {}).get("event_count"),
                f"{row.filename} ({row.source})",
            )
            for row in rows
        ),
        is_json=json,
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


def redo(import_: UndoneTold, /, *, data: Data = None, json: Json = False) -> None:
    """Bring back what an import that was taken back had done."""
    with opened(data) as found:
        chosen = _one(found, import_, last=_newest_undone)
        command = ReinstateImport(import_id=chosen.stream_id)
        record_and_tell(found, command, f"{chosen.filename} is back.", is_json=json)


def _newest(rows: list[view.Import]) -> list[view.Import]:
    return rows[:1]


def _newest_undone(rows: list[view.Import]) -> list[view.Import]:
    """Return the newest that is taken back: what stands already cannot be brought back."""
    return [row for row in rows if row.state == "reverted"][:1] or rows[:1]


def _one(
    found: Installation,
    told: str,
    last: Callable[[list[view.Import]], list[view.Import]] = _newest,
) -> view.Import:
    wanted = told.strip().lower()
    with found.moment() as moment:
        rows = view.page(moment, after=None, limit=_IMPORTS_MAX)
        if wanted == "last":
            fitting = last(rows)
        else:
            fitting = [row for row in rows if str(row.stream_id).startswith(wanted or "?")]
    if len(fitting) != 1:
        many = "Several imports have ids that begin with" if fitting else "No import fits"
        raise errors.Unknown(f"{many} “{told}”: `rapport imports` lists them.")
    return fitting[0]


def _answer(row: view.Import) -> Import:
    told = {name: getattr(row, name) for name in Import.model_fields if hasattr(row, name)}
    return Import.model_validate({"id": row.stream_id, "progress": None, **told})
