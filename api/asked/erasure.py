"""What may be asked about erasure."""

from api.asked.values import shown
from ledger.words import Handle, HandleType, Line, Text, Value


class Erasing(Value):
    """Whether to look or to erase; a reason is kept, so it must not name the person."""

    model_config = shown({}, {"dry_run": False, "reason": "Asked for it on 3 March"})
    dry_run: bool = True
    """Erasing is for good: it is done only where this is false."""
    reason: Line | None = None


class Lifting(Value):
    """A handle of somebody erased, which may come in again."""

    model_config = shown({"type": "email", "value": "ada@example.com", "reason": "Wrote to us"})
    type: HandleType
    value: Line
    reason: Text | None = None

    def handle(self) -> Handle:
        """Return the handle as a command takes it."""
        return Handle(type=self.type, value=self.value)
