"""What a merge makes of two candidates, or would make of them."""

from uuid import UUID

from api import profiles
from api.answers.merges import Merged
from api.lines import line
from ledger.words import CandidateId
from projections import timeline
from projections.moment import Moment

# What fits on a screen beside the profile; the timeline and the facts have pages of their own.
_LINES_MAX = 20
_VALUES_MAX = 10


def merged(moment: Moment, candidate_id: UUID, *, merge_id: UUID | None) -> Merged:
    """Return how a candidate reads as one person with those merged into them."""
    candidate = profiles.candidate(moment, candidate_id)
    root = CandidateId(candidate.id)
    lines = timeline.of_candidate(
        moment, root, window=timeline.Window(), after=None, limit=_LINES_MAX
    )
    return Merged(
        merge_id=merge_id,
        candidate=candidate,
        facts=profiles.told_facts(moment, root, limit=_VALUES_MAX),
        timeline=[line(row) for row in lines],
    )


def looked_at(moment: Moment, primary_id: UUID, duplicate_id: UUID) -> Merged:
    """Return how two candidates would read as one person; nothing is written.

    Raise `errors.Unknown` for a stranger. Two who are one already read as they do.
    """
    primary = profiles.known(moment, primary_id).candidate_id
    duplicate = profiles.known(moment, duplicate_id).candidate_id
    if primary != duplicate:
        moment = moment.as_if_merged(primary, duplicate)
    return merged(moment, primary, merge_id=None)
