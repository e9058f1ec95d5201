"""Doing something only where nobody changed what the caller had read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.known import Known


class IfUnchanged(Command):
    """Do something to what the caller read, unless somebody changed it since."""

    command: Command
    stream_id: UUID
    version: int
    view: str | None = None
    """Where the caller read the version: in this view, or else as the stream counts it."""

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        last = known.version(self.stream_id)
        for seen in self._seen(known, last):
            if seen != self.version:
                raise stale(self.stream_id, expected=self.version, version=seen)
        entries = self.command.decide(known, at)
        for entry in entries:
            # Somebody was first between the two looks at it.
            if entry.stream_id == self.stream_id and entry.version != last + 1:
                raise stale(self.stream_id, expected=self.version, version=entry.version - 1)
        return entries

    def _seen(self, known: Known, last: int) -> list[int]:
        """Return the version, or nothing of what is not there: the command says that better."""
        if self.view is None:
            return [last] if last else []
        return [row["version"] for row in known.rows(self.view, stream_id=self.stream_id)]


def stale(stream_id: UUID, *, expected: int, version: int) -> errors.StaleVersion:
    """Return the refusal of a change that was decided on an earlier version."""
    return errors.StaleVersion(
        f"You read version {expected}, it is at version {version} now:"
        " read it again and repeat the change.",
        expected=expected,
        version=version,
        stream_id=stream_id,
    )
