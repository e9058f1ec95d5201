"""What may be asked about what candidates allow, and about retention."""

from uuid import UUID

from pydantic import Field

from api.asked.values import Day, When, shown
from ledger.words import LegalBasis, Line, RetentionStart, Text, Value


class NewConsent(Value):
    """One use of somebody's data is allowed."""

    model_config = shown(
        {
            "legal_basis": "consent",
            "granted_at": "2026-06-01T09:00:00Z",
            "expires_on": "2027-06-01",
            "evidence": "Ticked the box on the careers page",
        }
    )
    legal_basis: LegalBasis = LegalBasis.CONSENT
    granted_at: When | None = None
    expires_on: Day | None = None
    evidence: Text | None = None


class DoNotContact(Value):
    """Somebody asked not to be contacted, for good or until a day."""

    model_config = shown({"until": "2027-01-01", "reason": "Just started a new job"})
    until: Day | None = None
    reason: Text | None = None


class NewNotice(Value):
    """Somebody was told, or need not be told because of `waived_because`."""

    model_config = shown({"channel": "email"}, {"waived_because": "Gave us the data herself"})
    given_at: When | None = None
    channel: Line | None = None
    waived_because: Text | None = None


class LegalHold(Value):
    """Somebody's data must be kept for now."""

    model_config = shown({"reason": "Claim before the labour court"})
    reason: Text = Field(min_length=1)


class RetentionRuleAsked(Value):
    """After how many months people are proposed for erasure."""

    model_config = shown(
        {"name": "Two years without a word", "months": 24, "counted_from": "last_contact"}
    )
    name: Line
    months: int = Field(ge=1, le=1_200)
    counted_from: RetentionStart = RetentionStart.LAST_CONTACT
    source: Line | None = None
    pool_id: UUID | None = None
