"""How does the relationship stand: when did we last talk, and who owes a reply?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ledger.events import EngagementRecorded
from ledger.words import CandidateId
from projections.moment import Moment
from projections.safeguards import SAFEGUARDS
from projections.timeline import TIMELINE
from projections.view import View

RELATIONSHIP = View("relationship", key="candidate_id", adds=(EngagementRecorded,))

OWED_WITHIN = timedelta(days=60)
"""A reply owed for longer is owed no more: by then one writes anew."""
COLD_AFTER, COLD_UNTIL = timedelta(days=60), timedelta(days=240)
"""A relationship goes cold between these: before it is warm, after it is over."""
_KNOWN_COUNT = 3
COUNTED_MAX = 1_000
"""Who waits is counted so far: of more, nobody looks through the rest in a day."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where recruiter and candidate stand; instants are when things happened, as told."""

    candidate_id: CandidateId
    engagement_count: int = 0
    first_engaged_at: datetime | None = None
    last_engaged_at: datetime | None = None
    last_contacted_at: datetime | None = None
    """The last time the recruiter reached out."""
    last_replied_at: datetime | None = None
    """The last time the candidate reached out."""
    next_engagement_at: datetime | None = None
    """When the next thing happens that is already agreed on, or already recorded."""
    next_meeting_at: datetime | None = None
    """When they meet next, be it for an interview."""
    private_count: int = 0
    """How many engagements their authors keep private, whoever asks; they are in none of the
    stored figures, since those are everybody's to read."""

    def is_for_timeline(self, now: datetime) -> bool:
        """Say whether the stored figures do not suit everybody, or not at this instant."""
        reaches_past = self.last_engaged_at is not None and self.last_engaged_at > now
        return reaches_past or self.private_count > 0

    @property
    def reply_owed_by(self) -> Literal["recruiter", "candidate"] | None:
        """Who has not answered the other's last word; nobody where no direction was told."""
        match self.last_contacted_at, self.last_replied_at:
            case None, None:
                return None
            case None, _:
                return "recruiter"
            case _, None:
                return "candidate"
            case contacted, replied:
                return "recruiter" if replied > contacted else "candidate"


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId], *, now: datetime
) -> dict[CandidateId, Relationship]:
    """Return how things stand with each candidate at an instant, also where nothing happened.

    What lies after `now` counts as coming, not as done; what was cancelled counts as neither.
    What others keep private from the moment's viewer does not count.
    """
    rows = moment.rows("of_candidates", RELATIONSHIP, people=candidates)
    known = {row["candidate_id"]: Relationship(**row) for row in rows}
    known |= _counted(
        moment, [each for each in known.values() if each.is_for_timeline(now)], now
    )
    return {
        candidate: known.get(candidate, Relationship(candidate)) for candidate in candidates
    }


def _counted(
    moment: Moment, told: Sequence[Relationship], now: datetime
) -> dict[CandidateId, Relationship]:
    """Work out from the timeline what is done and what is coming, as far as the viewer reads.

    The stored rows know no clock and no viewer. Few relationships reach into the future or hold
    anything private, so only for those is the timeline asked.
    """
    if not told:
        return {}
    standing = {each.candidate_id: each for each in told}
    rows = moment.rows("around", TIMELINE, people=list(standing), now=now)
    return {row["candidate_id"]: replace(standing[row["candidate_id"]], **row) for row in rows}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a reply, or whom nobody has talked with for a while."""

    candidate_id: CandidateId
    is_owed: bool
    since: datetime
    """When they wrote, or when anybody engaged with them last."""
    people_count: int
    """How many wait like this, of whom the latest are told; one above `COUNTED_MAX` is more."""


def waiting(moment: Moment, *, now: datetime, limit: int) -> list[Waiting]:
    """Return who waits for our reply, then whose relationship goes cold, the latest first.

    Cold goes who was engaged with three times or more, and last two to eight months ago.
    Whoever asked not to be contacted is left out, and so is what is private.
    """
    rows = moment.rows(
        "waiting",
        RELATIONSHIP,
        SAFEGUARDS,
        now=now,
        today=now.date(),
        owed_since=now - OWED_WITHIN,
        cold_from=now - COLD_UNTIL,
        cold_to=now - COLD_AFTER,
        known_count=_KNOWN_COUNT,
        counted_max=COUNTED_MAX,
        limit=limit,
    )
    return [Waiting(**row) for row in rows]
