"""Known through: who takes part in the conversations that somebody takes part in?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.words import CandidateId
from projections.moment import Moment
from projections.timeline import TIMELINE

PEOPLE_MAX = 20
"""In a conversation of more, to take part is not to know one another: it is a mailing."""
# The latest ones say enough, and a page waits for them.
_CONVERSATIONS_MAX = 500


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody who took part in conversations with the one who was asked about."""

    candidate_id: CandidateId
    conversation_count: int
    last_at: datetime
    """When something was last said in one of them to or by the one who was asked about."""
    kinds: Sequence[str]
    """Of each conversation, what kind of engagement it is."""


def of_candidate(
    moment: Moment, candidate: CandidateId, *, now: datetime, limit: int
) -> list[Acquaintance]:
    """Return whom somebody shares most conversations with, what is to come left aside.

    As of an earlier moment it is asked of the whole history up to there, since others have a
    part in it.
    """
    rows = moment.rows(
        "known_through",
        TIMELINE,
        candidate=candidate,
        now=now,
        people_max=PEOPLE_MAX,
        conversations_max=_CONVERSATIONS_MAX,
        limit=limit,
    )
    return [Acquaintance(**row) for row in rows]
