"""Who is this candidate: the facts that hold at present, each with where it came from?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ledger.events import CandidateAdded, CandidateUpdated
from ledger.words import CandidateId, Version
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.relationship import RELATIONSHIP
from projections.search import SEARCH, patterns
from projections.tags import TAGS
from projections.view import View

PROFILE = View("profile", key="candidate_id", adds=(CandidateAdded, CandidateUpdated))


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
    """Field → {"value": …, "rank": [by hand, own stream, position]}."""

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


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate in a list, with what a list shows and the key that its paging goes by."""

    profile: CandidateProfile
    last_engaged_at: datetime | None
    last_contacted_at: datetime | None
    last_replied_at: datetime | None
    sort_key: str
    """In a list by name, the name as it is compared."""


def of_candidates(
    moment: Moment, candidates: Sequence[CandidateId]
) -> dict[CandidateId, CandidateProfile]:
    """Return the profiles of those candidates that are known; ids are roots."""
    person = candidates[0] if len(candidates) == 1 else None
    rows = moment.rows("card", PROFILE, person=person, candidates=list(candidates))
    return {row["candidate_id"]: _profile(row) for row in rows}


def by_name(
    moment: Moment,
    *,
    query: str | None,
    pool: Any,
    tag: str | None,
    after: tuple[str, CandidateId] | None,
    limit: int,
) -> list[Listed]:
    """Return a page of candidates in the order of their names.

    `query` finds parts of names, companies, titles, places, tags and handles, every word of it
    somewhere, whatever the case and accents.
    """
    rows = moment.rows(
        "by_name",
        PROFILE,
        RELATIONSHIP,
        SEARCH,
        POOL_MEMBERS,
        TAGS,
        query=query,
        patterns=patterns(moment.connection, query) if query else None,
        pool=pool,
        tag=tag,
        after_key=after[0] if after else None,
        after_id=after[1] if after else None,
        limit=limit,
    )
    return [_listed(row) for row in rows]


def by_time(
    moment: Moment,
    *,
    sort: Literal["last_engaged", "added"],
    query: str | None,
    pool: Any,
    tag: str | None,
    after: tuple[datetime | None, CandidateId] | None,
    limit: int,
) -> list[Listed]:
    """Return a page of candidates, those last engaged with or last added first.

    Somebody nobody ever engaged with comes last. `query` is as for `by_name`.
    """
    rows = moment.rows(
        "by_time",
        PROFILE,
        RELATIONSHIP,
        SEARCH,
        POOL_MEMBERS,
        TAGS,
        sort=sort,
        query=query,
        patterns=patterns(moment.connection, query) if query else None,
        pool=pool,
        tag=tag,
        after_at=after[0] if after else None,
        after_id=after[1] if after else None,
        limit=limit,
    )
    return [_listed(row) for row in rows]


def count(moment: Moment) -> int:
    """Return how many candidates the workspace knows."""
    (row,) = moment.rows("count", PROFILE)
    return int(row["candidate_count"])


def _listed(row: Mapping[str, Any]) -> Listed:
    return Listed(
        profile=_profile(row),
        last_engaged_at=row["last_engaged_at"],
        last_contacted_at=row["last_contacted_at"],
        last_replied_at=row["last_replied_at"],
        sort_key=row["sort_key"],
    )


def _profile(row: Mapping[str, Any]) -> CandidateProfile:
    return CandidateProfile(
        candidate_id=row["candidate_id"],
        added_at=row["added_at"],
        version=Version(row["version"] or 0),
        source=row["source"],
        origin=row["origin"],
        facts=row["facts"],
    )
