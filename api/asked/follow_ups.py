"""What may be asked about follow-ups."""

from uuid import UUID

from api.asked.values import Day, shown
from ledger.words import Line, Text, Value


class NewFollowUp(Value):
    """A promise to come back to a candidate by a certain day."""

    model_config = shown(
        {
            "candidate_id": "0198c2f0-0000-7000-8000-000000000000",
            "due_on": "2026-06-15",
            "about": "Send the contract",
        }
    )
    candidate_id: UUID
    due_on: Day
    about: Line


class Because(Value):
    """Why, if there is something to say."""

    model_config = shown({"reason": "Found another job"})
    reason: Text | None = None
