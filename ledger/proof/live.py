"""Is the ledger, as it lies in the database, what was recorded and what was signed?

Every row is read: its payload against its digest, its envelope against the leaf that was kept
of it, its place in history and stream; and the root against every checkpoint, in the database
and outside. Whoever changes rows, leaves and checkpoints alike still has not the key, nor the
checkpoints that were kept elsewhere.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection

from ledger import errors
from ledger.archive.origins import mark_of
from ledger.archive.told_in_sql import LEAF, LOW
from ledger.canonical import canonical
from ledger.database import Database
from ledger.proof.checkpoints import Proofs
from ledger.proof.growing import TILE
from ledger.proof.leaves import LEAF_BYTES
from ledger.verifier.broken import Broken
from ledger.verifier.checkpoints import checkpoint
from ledger.verifier.erasures import ERASING, Erasures
from ledger.verifier.notes import VerifierKey, verifier_key
from ledger.verifier.streams import Streams
from ledger.verifier.tree import Tree
from ledger.words import WorkspaceId

# Forty tiles: some megabytes of rows at a time.
_TOGETHER = 40 * TILE

_ROWS = f"""
select e.position, e.stream_id, e.version, e.event_type, e.candidate_id, e.payload, e.salt,
       e.digest, {LEAF} as leaf
from ledger.events e {LOW}
where e.workspace_id = %(workspace)s and e.position > %(after)s and e.position <= %(until)s
order by e.position
"""
_ENDS = """
select h.position as head,
       (select coalesce(max(e.position), 0) from ledger.events e
        where e.workspace_id = %(workspace)s) as last
from ledger.heads h
where h.workspace_id = %(workspace)s
"""
_CHECKPOINTS = """
select size, root, note, leaves from ledger.checkpoints
where workspace_id = %(workspace)s
order by size
"""
_TILES = """
select number, leaves from ledger.tree_tiles
where workspace_id = %(workspace)s and level = 8
  and number >= %(first)s and number < %(end)s
"""


@dataclass(slots=True)
class LiveVerdict:
    """What was found; the ledger is whole where there is no fault."""

    event_count: int = 0
    forgotten_count: int = 0
    checkpoint_count: int = 0
    root: str = ""
    keys: list[str] = field(default_factory=list[str])
    fault: Broken | None = None


def verify_live(database: Database, proofs: Proofs) -> LiveVerdict:
    """Read the whole ledger and say whether it is whole; the first fault ends it."""
    verdict = LiveVerdict()
    with database.of(proofs.workspace).snapshot() as connection:
        look = _Look(connection, proofs, verdict)
        try:
            look.at_everything()
        except Broken as fault:
            verdict.fault = fault
        except errors.Damaged as damaged:
            verdict.fault = Broken(damaged.detail)
    return verdict


class _Look:
    """One reading of the ledger, from its first event to its last, in one snapshot."""

    def __init__(
        self, connection: Connection[Any], proofs: Proofs, verdict: LiveVerdict
    ) -> None:
        self._connection = connection
        self._proofs = proofs
        self._workspace: WorkspaceId = proofs.workspace
        self._verdict = verdict
        self._tree = Tree()
        self._streams = Streams(from_the_beginning=True)
        self._erasures = Erasures()
        self._roots: dict[int, list[tuple[str, bytes]]] = {}
        self._leaves: list[tuple[int, bytes]] = []
        self._good = 0
        """As far as a checkpoint has said that all is as it was."""

    def at_everything(self) -> None:
        """Raise `Broken` at the first thing that is not as it was recorded or signed."""
        (ends,) = self._connection.execute(_ENDS, self._asked()).fetchall()
        self._verdict.keys = self._proofs.verifier_keys()
        self._take_checkpoints([verifier_key(each) for each in self._verdict.keys])
        for start in range(0, ends["last"], _TOGETHER):
            self._rows(start, min(ends["last"], start + _TOGETHER))
        self._compare_ends(ends["head"])
        if (missing := self._erasures.uncovered()) is not None:
            what = "the payload is missing, and no later erasure covers it"
            raise Broken(what, position=missing)
        self._verdict.root = self._tree.root().hex()

    def _take_checkpoints(self, keys: list[VerifierKey]) -> None:
        for row in self._connection.execute(_CHECKPOINTS, self._asked()).fetchall():
            size, where = row["size"], f"the checkpoint of {row['size']:,} events"
            try:
                note, told = checkpoint(row["note"])
                note.signers(keys)
            except Broken as fault:
                raise fault.in_file(where) from None
            if (told.origin, told.size, told.root) != (self._proofs.origin, size, row["root"]):
                raise Broken("it says another thing than was signed", file=where)
            self._roots.setdefault(size, []).append((where, row["root"]))
            self._leaves.append((size - len(row["leaves"]) // LEAF_BYTES, row["leaves"]))
        for size in self._proofs.outside.sizes():
            where = f"the checkpoint of {size:,} events in {self._proofs.outside.folder}"
            told = self._proofs.outside.told(size)
            self._roots.setdefault(size, []).append((where, told.root))
        self._verdict.checkpoint_count = len(self._roots)

    def _rows(self, after: int, until: int) -> None:
        kept = dict(self._kept(after, until))
        asked = self._asked(after=after, until=until, mark=mark_of(self._workspace))
        for row in self._connection.execute(_ROWS, asked).fetchall():
            position = self._tree.size + 1
            try:
                self._take(row, position, kept.get(position))
            except Broken as fault:
                raise Broken(fault.what, file=fault.file, position=position) from None
            self._tree.add(row["leaf"])
            self._compare_roots()

    def _take(self, row: Mapping[str, Any], position: int, kept: bytes | None) -> None:
        if row["position"] != position:
            raise Broken("the event is missing")
        if kept is not None and kept != row["leaf"]:
            raise Broken("its envelope or digest is not the one that the tree was made over")
        payload, salt = row["payload"], row["salt"]
        if (payload is None) != (salt is None):
            raise Broken("payload and salt are not both there or both gone")
        if payload is None:
            candidate: UUID | None = row["candidate_id"]
            about = None if candidate is None else str(candidate)
            self._erasures.forgotten(position, row["event_type"], about)
        elif hashlib.sha256(salt + canonical(payload)).digest() != row["digest"]:
            raise Broken("the payload does not match its digest")
        elif row["event_type"] == ERASING:
            self._erasures.erased(position, payload)
        self._streams.see(row["stream_id"].hex.encode(), row["version"])
        self._verdict.event_count = position
        self._verdict.forgotten_count = self._erasures.count

    def _kept(self, after: int, until: int) -> Iterator[tuple[int, bytes]]:
        """Yield the leaves that were kept of these positions."""
        asked = self._asked(first=after // TILE, end=-(-until // TILE))
        tiles = self._connection.execute(_TILES, asked).fetchall()
        pieces = [(row["number"] * TILE, row["leaves"]) for row in tiles]
        for start, leaves in (*pieces, *self._leaves):
            end = start + len(leaves) // LEAF_BYTES
            for position in range(max(start, after) + 1, min(end, until) + 1):
                at = (position - start - 1) * LEAF_BYTES
                yield position, leaves[at : at + LEAF_BYTES]

    def _compare_roots(self) -> None:
        size = self._tree.size
        for where, root in self._roots.pop(size, ()):
            if self._tree.root() != root:
                what = f"something from position {self._good + 1:,} to {size:,} was changed"
                raise Broken(f"{what}: the root is not that of {where}", position=size)
            self._good = size

    def _compare_ends(self, head: int) -> None:
        last = self._tree.size
        if self._roots:
            size = min(self._roots)
            where = self._roots[size][0][0]
            raise Broken(f"the rest was cut off: there is {where}", position=last + 1)
        if head != last:
            raise Broken(f"the head says {head:,}, the events end at {last:,}", position=last)
        if last and self._proofs.root(last) != self._tree.root():
            raise Broken("the subtrees that are kept are not those of the events")

    def _asked(self, **values: Any) -> dict[str, Any]:
        return {"workspace": self._workspace, **values}
