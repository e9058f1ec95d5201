"""What may be asked about candidates who look alike."""

from typing import Literal
from uuid import UUID

from api.asked.values import shown
from ledger.words import Text, Value


class NewDecision(Value):
    """Two candidates who look alike, and what is to be done about it."""

    model_config = shown(
        {
            "primary_candidate_id": "0198c2f0-0000-7000-8000-000000000000",
            "other_candidate_id": "0198c2f0-1111-7000-8000-000000000000",
            "decision": "apart",
        }
    )
    primary_candidate_id: UUID
    other_candidate_id: UUID
    decision: Literal["apart", "later"]
    """`apart`: they are two people; `later`: shown again among those put off."""
    reason: Text | None = None
