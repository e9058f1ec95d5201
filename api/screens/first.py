"""The first minutes: bring an export, add one person, or look around with made-up people."""

from functools import partial
from typing import Any

from fastapi import Request, Response

from api.access import Importer, Reader
from api.demo.fill import SHA256, fill
from api.routes import imports
from api.screens import showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from api.uploads import Uploads
from ledger.ids import new_id
from ledger.imports.funnel import Progress
from ledger.imports.report import Report
from ledger.imports.standing import import_id_of
from projections import imports as brought_in
from projections import profile

router = screens()

_PEOPLE = 200
_WAIT_SECONDS = 1.0


@router.get("/first")
def show_first(caller: Reader, seen: Sight) -> Response:
    """Show the three ways to begin."""
    with caller.moment() as moment:
        count = profile.count(moment)
        made_up = brought_in.of_file(moment, SHA256)
    return showing.page(
        seen, caller, "first.html", count=count, people_count=_PEOPLE, made_up=made_up[:1]
    )


@router.post("/first/people")
def look_around(caller: Importer, request: Request, seen: Sight) -> Response:
    """Fill the ledger with made-up people: an import, which is undone like any other."""
    uploads: Uploads = request.app.state.uploads
    # One id whoever asks: two who do at once see the same people come.
    run_id = import_id_of(caller.installation.knowledge(), SHA256)
    run = uploads.find(caller.workspace, run_id)
    if run is None or run.outcome.done():
        with caller.moment() as moment:
            earlier = brought_in.of_file(moment, SHA256)
        for each in earlier:
            if each.state == "reverted":
                imports.reinstate_import(caller, request, each.stream_id)
        if any(each.state != "running" for each in earlier):
            told = Said("The made-up people are here.", f"/import/{earlier[0].stream_id}/undo")
            return showing.done(seen, "/people", told)
        # One that was cut off has the id: the others come under a new one.
        work = partial(_fill, caller, new_id() if earlier else run_id)
        run = uploads.start(caller.workspace, run_id, SHA256, work, end=lambda: None)
    report = run.wait(_WAIT_SECONDS)
    return showing.to(f"/import/{report.import_id if report else run_id}")


def _fill(caller: Importer, import_id: Any, tell: Any) -> Report:
    def told(done: int, total: int | None) -> None:
        tell(Progress("writing", done, total, 0, 0))

    installation = caller.installation
    filled = fill(installation, _PEOPLE, told, by=caller.actor, import_id=import_id)
    return filled.report
