"""Checkpoints of one workspace: signed, kept in the database and outside, and proved from."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger import errors
from ledger.archive.log import head_of
from ledger.database import Database
from ledger.entries import Entry
from ledger.events import SigningKeyNamed
from ledger.ids import id_of
from ledger.parcels import Request
from ledger.proof.growing import TILE, GrowingTree
from ledger.proof.keys import KeyFile, SigningKey
from ledger.proof.leaves import KeptLeaves, leaf_hashes
from ledger.proof.outside import Outside
from ledger.recording import Ledger
from ledger.store import VersionTakenError
from ledger.verifier.broken import Broken
from ledger.verifier.checkpoints import Told, checkpoint
from ledger.verifier.notes import verifier_key
from ledger.words import ActorId, StreamId, WorkspaceId

_AT = """
select size, root, note from ledger.checkpoints
where workspace_id = %(workspace)s and size = %(size)s
"""
_LAST_BELOW = """
select coalesce(max(size), 0) as size from ledger.checkpoints
where workspace_id = %(workspace)s and size < %(size)s
"""
_KEEP = """
insert into ledger.checkpoints (workspace_id, size, root, note, leaves)
values (%(workspace)s, %(size)s, %(root)s, %(note)s, %(leaves)s)
on conflict (workspace_id, size) do nothing
"""
_NAMED = """
select position, payload ->> 'verifier_key' as key from ledger.events
where workspace_id = %(workspace)s and event_type = 'SigningKeyNamed'
order by position
"""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement: at so many events, this was the root over them."""

    note: bytes
    size: int
    root: bytes


def origin_of(workspace: WorkspaceId) -> str:
    """Return the name under which a workspace's checkpoints are signed."""
    return f"rapport-ledger/{workspace}"


class Proofs:
    """What can be proved of one workspace's history, and what was signed of it."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        owner: ActorId,
        signer: KeyFile,
        outside: Path,
    ) -> None:
        self.workspace = ledger.workspace
        self.origin = origin_of(ledger.workspace)
        self.outside = Outside(outside)
        self._database = database.of(ledger.workspace)
        self._ledger = ledger
        self._owner = owner
        self._signer = signer

    def latest(self) -> Checkpoint:
        """Return the head's checkpoint; if there is none yet, it is signed now.

        Before this installation's key signs in a workspace for the first time, an event names
        it, and the head is one further. An empty ledger is signed without that, and its
        checkpoint is not kept. Raise `errors.ReadOnly` where the ledger takes no writes.
        """
        return self.signed(self.ready())

    def ready(self) -> int:
        """See to it that the head can be signed, however long that takes; return how far it is.

        The key is there, and an event names it. Raise `errors.ReadOnly` as `latest` does.
        """
        head = head_of(self._database, self.workspace)
        if self.at(head) is not None:
            return head
        self._ledger.store.check_writable()
        key = self._signer.key()
        if head and self._named_at(key) is None:
            self._name(key)
            head = head_of(self._database, self.workspace)
        return head

    def can_sign(self, size: int) -> bool:
        """Tell whether there is a checkpoint of so many events, or can be."""
        if self.at(size) is not None:
            return True
        if self._ledger.store.closed_because:
            return False
        named_at = self._named_at(self._signer.key())
        return size == 0 or (named_at is not None and named_at <= size)

    def signed(self, size: int, kept: KeptLeaves | None = None) -> Checkpoint:
        """Return the checkpoint of the first so many events; if there is none, sign it.

        The tree grows by leaves that were kept, where they reach back far enough. Raise
        `errors.NotAllowedNow` if the events end before the key was named.
        """
        if kept is not None and kept.until != size:
            raise errors.Damaged(
                f"Some of the {size:,} events are missing: run rapport verify."
            )
        stored = self.at(size)
        if stored is not None:
            return stored
        self._ledger.store.check_writable()
        key = self._signer.key()
        with self._tree(kept) as tree:
            root = tree.root(size)
        signed = Checkpoint(key.sign(Told(self.origin, size, root)), size, root)
        if size == 0:
            return signed
        named_at = self._named_at(key)
        if named_at is None or named_at > size:
            raise errors.NotAllowedNow("These events end before the signing key was named.")
        return self._keep(signed)

    def at(self, size: int) -> Checkpoint | None:
        """Return the checkpoint that was signed when there were so many events, if one was."""
        with self._database.connection() as connection:
            row = connection.execute(_AT, self._asked(size=size)).fetchone()
        return None if row is None else Checkpoint(row["note"], row["size"], row["root"])

    def newest(self) -> Checkpoint | None:
        """Return the last checkpoint that was signed, if one was; none is signed for it."""
        with self._database.connection() as connection:
            (row,) = connection.execute(_LAST_BELOW, self._asked(size=1 << 62)).fetchall()
        return self.at(row["size"])

    def keep(self, note: bytes) -> None:
        """Keep a checkpoint that came with a restored archive.

        Raise `errors.Damaged` unless a key that the ledger names signed it and the tree here
        has its root.
        """
        try:
            signed, told = checkpoint(note)
            signed.signers([verifier_key(each) for each in self.verifier_keys()])
        except Broken as broken:
            raise errors.Damaged(f"The checkpoint: {broken.told}.") from None
        if told.origin != self.origin:
            raise errors.Damaged(f"The checkpoint is of {told.origin}.")
        if told.size > head_of(self._database, self.workspace):
            raise errors.Damaged(
                f"The checkpoint is of {told.size:,} events: some are missing."
            )
        if self.root(told.size) != told.root:
            raise errors.Damaged("The checkpoint is of other events than these.")
        if told.size:
            self._keep(Checkpoint(note, told.size, told.root))

    def root(self, size: int) -> bytes:
        """Return the root over the first so many events."""
        self._check(size)
        with self._tree() as tree:
            return tree.root(size)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """Return the proof that the event at a position is one of the first so many."""
        if not 0 < position <= size:
            raise errors.Invalid(f"There is no position {position} among {size} events.")
        self._check(size)
        with self._tree() as tree:
            return tree.inclusion(position, size)

    def consistency(self, first: int, second: int) -> list[bytes]:
        """Return the proof that the first so many events are the beginning of more."""
        if not 0 < first <= second:
            raise errors.Invalid(f"{first} events are not the beginning of {second}.")
        self._check(second)
        with self._tree() as tree:
            return tree.consistency(first, second)

    def verifier_keys(self) -> list[str]:
        """Return every key that the ledger names, oldest first.

        An empty ledger names none; then it is the one that would sign.
        """
        named = [key for _, key in self._named()]
        if named or head_of(self._database, self.workspace):
            return named
        return [str(self._signer.key().verifier_key(self.origin))]

    def _name(self, key: SigningKey) -> None:
        told = str(key.verifier_key(self.origin))
        subject = StreamId(id_of(self.workspace, "signing-key", told))
        # The same key is named once, by whichever process comes first.
        request = id_of(self.workspace, "naming of signing-key", told)
        entry = Entry(SigningKeyNamed(verifier_key=told), subject, 1)
        with suppress(VersionTakenError):
            self._ledger.append(Request(request, self._owner, [entry]))

    def _named(self) -> list[tuple[int, str]]:
        with self._database.connection() as connection:
            rows = connection.execute(_NAMED, self._asked()).fetchall()
        return [(row["position"], row["key"]) for row in rows]

    def _named_at(self, key: SigningKey) -> int | None:
        told = str(key.verifier_key(self.origin))
        return next((position for position, named in self._named() if named == told), None)

    def _keep(self, signed: Checkpoint) -> Checkpoint:
        with self._database.connection() as connection:
            asked = self._asked(size=signed.size)
            (row,) = connection.execute(_LAST_BELOW, asked).fetchall()
            after = max(row["size"], signed.size - signed.size % TILE)
            leaves = b"".join(
                leaf_hashes(connection, self.workspace, after=after, until=signed.size)
            )
            kept = {**asked, "root": signed.root, "note": signed.note, "leaves": leaves}
            connection.execute(_KEEP, kept)
        stored = self.at(signed.size)
        assert stored is not None
        # After the database has it: what is outside is never ahead of what is inside.
        self.outside.keep(stored.size, stored.note)
        return stored

    def _check(self, size: int) -> None:
        head = head_of(self._database, self.workspace)
        if not 0 <= size <= head:
            raise errors.Invalid(f"The ledger has {head} events, not {size}.")

    @contextmanager
    def _tree(self, kept: KeptLeaves | None = None) -> Generator[GrowingTree]:
        with self._database.connection() as connection:
            yield GrowingTree(connection, self.workspace, kept)

    def _asked(self, **values: Any) -> dict[str, Any]:
        return {"workspace": self.workspace, **values}
