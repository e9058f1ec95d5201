"""A history as it lies in a file, of whichever format: an archive, an increment, a log.

`opened_history` tells them apart by what they are, not by their names.
"""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, NamedTuple, Protocol
from uuid import UUID

from ledger import errors
from ledger.archive.bagging import INFO
from ledger.archive.bags import OpenBag, damaged
from ledger.archive.believing import Believed
from ledger.archive.copying import text_of_line, text_of_row
from ledger.archive.lines import (
    LINE_BYTES_MAX,
    BadLineError,
    Line,
    checked,
    envelope_of,
    parsed,
    row_of,
)
from ledger.archive.places import Files, opened_files
from ledger.archive.reading import read_log
from ledger.archive.writing import FORMAT
from ledger.packing import Row

_EVENTS = re.compile(r"data/events/events-(\d{6})\.ndjson")
_CHECKPOINT = "data/events/checkpoint"
_FORMAT = re.compile(r"rapport-archive/([1-9]\d*)")
_ZIP = b"PK"


class Place(NamedTuple):
    """Where an event stands: in which ledger, at which position."""

    workspace: UUID
    position: int


class History(Protocol):
    """Events of one ledger that follow each other, in a file."""

    @property
    def after(self) -> int:
        """The position after which its events begin: 0 for a whole history."""
        ...

    @property
    def checkpoints(self) -> tuple[bytes, ...]:
        """The signed checkpoints that came along."""
        ...

    def rows(self) -> Iterator[Row]:
        """Yield the events, each line checked; raise `errors.Damaged` naming the place."""
        ...

    def places(self, believed: Believed) -> Iterator[Place]:
        """Yield where each event stands, each line checked, and check all else at the end."""
        ...

    def copied(self, believed: Believed) -> Iterator[tuple[str, bytes]]:
        """Yield each event's type and its row for COPY, once all was checked."""
        ...


@contextmanager
def opened_history(path: Path) -> Generator[History]:
    """Open a history; raise `errors.Damaged` for what is none, `OSError` if it is not there."""
    if not path.is_dir():
        with path.open("rb") as opened:
            beginning = opened.read(2)
        if beginning != _ZIP and path.suffix.lower() != ".zip":
            yield Log(path)
            return
    with opened_files(path) as files:
        yield Archive(files)


class Log:
    """An exported log: one file of lines with a closing line."""

    after = 0
    checkpoints: tuple[bytes, ...] = ()

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> Iterator[Row]:
        """Yield the events, each line checked."""
        return read_log(self._path)

    def places(self, believed: Believed) -> Iterator[Place]:  # noqa: ARG002 - nothing is signed
        """Yield where each event stands, and check what is signed and summed."""
        return (Place(row.workspace_id, row.position) for row in self.rows())

    def copied(self, believed: Believed) -> Iterator[tuple[str, bytes]]:  # noqa: ARG002
        """Yield types and rows, without what was erased since."""
        return ((row.event_type, text_of_row(row)) for row in self.rows())


class Archive:
    """An archive, or an increment of one, as a zip or unpacked."""

    def __init__(self, files: Files) -> None:
        self._bag = OpenBag(_within(files))
        _must_be_ours(self._bag.info)
        self._workspace = UUID(self._told("Rapport-Workspace", r"[0-9a-f-]{36}"))
        self.after = int(self._told("Rapport-First-Position", r"[1-9]\d{0,18}")) - 1
        self._last = int(self._told("Rapport-Last-Position", r"\d{1,19}"))
        names = (name for name in self._bag.names if _EVENTS.fullmatch(name))
        self._files = sorted(names)
        is_signed = _CHECKPOINT in self._bag.names
        self.checkpoints = (self._bag.content(_CHECKPOINT),) if is_signed else ()

    def rows(self) -> Iterator[Row]:
        """Yield the events, each line checked."""
        return (row_of(line) for _, line in self._lines(checked))

    def places(self, believed: Believed) -> Iterator[Place]:
        """Yield where each event stands, and check what is signed and summed."""
        workspace = self._workspace
        for raw, line in self._lines(checked):
            believed.hear(line, envelope_of(raw, line))
            yield Place(workspace, int(line.sequence))
        for note in self.checkpoints:
            believed.must_be_signed(note, str(workspace))
        self._bag.check_payload()

    def copied(self, believed: Believed) -> Iterator[tuple[str, bytes]]:
        """Yield types and rows, without what was erased since."""
        # The sum of each file is compared again: what was checked is what is written.
        for _, line in self._lines(parsed):
            kept = line._replace(data=None, salt=None) if believed.forgets(line) else line
            yield line.event_type.decode(), text_of_line(kept)

    def _lines(self, read: Callable[[bytes], Line]) -> Iterator[tuple[bytes, Line]]:
        expected = self.after
        workspace = str(self._workspace).encode()
        for name in self._files:
            with closing(self._bag.lines(name, LINE_BYTES_MAX)) as lines:
                for number, raw in enumerate(lines, start=1):
                    expected += 1
                    try:
                        line = read(raw)
                        _must_stand(line, expected, workspace)
                    except BadLineError as error:
                        raise damaged(name, str(error), number) from error
                    yield raw, line
        if expected != self._last:
            what = f"the events end at position {expected}, not at {self._last}"
            raise damaged(self._files[-1] if self._files else INFO, what)

    def _told(self, label: str, form: str) -> str:
        told = self._bag.info.get(label, "")
        if re.fullmatch(form, told) is None:
            raise damaged(INFO, f"{label} is missing or none")
        return told


def _must_stand(line: Line, expected: int, workspace: bytes) -> None:
    if int(line.sequence) != expected:
        told = f"position {int(line.sequence)} stands where {expected} should"
        raise BadLineError(told)
    if line.workspace != workspace:
        raise BadLineError("it is of another ledger than the archive")


def _within(files: Files) -> Files:
    """Return the bag's own files: some programs unpack a zip into a folder more."""
    tops = {name.partition("/")[0] for name in files.names()}
    if len(tops) == 1 and (top := tops.pop()) != "bagit.txt":
        return _Below(files, f"{top}/")
    return files


class _Below:
    """The files of a folder among others."""

    def __init__(self, files: Files, prefix: str) -> None:
        self._files = files
        self._prefix = prefix

    def names(self) -> list[str]:
        return [name.removeprefix(self._prefix) for name in self._files.names()]

    def open(self, name: str) -> IO[bytes]:
        return self._files.open(self._prefix + name)


def _must_be_ours(info: dict[str, str]) -> None:
    told = info.get("Rapport-Format", "")
    found = _FORMAT.fullmatch(told)
    if found is None:
        raise damaged(INFO, "this bag holds no ledger: it names no Rapport-Format")
    if told != FORMAT:
        raise damaged(INFO, f"{told} is of a newer Rapport: restore it with that one")
    if "Rapport-Candidate" in info:
        raise errors.NotAllowedNow(
            "This archive holds what there is about one person, not a ledger:"
            " export the whole, and restore that."
        )
