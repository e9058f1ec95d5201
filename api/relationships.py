"""How things stand with a candidate, as it is answered: counts, instants, and a warmth told."""

from collections import Counter
from datetime import datetime

from api.answers.candidates import EngagementCount, Relationship, Warmth
from ledger.words import CandidateId
from projections import activity, relationship
from projections.moment import Moment

_WARMTH = (
    "Each engagement counts by its kind (meeting and interview 8, call 6, email and message 3,"
    " inmail 2, event and other 1, note 0), half as much again when the candidate reached out,"
    " half as much for every 13 weeks passed; a sum s becomes 100·s/(s+10)."
    " Here: {count} engagements, the last week of them that of {last}, seen on {today}."
)


def with_candidate(moment: Moment, root: CandidateId, now: datetime) -> Relationship:
    """Return how things stand with somebody, seen at an instant."""
    stands = relationship.of_candidates(moment, [root], now=now)[root]
    weeks = activity.of_candidate(moment, root, now=now)
    counts: Counter[tuple[str, str]] = Counter()
    for week in weeks:
        counts[week.kind, week.direction] += week.engagement_count
    today = now.date()
    last = weeks[0].week_on.isoformat() if weeks else "no week"
    return Relationship(
        engagement_count=stands.engagement_count,
        counts=[
            EngagementCount(kind=kind, direction=direction or None, engagement_count=count)
            for (kind, direction), count in sorted(counts.items())
        ],
        first_engaged_at=stands.first_engaged_at,
        last_engaged_at=stands.last_engaged_at,
        last_contacted_at=stands.last_contacted_at,
        last_replied_at=stands.last_replied_at,
        next_engagement_at=stands.next_engagement_at,
        next_meeting_at=stands.next_meeting_at,
        reply_owed_by=stands.reply_owed_by,
        warmth=Warmth(
            score=activity.warmth(weeks, today=today),
            explained=_WARMTH.format(count=stands.engagement_count, last=last, today=today),
        ),
    )
