"""A file being brought in, or looked at only: how it is begun, and how far it is."""

from collections.abc import Callable
from typing import Any

from api.access import Caller
from api.answers.running import ImportProgress, Running
from api.sent import Upload
from api.uploads import Run, Uploads
from ledger import errors
from ledger.imports.bringer import Bringer
from ledger.imports.funnel import bring_in
from ledger.imports.options import Options
from ledger.imports.progress import Progress
from ledger.imports.standing import import_id_of


def bringer_of(caller: Caller) -> Bringer:
    """Return a caller as somebody who brings a file in."""
    principal = caller.principal
    return Bringer(caller.actor, principal.scopes, principal.viewer.own)


def begun(
    caller: Caller,
    uploads: Uploads,
    upload: Upload,
    options: Options,
    *,
    preview_of: str,
    end: Callable[[], None] | None = None,
) -> Run:
    """Begin to bring a file in or, where it is a `preview_of` something, to look at it only.

    At its end the upload is dropped, unless another `end` is given.
    """
    installation = caller.installation

    def work(tell: Any) -> Any:
        return bring_in(
            installation.ledger,
            installation.knowledge(),
            upload.path,
            filename=upload.filename,
            by=bringer_of(caller),
            is_dry_run=bool(preview_of),
            tell=tell,
            options=options,
        )

    import_id = import_id_of(installation.knowledge(), upload.sha256)
    return uploads.start(
        caller.workspace,
        import_id,
        upload.sha256,
        work,
        end=end or upload.drop,
        preview_of=preview_of,
    )


def running(run: Run) -> Running:
    """Return how far an import or a preview is."""
    failure = run.outcome.exception() if run.outcome.done() else None
    return Running(
        id=run.import_id,
        state="failed" if failure else "running",
        sha256=run.sha256,
        progress=progress(run.progress),
        problem=str(failure) if isinstance(failure, errors.LedgerError) else None,
        report=None if failure or not run.outcome.done() else run.outcome.result().as_json(),
    )


def progress(told: Progress | None) -> ImportProgress | None:
    """Return how far it is as it is answered; nothing before anything was told."""
    return told and ImportProgress.model_validate(told)
