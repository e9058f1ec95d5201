"""The whole history: out into one file, and back from it."""

import os
import sys
import tempfile
import zipfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
from cyclopts import Parameter, validators

from api.cli import pools
from api.cli.opening import Data, Json, looked, opened, opened_with, settings
from api.cli.refusals import NoPlace
from api.cli.showing import Tell, answer, as_json, progress
from api.cli.whom import person
from api.formats import FORMATS, WHOLE, Chosen, FormatName
from api.installation import Installation
from ledger.access.looks import Shown
from ledger.archive.bagging import INFO
from ledger.embedded import held_by_one, install_signal_handlers
from ledger.erasure import outside
from ledger.erasure.reapply import reapply
from ledger.words import Position
from projections.restore import restore as bring_back


def export(
    file: Annotated[
        str,
        Parameter(help="Where to write it; - is standard output.", allow_leading_hyphen=True),
    ],
    /,
    *,
    format_: Annotated[
        FormatName | None,
        Parameter(
            name="--format",
            help="archive: everything, proved, readable anywhere and to restore from; ndjson:"
            " the events alone, to restore from; the others are copies for other programs"
            " (docs/exporting.md). Left out, it is an archive, or ndjson where FILE ends so.",
        ),
    ] = None,
    since: Annotated[
        int | None,
        Parameter(
            help="Only what came after this position: an increment of the archive that ends"
            " there.",
            validator=validators.Number(gte=0, lt=2**62),
        ),
    ] = None,
    pool: Annotated[
        str | None, Parameter(help="Only the people in this pool: its name or id.")
    ] = None,
    candidate: Annotated[
        list[str] | None,
        Parameter(
            help="Only this person: an id, address, number, link or name; may be repeated, but"
            " for an archive, which then lists what to look at before it is handed out."
        ),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Write the whole history to one file; if it fails, no file is left behind."""
    format_ = format_ or ("ndjson" if file.lower().endswith(".ndjson") else "archive")
    with opened(data) as found, progress("Writing") as tell:
        chosen = _chosen(found, pool, candidate or [], since)
        # Before the first byte goes out, since nobody calls it back.
        what = Shown.ARCHIVE if format_ in WHOLE else Shown.EXPORT
        whom = chosen.candidates[0] if len(chosen.candidates) == 1 else None
        looked(found, what, whom=whom, count=None if whom is None else 1)
        pieces = _counted(FORMATS[format_].pieces(found, chosen), tell)
        if file == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        byte_count, last = _write_whole(Path(file), pieces)
    told = _told(format_, Path(file), last)
    if json:
        as_json({"file": file, "format": format_, "bytes": byte_count, **told})
        return
    count = f"{told['events']:,} events, " if "events" in told else ""
    until = f" Up to position {told['position']}." if "position" in told else ""
    answer(f"{file}: {count}{byte_count:,} bytes.{until}")


def restore(
    file: Annotated[
        Path,
        Parameter(help="An archive, as a zip or unpacked, or an ndjson export of all events."),
    ],
    /,
    *increments: Annotated[
        Path, Parameter(help="Increments of it (export --since), in their order.")
    ],
    erasures: Annotated[
        tuple[Path, ...],
        Parameter(help="A list of erasures from another data folder, done again afterwards."),
    ] = (),
    data: Data = None,
    json: Json = False,
) -> None:
    """Replay an export into an installation that holds nothing yet."""
    install_signal_handlers()
    chosen = settings(data)
    # A server works for the workspace it found at its start; this replaces it.
    with (
        held_by_one(chosen.data, "rapport restore"),
        opened_with(chosen) as found,
        progress("Restoring") as tell,
    ):
        for each in erasures:
            outside.read(each)
        restored = bring_back(found.database, file, *increments, tell=tell)
        home = found.of_restored(restored.workspace)
        # If we die before this, the history is whole, and signed anew at the next export.
        for note in restored.checkpoints:
            home.proofs.keep(note)
        # If we die before this line, the next start does it, but for lists brought along.
        erased_count = reapply(
            found.database,
            restored.workspace,
            folder=chosen.erasures,
            key=chosen.suppression_key,
            by=found.owner,
            region=chosen.region,
            also=erasures,
        )
    if json:
        counts = {"events": restored.event_count, "erased_again": erased_count}
        as_json(counts | {"workspace_id": restored.workspace})
        return
    answer(f"{restored.event_count:,} events restored; all views are built.")
    if erased_count:
        answer(f"{erased_count:,} people who were erased later are erased here, too.")


def _write_whole(path: Path, pieces: Iterable[bytes]) -> tuple[int, bytes]:
    """Write a file as a whole or not at all; return its size in bytes and its last line."""
    byte_count, tail = 0, b""
    with beside(path) as neighbour:
        with neighbour.open("wb") as opened_file:
            for piece in pieces:
                opened_file.write(piece)
                byte_count += len(piece)
                tail = piece or tail
            opened_file.flush()
            os.fsync(opened_file.fileno())
        # If we die before this line, only the neighbour is left; after it, the file is whole.
        neighbour.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            # A name is on disk only when its folder is.
            os.fsync(folder)
        finally:
            os.close(folder)
    return byte_count, tail.rstrip(b"\n").rsplit(b"\n", 1)[-1]


@contextmanager
def beside(path: Path) -> Generator[Path]:
    """Lend an empty file beside one to be written; afterwards it is renamed, or gone."""
    if path.is_dir():
        raise NoPlace(f"{path} is a folder: name the file to write.")
    if not path.parent.is_dir():
        raise NoPlace(f"There is no folder {path.parent}: make it, or name another.")
    # Only for our eyes (0600): it holds everything about everybody.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _chosen(
    found: Installation, pool: str | None, candidates: list[str], since: int | None
) -> Chosen:
    return Chosen(
        None if pool is None else pools.one(found, pool).stream_id,
        tuple(person(found, each) for each in candidates),
        None if since is None else Position(since),
    )


def _counted(pieces: Iterator[bytes], tell: Tell) -> Iterator[bytes]:
    byte_count = 0
    for piece in pieces:
        byte_count += len(piece)
        tell(byte_count, None)
        yield piece


def _told(format_: FormatName, file: Path, last: bytes) -> dict[str, Any]:
    """Return what the file says of itself: how many events, or up to where they go."""
    if format_ == "ndjson":
        closing: dict[str, Any] = orjson.loads(last)
        return {"events": closing["count"], "digest": closing["digest"]}
    if format_ != "archive":
        return {}
    with zipfile.ZipFile(file) as written:
        lines = written.read(INFO).decode().splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    return {"position": int(told["Rapport-Last-Position"])}
