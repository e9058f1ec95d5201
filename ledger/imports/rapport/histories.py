"""The histories among the files of an input: exported logs, and archives."""

from collections.abc import Collection, Iterator
from typing import IO

from ledger import errors
from ledger.archive.histories import Archive
from ledger.archive.reading import checked_lines, lines_of_types
from ledger.imports.files import Files
from ledger.imports.rapport import SOURCE, archives
from ledger.imports.rapport.export import Export
from ledger.imports.rapport.rows import Rows
from ledger.imports.records import Reading
from ledger.stored import Row


def read(files: Files) -> Reading:
    """Read each export twice: first for the words that change what others mean."""
    rows_by_file: dict[str, int] = {}
    exports = [Export(name, rows, rows_by_file) for name, rows in _histories(files)]
    records = (record for export in exports for record in export.records())
    return Reading(SOURCE, records, rows_by_file=rows_by_file)


def _histories(files: Files) -> Iterator[tuple[str, Rows]]:
    folders = archives(files)
    for folder in folders:
        yield f"{folder}data/events", _OfArchive(files, folder)
    for name in files.names():
        if not name.startswith(tuple(folders)):
            yield name, _OfLog(files, name)


class _OfLog:
    """The events of an exported log."""

    def __init__(self, files: Files, name: str) -> None:
        self._files = files
        self._name = name

    def __call__(self) -> Iterator[Row]:
        with self._files.open(self._name) as opened:
            yield from checked_lines(opened)

    def of_types(self, types: Collection[str]) -> Iterator[Row]:
        with self._files.open(self._name) as opened:
            yield from lines_of_types(opened, types)


class _OfArchive:
    """The events of an archive that lies in a folder of the input."""

    def __init__(self, files: Files, folder: str) -> None:
        self._files = files
        self._folder = folder

    def __call__(self) -> Iterator[Row]:
        yield from self._opened().rows()

    def of_types(self, types: Collection[str]) -> Iterator[Row]:
        yield from self._opened().rows_of_types(types)

    def _opened(self) -> Archive:
        archive = Archive(self)
        if archive.after:
            raise errors.Unreadable(
                "This is an increment of an archive: bring in the whole, exported anew."
            )
        return archive

    def names(self) -> list[str]:
        inside = (name for name in self._files.names() if name.startswith(self._folder))
        return [name.removeprefix(self._folder) for name in inside]

    def open(self, name: str) -> IO[bytes]:
        return self._files.open(f"{self._folder}{name}")
