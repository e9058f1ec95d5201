"""What may be asked of the ledger, and when the answer is no."""

from collections.abc import Sequence
from datetime import datetime

from ledger.entries import Entry
from ledger.known import Known
from ledger.words import Value


class Command(Value):
    """Something asked of the ledger; the answer is events, nothing new, or a refusal."""

    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        """Return the entries that follow; raise `errors.Refused` when a rule says no."""
        raise NotImplementedError
