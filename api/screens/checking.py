"""Check: what a file would bring, what is said about it, and the word that brings it in.

The file waits in a place of its member's own. Looking at it writes nothing; what comes of it is
told by a dry run, anew each time something else is said about it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Annotated, Any, cast
from uuid import UUID

from babel import Locale
from fastapi import Depends, Form, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from phonenumbers import SUPPORTED_REGIONS
from pydantic import BaseModel, Field, StringConstraints

from api import bringing
from api.access import Caller, Importer
from api.routes import imports
from api.screens import columns, encodings, forms, report_words, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from api.spool import Received
from api.uploads import Run
from api.waiting import Shelf, Waiting
from ledger import errors
from ledger.access import users
from ledger.access.looks import Shown
from ledger.imports.options import Options
from ledger.imports.standing import import_id_of
from projections import imports as brought_in

router = screens()

# Most files are looked through within; for a longer one a page says how far it is.
_WAIT_SECONDS = 1.0
# A table of more columns than this is refused when it is read.
_HEADERS_MAX = 2_000
_Line = Annotated[str, StringConstraints(max_length=4_000)]
_Lines = Annotated[Sequence[_Line], Field(max_length=_HEADERS_MAX)]


@router.post("/import/files")
def receive_file(caller: Importer, seen: Sight, upload: Received) -> Response:
    """Take a file, let it wait, and show what would come of it."""
    with caller.installation.database.connection() as connection:
        (user,) = users.many(connection, [caller.principal.member])
    own = (user.email,) if user.email else ()
    options = Options(timezone=seen.times.zone.key, me=own)
    found = _shelf(caller).put(upload, options)
    return showing.to(f"/import/check/{found.id}")


@router.get("/import/check/{waiting_id}")
def show_check(caller: Importer, request: Request, seen: Sight, waiting_id: UUID) -> Response:
    """Show what would come of a file, or how far looking through it is."""
    return _checked(caller, request, seen, _shelf(caller).one(waiting_id))


class About(BaseModel):
    """What the form of a check says about the file."""

    source: _Line = ""
    encoding: _Line = ""
    region: _Line = ""
    timezone: _Line = ""
    me: _Line = ""
    people: Annotated[str, StringConstraints(max_length=20_000)] = ""
    adds: _Line = ""
    header: _Lines = ()
    was: _Lines = ()
    meaning: _Lines = ()
    keep: _Lines = ()

    def on(self, before: Options) -> Options:
        """Return what is known about the file then; raise `RequestValidationError`."""
        mine = [each.strip() for each in self.me.replace(",", "\n").splitlines()]
        return forms.asked(
            Options,
            source=self.source,
            encoding=self.encoding,
            region=self.region,
            timezone=self.timezone or before.timezone,
            me=tuple(each for each in mine if each),
            people=forms.pairs(self.people),
            adds_correspondents=bool(self.adds),
            columns=columns.chosen(before, self.header, self.was, self.meaning),
            keeps=tuple(self.keep),
        )


SaidOfIt = Annotated[About, Form()]


@router.post("/import/check/{waiting_id}")
def check_again(
    caller: Importer, request: Request, seen: Sight, waiting_id: UUID, said: SaidOfIt
) -> Response:
    """Say something else about a file, and show what would come of it then."""
    found = _shelf(caller).one(waiting_id)
    _stop_preview(caller, request, found)
    found.say(said.on(found.options))
    if not seen.is_scripted:
        return showing.to(f"/import/check/{waiting_id}")
    return _checked(caller, request, seen, _shelf(caller).one(waiting_id))


@router.post("/import/check/{waiting_id}/import")
def bring_in(caller: Importer, request: Request, waiting_id: UUID, said: SaidOfIt) -> Response:
    """Bring the file in as it was checked, with what the form says of it."""
    found = _shelf(caller).one(waiting_id)
    options = said.on(found.options)
    _stop_preview(caller, request, found)
    upload = found.take(caller.installation.settings.data)
    run = bringing.begun(caller, request.app.state.uploads, upload, options, preview_of="")
    # A short one is done before the next page is asked for.
    with suppress(errors.LedgerError):
        # What was wrong, the page of the import says.
        run.wait(_WAIT_SECONDS)
    return showing.to(f"/import/{run.import_id}")


@router.post("/import/check/{waiting_id}/drop")
def drop_file(caller: Importer, request: Request, seen: Sight, waiting_id: UUID) -> Response:
    """Remove a file that waits; nothing of it was written."""
    found = _shelf(caller).one(waiting_id)
    _stop_preview(caller, request, found)
    found.drop()
    return showing.done(seen, "/import", Said("The file is dropped; nothing was written."))


def _looked_through(caller: Importer, request: Request, waiting_id: UUID) -> Run:
    return _preview(caller, request, _shelf(caller).one(waiting_id))


@router.get("/import/check/{waiting_id}/progress", response_class=EventSourceResponse)
async def follow_check(
    caller: Importer,
    request: Request,
    seen: Sight,
    waiting_id: UUID,
    run: Annotated[Run, Depends(_looked_through)],
) -> AsyncIterator[ServerSentEvent]:
    """Send how far looking through the file is, and at its end what leads on."""
    now = bringing.running(run)
    path = f"/import/check/{waiting_id}"
    async for told in imports.follow_import(caller, request, run.import_id, now):
        is_over = told.event != "progress"
        progress = None if is_over else told.data
        text = showing.text(
            seen, caller, "progress.html", progress=progress, is_over=is_over, path=path
        )
        yield ServerSentEvent(raw_data=text)
        if is_over:
            yield ServerSentEvent(event="over", raw_data="over")


def _checked(caller: Caller, request: Request, seen: Seen, found: Waiting) -> Response:
    run = _preview(caller, request, found)
    problem, report = "", None
    try:
        told = run.wait(_WAIT_SECONDS)
        report = None if told is None else told.as_json()
    except errors.LedgerError as error:
        problem = str(error)
    values: dict[str, Any] = {
        "found": found,
        "path": f"/import/check/{found.id}",
        "problem": problem,
        "report": report,
        "sources": report_words.SOURCES,
        "countries": _countries(),
        "encodings": encodings.choices(found.options.encoding),
    }
    if report is None and not problem:
        progress = bringing.running(run).progress
        values["progress"] = progress
        if seen.target == "check":
            return showing.part(seen, caller, "checking_part.html", **values)
        return showing.page(seen, caller, "checking.html", **values)
    caller.looked(Shown.IMPORT, count=None)
    if report is not None:
        values |= _of_report(caller, report, run.import_id)
    if seen.target == "check":
        return showing.part(seen, caller, "check_form.html", **values)
    return showing.page(seen, caller, "check.html", **values)


def _of_report(caller: Caller, report: dict[str, Any], import_id: UUID) -> dict[str, Any]:
    with caller.moment() as moment:
        earlier = brought_in.one(moment, import_id)
    alike: list[dict[str, Any]] = sorted(report["look_alikes"], key=lambda each: -each["score"])
    return {
        "figures": report_words.figures_of(report),
        "comes": report_words.what_comes(report),
        "is_reverted": any(each.state == "reverted" for each in earlier),
        "reasons": report_words.reasons_of(report),
        "unused": report_words.unused_of(report),
        "changes": report_words.changes_of(report),
        "alike": alike,
        "tables": columns.tables_of(report),
        "choices": columns.choices(),
        "plain": columns.plain_meanings(),
        "why": columns.WHY,
        "name_of": columns.name_of,
    }


def _preview(caller: Caller, request: Request, found: Waiting) -> Run:
    """Return the look through the file as it is said to be now, begun unless it was."""
    uploads = request.app.state.uploads
    preview_of = _preview_of(found)
    import_id = import_id_of(caller.installation.knowledge(), found.sha256)
    run = uploads.preview(caller.workspace, import_id, preview_of)
    if run is not None:
        return run
    return bringing.begun(
        caller, uploads, found.upload, found.options, preview_of=preview_of, end=lambda: None
    )


def _stop_preview(caller: Caller, request: Request, found: Waiting) -> None:
    import_id = import_id_of(caller.installation.knowledge(), found.sha256)
    uploads = request.app.state.uploads
    run = uploads.preview(caller.workspace, import_id, _preview_of(found))
    if run is not None:
        run.is_to_stop = True


def _preview_of(found: Waiting) -> str:
    return f"{found.id} {found.looks}"


def _shelf(caller: Caller) -> Shelf:
    data = caller.installation.settings.data
    return Shelf(data, caller.workspace, caller.principal.member)


def _countries() -> Sequence[tuple[str, str]]:
    # As many as there are plans of numbers for.
    names = cast("Mapping[str, str]", Locale("en").territories)
    return sorted(((code, names[code]) for code in SUPPORTED_REGIONS), key=itemgetter(1))
