"""The whole history: out into one file, and back from it."""

import os
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import Parameter

from api.cli import pools
from api.cli.opening import Data, Json, opened, opened_with, settings
from api.cli.refusals import NoPlace
from api.cli.showing import Tell, answer, as_json, progress
from api.cli.whom import person
from api.formats import FORMATS, Chosen, FormatName
from api.installation import Installation
from ledger.archive.restore import restore as bring_back
from ledger.embedded import held_by_one, install_signal_handlers


def export(
    file: Annotated[
        str,
        Parameter(help="Where to write it; - is standard output.", allow_leading_hyphen=True),
    ],
    /,
    *,
    format_: Annotated[
        FormatName,
        Parameter(
            name="--format",
            help="ndjson: every event, to restore from; the others are copies for other"
            " programs (docs/exporting.md).",
        ),
    ] = "ndjson",
    pool: Annotated[
        str | None, Parameter(help="Only the people in this pool: its name or id.")
    ] = None,
    candidate: Annotated[
        list[str] | None,
        Parameter(
            help="Only this person: an id, address, number, link or name; may be repeated."
        ),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Write the whole history to one file; if it fails, no file is left behind."""
    with opened(data) as found, progress("Writing") as tell:
        chosen = _chosen(found, pool, candidate or [])
        pieces = _counted(FORMATS[format_].pieces(found, chosen), tell)
        if file == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        byte_count, last = _write_whole(Path(file), pieces)
    closing: dict[str, object] = orjson.loads(last) if format_ == "ndjson" else {}
    if json:
        as_json({"file": file, "format": format_, "bytes": byte_count, **_told(closing)})
    else:
        count = f"{closing['count']:,} events, " if closing else ""
        answer(f"{file}: {count}{byte_count:,} bytes.")


def restore(
    file: Annotated[Path, Parameter(help="An export of the whole history.")],
    /,
    *,
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
        restored = bring_back(found.database, file, tell=tell)
    if json:
        as_json({"events": restored.event_count, "workspace_id": restored.workspace})
    else:
        answer(f"{restored.event_count:,} events restored; all views are built.")


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


def _chosen(found: Installation, pool: str | None, candidates: list[str]) -> Chosen:
    return Chosen(
        None if pool is None else pools.one(found, pool).stream_id,
        tuple(person(found, each) for each in candidates),
    )


def _counted(pieces: Iterator[bytes], tell: Tell) -> Iterator[bytes]:
    byte_count = 0
    for piece in pieces:
        byte_count += len(piece)
        tell(byte_count, None)
        yield piece


def _told(closing: dict[str, object]) -> dict[str, object]:
    return {"events": closing["count"], "digest": closing["digest"]} if closing else {}
