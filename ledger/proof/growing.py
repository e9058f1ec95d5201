"""The tree of a workspace, extended by what was recorded since it was last asked about.

An append does nothing for it but to keep each payload's digest. Whoever asks for a root brings
the full subtrees up to date first; two who do so at once write the same rows.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from psycopg import Connection

from ledger import errors
from ledger.proof.leaves import LEAF_BYTES, KeptLeaves, leaf_hashes
from ledger.verifier.tree import EMPTY, Tree, consistency_proof, inclusion_proof
from ledger.words import WorkspaceId

TILE = 256
_LEVEL = 8
_LEVELS = (8, 16, 24)

_TILES = """
select number, hash from ledger.tree_tiles
where workspace_id = %(workspace)s and level = %(level)s
  and number >= %(first)s and number < %(end)s
order by number
"""
_TILE_COUNT = """
select coalesce(max(number) + 1, 0) as count from ledger.tree_tiles
where workspace_id = %(workspace)s and level = %(level)s
"""
_KEEP = """
insert into ledger.tree_tiles (workspace_id, level, number, hash, leaves)
values (%(workspace)s, %(level)s, %(number)s, %(hash)s, %(leaves)s)
on conflict (workspace_id, level, number) do nothing
"""


class GrowingTree:
    """The Merkle tree over a workspace's events, up to any size that history has reached."""

    def __init__(
        self,
        connection: Connection[Any],
        workspace: WorkspaceId,
        kept: KeptLeaves | None = None,
    ) -> None:
        self._connection = connection
        self._workspace = workspace
        self._kept = kept

    def extend(self, size: int) -> None:
        """Keep the full subtrees of the first so many events.

        If we die in between, the next call goes on behind the last one kept.
        """
        after = self._tile_count(_LEVEL) * TILE
        until = size - size % TILE
        number = after // TILE
        for piece in self._pieces(after, max(after, until)):
            rows: list[dict[str, Any]] = []
            for start in range(0, len(piece), TILE * LEAF_BYTES):
                leaves = piece[start : start + TILE * LEAF_BYTES]
                if len(leaves) != TILE * LEAF_BYTES:
                    raise errors.Damaged(f"Events are missing after position {number * TILE}.")
                rows.append(self._row(_LEVEL, number, _root(_cut(leaves)), leaves))
                number += 1
            with self._connection.cursor() as cursor:
                cursor.executemany(_KEEP, rows)
        for below, level in pairwise(_LEVELS):
            self._lift(below, level)

    def root(self, size: int) -> bytes:
        """Return the root over the first so many events."""
        self.extend(size)
        return self._over(0, size)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """Return the proof that the event at a position is one of the first so many."""
        self.extend(size)
        return inclusion_proof(position - 1, size, self._over)

    def consistency(self, first: int, second: int) -> list[bytes]:
        """Return the proof that the first so many events are the beginning of more."""
        self.extend(second)
        return consistency_proof(first, second, self._over)

    def _lift(self, below: int, level: int) -> None:
        """Make the full subtrees of a level out of those below."""
        first = self._tile_count(level)
        for number in range(first, self._tile_count(below) // TILE):
            hashes = self._tiles(below, number * TILE, (number + 1) * TILE)
            self._connection.execute(_KEEP, self._row(level, number, _root(hashes), None))

    def _over(self, start: int, end: int) -> bytes:
        """Return the root over leaves `start` to `end`, as a tree of them splits: aligned."""
        if start == end:
            return EMPTY
        # Full subtrees, the largest first, and what remains from within the last tile.
        whole = end - (end - start) % TILE
        tree = Tree()
        peaks: list[bytes] = []
        at = start
        for level in reversed(_LEVELS):
            count = (whole - at) >> level
            peaks += _peaks(self._tiles(level, at >> level, (at >> level) + count))
            at += count << level
        peaks += _peaks(self._leaves(whole, end))
        tree.peaks = peaks
        return tree.root()

    def _tiles(self, level: int, first: int, end: int) -> list[bytes]:
        if first == end:
            return []
        given = self._asked(level=level, first=first, end=end)
        rows = self._connection.execute(_TILES, given).fetchall()
        if [row["number"] for row in rows] != list(range(first, end)):
            raise errors.Damaged("Parts of the tree over the events are missing.")
        return [row["hash"] for row in rows]

    def _pieces(self, after: int, until: int) -> Iterator[bytes]:
        """Yield the hashes of leaves from the beginning of a tile on, in whole tiles."""
        begins = until
        if self._kept is not None:
            begins = min(until, -(-max(after, self._kept.after) // TILE) * TILE)
        yield from leaf_hashes(self._connection, self._workspace, after=after, until=begins)
        if self._kept is not None and begins < until:
            yield from self._kept.pieces(after=begins, until=until)

    def _leaves(self, after: int, until: int) -> list[bytes]:
        hashes = _cut(b"".join(self._pieces(after, until)))
        if len(hashes) != until - after:
            raise errors.Damaged(f"Events are missing after position {after}.")
        return hashes

    def _tile_count(self, level: int) -> int:
        (row,) = self._connection.execute(_TILE_COUNT, self._asked(level=level)).fetchall()
        return row["count"]

    def _row(
        self, level: int, number: int, hashed: bytes, leaves: bytes | None
    ) -> dict[str, Any]:
        return self._asked(level=level, number=number, hash=hashed, leaves=leaves)

    def _asked(self, **values: Any) -> dict[str, Any]:
        return {"workspace": self._workspace, **values}


def _cut(leaves: bytes) -> list[bytes]:
    return [leaves[at : at + LEAF_BYTES] for at in range(0, len(leaves), LEAF_BYTES)]


def _peaks(hashes: Sequence[bytes]) -> list[bytes]:
    tree = Tree()
    tree.add_all(hashes)
    return tree.peaks


def _root(hashes: Sequence[bytes]) -> bytes:
    tree = Tree()
    tree.add_all(hashes)
    return tree.root()
