"""What may be asked about applications."""

from uuid import UUID

from api.asked.values import When, shown
from ledger.words import ApplicationOutcome, Line, Origin, Text, Value


class NewApplication(Value):
    """A candidate put forward for an opportunity."""

    model_config = shown(
        {
            "candidate_id": "0198c2f0-0000-7000-8000-000000000000",
            "opportunity": "Platform Engineer, Berlin",
            "stage": "Screening",
        }
    )
    candidate_id: UUID
    opportunity: Line
    stage: Line = "Applied"
    origin: Origin | None = None
    source: Line | None = None
    applied_at: When | None = None


class StageReached(Value):
    """The stage that an application reached."""

    model_config = shown({"stage": "Interview"})
    stage: Line


class ApplicationEnd(Value):
    """How an application ended."""

    model_config = shown({"outcome": "rejected", "rejection_reason": "Relocation"})
    outcome: ApplicationOutcome
    rejection_reason: Text | None = None
