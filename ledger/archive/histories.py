"""A history as it lies in a file, of whichever format: an archive, an increment, a log.

`opened_history` tells them apart by what they are, not by their names.
"""

import re
from collections.abc import Collection, Generator, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, Protocol
from uuid import UUID

from ledger import errors
from ledger.archive.bags import OpenBag, damaged
from ledger.archive.believing import Believed
from ledger.archive.checkers import checked_in_order
from ledger.archive.checking import Check, Lines
from ledger.archive.copying import text_of_row
from ledger.archive.foreseen import Foreseen
from ledger.archive.formats import ARCHIVE, INFO
from ledger.archive.lines import LINE_BYTES_MAX, Line, row_of
from ledger.archive.places import Files, opened_files
from ledger.archive.reading import read_log
from ledger.stored import Row
from ledger.verifier.erasures import ERASING

_EVENTS = re.compile(r"data/events/events-(\d{6})\.ndjson")
_CHECKPOINT = "data/events/checkpoint"
_FORMAT = re.compile(r"rapport-archive/([1-9]\d*)")
_ZIP = b"PK"
_ERASING = ERASING.encode()
_ROWS_TOGETHER = 500


class Block(NamedTuple):
    """Some events that follow each other, checked, as rows for COPY."""

    workspace: UUID
    last: int
    """The position of the last of them."""
    rows: bytes


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

    def erasures(self) -> Iterator[Line]:
        """Yield the events that erase others, before anything else is known of them."""
        ...

    def blocks(self, believed: Believed) -> Iterator[Block]:
        """Yield the events, each checked, without what others have erased.

        At the end they are compared with what was signed over them.
        """
        ...

    def beside(self) -> Iterator[str]:
        """Yield the name of each file beside the events, once it was found to be right.

        In another thread, this may go on while the events are read.
        """
        ...

    def check_count(self) -> None:
        """Compare how much was read, once all was; raise `errors.Damaged`."""
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

    def erasures(self) -> Iterator[Line]:
        """Yield nothing: a log is whole, and no increment of one is."""
        return iter(())

    def blocks(self, believed: Believed) -> Iterator[Block]:  # noqa: ARG002 - nothing is signed
        """Yield the events, each checked; the closing line counts and sums them."""
        rows = self.rows()
        while together := list(islice(rows, _ROWS_TOGETHER)):
            last = together[-1]
            text = b"".join(map(text_of_row, together))
            yield Block(last.workspace_id, last.position, text)

    def beside(self) -> Iterator[str]:
        """Yield nothing: a log is one file."""
        return iter(())

    def check_count(self) -> None:
        """Do nothing: the closing line has counted."""


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
        return map(row_of, self._lines())

    def rows_of_types(self, types: Collection[str]) -> Iterator[Row]:
        """Yield the events of some types, each line checked."""
        named = {each.encode() for each in types}
        return (row_of(line) for line in self._lines() if line.event_type in named)

    def erasures(self) -> Iterator[Line]:
        """Yield the events that erase others."""
        return (line for line in self._lines() if line.event_type == _ERASING)

    def blocks(self, believed: Believed) -> Iterator[Block]:
        """Yield the events, each checked, and compare them with what was signed."""
        check = Check(self._workspace, believed.foreseen)
        count = self._last - self.after
        with (
            closing(self._unchecked()) as unchecked,
            closing(checked_in_order(unchecked, check, event_count=count)) as found,
        ):
            for lines, checked in found:
                believed.hear(checked.leaves, checked.telling)
                last = lines.after + len(checked.leaves)
                yield Block(self._workspace, last, checked.rows)
        for note in self.checkpoints:
            believed.must_be_signed(note, str(self._workspace))

    def beside(self) -> Iterator[str]:
        """Yield the name of each file beside the events, once it was found to be right."""
        events = set(self._files)
        return self._bag.check_files(name for name in self._bag.sums if name not in events)

    def check_count(self) -> None:
        """Compare how much was read with what the bag says of itself."""
        self._bag.check_count()

    def _lines(self) -> Generator[Line]:
        check = Check(self._workspace, Foreseen())
        with closing(self._unchecked()) as unchecked:
            for lines in unchecked:
                yield from check.columns(lines).lines()

    def _unchecked(self) -> Generator[Lines]:
        """Yield some lines at a time, whose files are as they were summed."""
        last = self.after
        for name in self._files:
            first = last
            with closing(self._bag.blocks(name, LINE_BYTES_MAX)) as blocks:
                for block in blocks:
                    yield Lines(name, last - first, last, block)
                    last += block.count(b"\n")
        if last != self._last:
            what = f"the events end at position {last}, not at {self._last}"
            raise damaged(self._files[-1] if self._files else INFO, what)

    def _told(self, label: str, form: str) -> str:
        told = self._bag.info.get(label, "")
        if re.fullmatch(form, told) is None:
            raise damaged(INFO, f"{label} is missing or none")
        return told


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
    if told != ARCHIVE:
        raise damaged(INFO, f"{told} is of a newer Rapport: restore it with that one")
    if "Rapport-Candidate" in info:
        raise errors.NotAllowedNow(
            "This archive holds what there is about one person, not a ledger:"
            " export the whole, and restore that."
        )
