"""A history as it lies in a file, of whichever format: an archive, an increment, a log.

`opened_history` tells them apart by what they are, not by their names.
"""

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from ledger import errors
from ledger.archive.bagging import INFO
from ledger.archive.bags import OpenBag, damaged
from ledger.archive.lines import LINE_BYTES_MAX, BadLineError, read_line
from ledger.archive.places import Place, opened_place
from ledger.archive.reading import read_log
from ledger.archive.writing import FORMAT
from ledger.packing import Row

_EVENTS = re.compile(r"data/events/events-(\d{6})\.ndjson")
_CHECKPOINT = "data/events/checkpoint"
_FORMAT = re.compile(r"rapport-archive/([1-9]\d*)")
_ZIP = b"PK"


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

    def check(self) -> None:
        """Check what is there besides the events."""
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
    with opened_place(path) as place:
        yield Archive(place)


class Log:
    """An exported log: one file of lines with a closing line."""

    after = 0
    checkpoints: tuple[bytes, ...] = ()

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> Iterator[Row]:
        return read_log(self._path)

    def check(self) -> None:
        """Do nothing: its lines are all of it."""


class Archive:
    """An archive, or an increment of one, as a zip or unpacked."""

    def __init__(self, place: Place) -> None:
        self._bag = OpenBag(_within(place))
        _must_be_ours(self._bag.info)
        self._workspace = UUID(self._told("Rapport-Workspace", r"[0-9a-f-]{36}"))
        self.after = int(self._told("Rapport-First-Position", r"[1-9]\d{0,18}")) - 1
        self._last = int(self._told("Rapport-Last-Position", r"\d{1,19}"))
        names = (name for name in self._bag.names if _EVENTS.fullmatch(name))
        self._files = sorted(names)
        is_signed = _CHECKPOINT in self._bag.names
        self.checkpoints = (self._bag.content(_CHECKPOINT),) if is_signed else ()

    def rows(self) -> Iterator[Row]:
        expected = self.after
        for name in self._files:
            lines = self._bag.lines(name, LINE_BYTES_MAX)
            for number, raw in enumerate(lines, start=1):
                expected += 1
                try:
                    row = read_line(raw)
                except BadLineError as error:
                    raise damaged(name, str(error), number) from error
                if row.position != expected:
                    what = f"position {row.position} stands where {expected} should"
                    raise damaged(name, what, number)
                if row.workspace_id != self._workspace:
                    raise damaged(name, "it is of another ledger than the archive", number)
                yield row
        if expected != self._last:
            what = f"the events end at position {expected}, not at {self._last}"
            raise damaged(self._files[-1] if self._files else INFO, what)

    def check(self) -> None:
        self._bag.check_payload()

    def _told(self, label: str, form: str) -> str:
        told = self._bag.info.get(label, "")
        if re.fullmatch(form, told) is None:
            raise damaged(INFO, f"{label} is missing or none")
        return told


def _within(place: Place) -> Place:
    """Return the place of the bag's own files: some programs unpack into a folder more."""
    tops = {name.partition("/")[0] for name in place.names()}
    if len(tops) == 1 and (top := tops.pop()) != "bagit.txt":
        return _Below(place, f"{top}/")
    return place


class _Below:
    """A folder of a place, as a place."""

    def __init__(self, place: Place, prefix: str) -> None:
        self._place = place
        self._prefix = prefix

    def names(self) -> list[str]:
        return [name.removeprefix(self._prefix) for name in self._place.names()]

    def open(self, name: str) -> IO[bytes]:
        return self._place.open(self._prefix + name)


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
