"""Everything that is done with a block of lines before it is written.

Each block is looked at by itself, so that several processes can share them (`checkers.py`).
What they come to together is for whoever takes them in their order (`believing.py`).
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from ledger.archive.bags import damaged
from ledger.archive.columns import Columns, checked_columns, leaf_hashes
from ledger.archive.copying import text_of_columns
from ledger.archive.foreseen import TELLING, Foreseen
from ledger.archive.lines import BadLineError, Line, checked


class Lines(NamedTuple):
    """Some lines of a file that are still to be checked."""

    file: str
    before: int
    """How many lines of the file stand before them."""
    after: int
    """The position after which the first of them belongs."""
    block: bytes


class Checked(NamedTuple):
    """What some lines come to, each of them right."""

    leaves: list[bytes]
    """The leaf of the tree for each."""
    telling: list[Line]
    """Those that say something of others, and those whose data is gone."""
    rows: bytes
    """As rows for COPY, without what a later file erased."""


class Check:
    """What is asked of every line of a ledger."""

    def __init__(self, workspace: UUID, foreseen: Foreseen) -> None:
        self.workspace = workspace
        self.foreseen = foreseen

    def columns(self, lines: Lines) -> Columns:
        """Return lines in columns; raise `errors.Damaged` for the first that is not right."""
        try:
            return checked_columns(lines.block, workspace=self.workspace, after=lines.after)
        except BadLineError as error:
            raise damaged(lines.file, str(error), lines.before + error.number) from error

    def rows(self, columns: Columns) -> bytes:
        """Return checked lines as rows for COPY, without what a later file erased."""
        return text_of_columns(self.foreseen.kept(columns))

    def whole(self, lines: Lines) -> Checked:
        """Return what lines come to; raise `errors.Damaged` for the first that is not right."""
        columns = self.columns(lines)
        chosen = telling(columns)
        every = columns.lines() if chosen else []
        said = [every[number] for number in chosen]
        return Checked(leaf_hashes(columns), said, self.rows(columns))

    def chosen(self, lines: Lines, numbers: Sequence[int]) -> list[Line]:
        """Return those of the lines that have these numbers; the first is 0."""
        if not numbers:
            return []
        every = lines.block.split(b"\n")
        return [
            line
            for number in numbers
            for line in checked(
                every[number] + b"\n", workspace=self.workspace, after=lines.after + number
            )
        ]


def telling(columns: Columns) -> list[int]:
    """Return the numbers of the lines that say something of others, or whose data is gone."""
    if b"" not in columns.data and TELLING.isdisjoint(columns.event_type):
        return []
    pairs = zip(columns.event_type, columns.data, strict=True)
    return [number for number, (kind, data) in enumerate(pairs) if kind in TELLING or not data]
