"""What may be asked about merges."""

from uuid import UUID

from api.asked.values import shown
from ledger.words import Text, Value


class NewMerge(Value):
    """Who turned out to be the same person; with `dry_run` nothing is written."""

    model_config = shown(
        {"duplicate_candidate_id": "0198c2f0-1111-7000-8000-000000000000"},
        {"duplicate_candidate_id": "0198c2f0-1111-7000-8000-000000000000", "dry_run": True},
    )
    duplicate_candidate_id: UUID
    reason: Text | None = None
    dry_run: bool = False
