"""Letting the handles of somebody who was erased come in again."""

from collections.abc import Sequence
from datetime import datetime

from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import SuppressionLifted
from ledger.handles import key_of
from ledger.known import Known
from ledger.words import Handle, StreamId, Text


class LiftSuppression(Command):
    """Let a handle of somebody who was erased come in again."""

    handle: Handle
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        if not known.has_suppressed():
            # There may be no key yet, and nothing is said of whether there is one.
            raise errors.Unknown(f"This {self.handle.type} is not suppressed.")
        hashed = known.suppression_hash(self.handle.type, key_of(self.handle, known.region))
        rows = known.rows("suppression", hash=hashed)
        if not rows:
            raise errors.Unknown(f"This {self.handle.type} is not suppressed.")
        # On the stream of each erasure: the last word there counts.
        lifted = SuppressionLifted(suppressed=(hashed,), reason=self.reason)
        return [
            Entry(lifted, StreamId(row["stream_id"]), known.version(row["stream_id"]) + 1)
            for row in rows
        ]
