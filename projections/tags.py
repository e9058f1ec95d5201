"""Which tags does a candidate carry, and who carries a tag?"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.events import TagAdded, TagRemoved
from ledger.words import CandidateId
from projections.moment import Moment
from projections.view import View

TAGS = View(
    "tags", key="candidate_id", row=("tag_key",), adds=(TagAdded,), amends=(TagRemoved,)
)


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag in use, and how many candidates carry it."""

    tag_key: str
    tag: str
    candidate_count: int


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, list[str]]:
    """Return the tags of each candidate, in alphabetical order."""
    carried: dict[CandidateId, list[str]] = {candidate: [] for candidate in candidates}
    for row in moment.rows("of_candidates", TAGS, people=candidates):
        carried[row["candidate_id"]].append(row["tag"])
    return carried


def all_tags(moment: Moment, *, after: str, limit: int) -> list[TagCount]:
    """Return a page of the tags in use, in alphabetical order."""
    rows = moment.rows("all_tags", TAGS, after=after, limit=limit)
    return [TagCount(**row) for row in rows]
