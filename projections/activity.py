"""How much happens, week by week: for one candidate, or for everybody?

Counted from the timeline when asked. Kept as rows of its own, nearly every engagement had one,
and each append paid for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ledger.words import CandidateId
from projections.moment import Moment
from projections.timeline import TIMELINE


@dataclass(frozen=True, slots=True)
class Week:
    """The engagements of one kind and direction in the week that begins on a Monday (UTC)."""

    week_on: date
    kind: str
    direction: str
    """Empty where none was told."""
    engagement_count: int


def of_candidate(moment: Moment, candidate: CandidateId, *, now: datetime) -> list[Week]:
    """Return one candidate's weeks up to now, newest first; what was cancelled is left out."""
    rows = moment.rows(
        "weeks_of_candidate", TIMELINE, people=[candidate], candidate=candidate, now=now
    )
    return [Week(**row) for row in rows]


def by_week(moment: Moment, *, since: date, until: date) -> list[Week]:
    """Return everybody's weeks that begin from one day up to before another, oldest first.

    What was cancelled is left out.
    """
    rows = moment.rows("weeks", TIMELINE, since=_monday_from(since), before=_monday_from(until))
    return [Week(**row) for row in rows]


def _monday_from(day: date) -> datetime:
    """Return the first instant of the first week that begins on a day or after it."""
    monday = day + timedelta(days=-day.weekday() % 7)
    return datetime.combine(monday, time(), UTC)


# What an engagement says about closeness: a talk more than a mail, a mail more than a trace.
_WEIGHTS = {
    "interview": 8,
    "meeting": 8,
    "call": 6,
    "email": 3,
    "message": 3,
    "inmail": 2,
    "event": 1,
    "other": 1,
    "note": 0,
}
_HALF_LIFE_WEEKS = 13
_INBOUND_FACTOR = 1.5
_HALF_WAY = 10.0


def warmth(weeks: Sequence[Week], *, today: date) -> int:
    """Return how warm a relationship is, from 0 (nothing, or long ago) to 100.

    Every engagement counts by its kind (meeting and interview 8, call 6, email and message 3,
    inmail 2, event and other 1, note 0), half as much again when the candidate reached out, and
    half as much for every 13 weeks that have passed. The sum `s` becomes 100 · s / (s + 10).
    """
    total = 0.0
    for week in weeks:
        age_weeks = max(0, (today - week.week_on).days // 7)
        factor = _INBOUND_FACTOR if week.direction == "inbound" else 1.0
        weight = _WEIGHTS.get(week.kind, 1) * factor * week.engagement_count
        total += weight * 0.5 ** (age_weeks / _HALF_LIFE_WEEKS)
    return round(100 * total / (total + _HALF_WAY))
