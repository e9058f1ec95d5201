"""The leaves of the tree, as the server works them out: nothing but hashes leaves it.

Whoever writes the lines of events comes by the same hashes on the way, and may keep them.
"""

import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from psycopg import Connection

from ledger.archive.origins import mark_of
from ledger.archive.told_in_sql import LEAF, LOW
from ledger.words import WorkspaceId

LEAF_BYTES = 32
# Some hundred tiles: a statement of a tenth of a second, and less than a megabyte of answer.
_TOGETHER = 25_600
_KEPT_BYTES_IN_MEMORY = 1 << 20

_LEAVES = f"""
select string_agg(told.leaf, ''::bytea order by told.position) as leaves
from (
    select e.position, {LEAF} as leaf
    from ledger.events e {LOW}
    where e.workspace_id = %(workspace)s
      and e.position > %(after)s and e.position <= %(until)s
) told
"""


def leaf_hashes(
    connection: Connection[Any], workspace: WorkspaceId, *, after: int, until: int
) -> Iterator[bytes]:
    """Yield the hashes of the leaves after a position up to another, many in each piece.

    Where rows are missing, so are their hashes: a piece is shorter than it should be.
    """
    for start in range(after, until, _TOGETHER):
        given = {
            "workspace": workspace,
            "mark": mark_of(workspace),
            "after": start,
            "until": min(until, start + _TOGETHER),
        }
        (row,) = connection.execute(_LEAVES, given, binary=True).fetchall()
        yield row["leaves"] or b""


class KeptLeaves:
    """Hashes of the leaves that follow a position, in a temporary file."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.until = after
        """The position of the last leaf kept."""
        self._file = tempfile.SpooledTemporaryFile(_KEPT_BYTES_IN_MEMORY)  # noqa: SIM115 - closed in __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, hashes: bytes) -> None:
        """Keep the hashes of the next leaves."""
        self._file.write(hashes)
        self.until += len(hashes) // LEAF_BYTES

    def pieces(self, *, after: int, until: int) -> Iterator[bytes]:
        """Yield the hashes after a position up to another, as `leaf_hashes` does.

        Nothing is to be added any more.
        """
        self._file.seek((after - self.after) * LEAF_BYTES)
        for start in range(after, until, _TOGETHER):
            yield self._file.read((min(until, start + _TOGETHER) - start) * LEAF_BYTES)
