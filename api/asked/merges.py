"""What may be asked about merges."""

from uuid import UUID

from api.asked.values import shown
from ledger.words import Text, Value


class NewMerge(Value):
    """Two candidates who are one person."""

    model_config = shown(
        {
            "primary_candidate_id": "0198c2f0-0000-7000-8000-000000000000",
            "duplicate_candidate_id": "0198c2f0-1111-7000-8000-000000000000",
        }
    )
    primary_candidate_id: UUID
    duplicate_candidate_id: UUID
    reason: Text | None = None
