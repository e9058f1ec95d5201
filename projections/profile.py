"""Who is this candidate: the facts that hold at present, each with where it came from?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from ledger.events import CandidateAdded, CandidateUpdated
from ledger.words import CandidateId, Position, Version
from projections.moment import Moment
from projections.view import View

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

PROFILE = View("profile", key="candidate_id", adds=(CandidateAdded, CandidateUpdated))


class Rank(NamedTuple):
    """Why a fact holds: of all values told of a field, the one with the highest rank does."""

    is_by_hand: bool
    is_own: bool
    """Whether it was told of the very id that the candidate is read as."""
    told_at: datetime
    """When it was told: of an import, the date of its file."""
    position: Position


@dataclass(frozen=True, slots=True)
class CandidateProfile:
    """The facts about one candidate."""

    candidate_id: CandidateId
    added_at: datetime
    version: Version
    """Of the candidate's own stream: what `If-Match` compares."""
    source: str | None
    origin: str | None
    facts: Mapping[str, Any]
    """Field → {"value": …, "rank": [by hand, own stream, told at in µs, position]}."""

    @property
    def values(self) -> dict[str, Any]:
        """The facts that hold: those cleared again are left out."""
        return {
            field: fact["value"]
            for field, fact in self.facts.items()
            if fact["value"] is not None
        }

    @property
    def name(self) -> str:
        """The name as shown; empty where nobody told it."""
        values = self.values
        parts = [values[part] for part in ("first_name", "last_name") if part in values]
        return " ".join(parts) or values.get("name", "")


def rank_of(fact: Mapping[str, Any]) -> Rank:
    """Return the rank that a fact of a profile has."""
    is_by_hand, is_own, told_at, position = fact["rank"]
    return Rank(is_by_hand, is_own, _EPOCH + timedelta(microseconds=told_at), position)


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, CandidateProfile]:
    """Return the profiles of those candidates that are known; ids are roots."""
    rows = moment.rows("card", PROFILE, people=candidates)
    return {row["candidate_id"]: _profile(row) for row in rows}


def names(moment: Moment, candidates: Sequence[CandidateId]) -> dict[CandidateId, str]:
    """Return the name that each of these candidates shows; empty where nobody told it."""
    rows = moment.rows("names", PROFILE, people=candidates)
    return {row["candidate_id"]: row["name"] for row in rows}


def count(moment: Moment) -> int:
    """Return how many candidates the workspace knows."""

    def counted() -> int:
        (row,) = moment.rows("count", PROFILE)
        return int(row["candidate_count"])

    if moment.past is None or moment.head is None or moment.until is not None:
        return counted()
    return moment.past.people.at(moment.workspace, moment.head, counted)


def is_anybody(moment: Moment) -> bool:
    """Return whether the workspace knows anybody at all, without counting them."""
    (row,) = moment.rows("anybody", PROFILE)
    return bool(row["is_anybody"])


def _profile(row: Mapping[str, Any]) -> CandidateProfile:
    return CandidateProfile(
        candidate_id=row["candidate_id"],
        added_at=row["added_at"],
        version=Version(row["version"] or 0),
        source=row["source"],
        origin=row["origin"],
        facts=row["facts"],
    )
