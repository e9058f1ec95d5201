"""Who is this candidate: the facts that hold at present, each with where it came from?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from psycopg.rows import DictRow

from ledger.events import CandidateAdded, CandidateUpdated
from ledger.ids import as_array
from ledger.tags import key_of
from ledger.words import CandidateId, Position, Version
from projections import relationship
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.relationship import RELATIONSHIP
from projections.search import SEARCH, patterns
from projections.tags import TAGS
from projections.timeline import TIMELINE
from projections.view import View

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

PROFILE = View("profile", key="candidate_id", adds=(CandidateAdded, CandidateUpdated))

# Looked up one by one in a few milliseconds; of more, the first in order match soon enough.
_FEW_MAX = 1_000


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
    now: datetime,
) -> list[Listed]:
    """Return a page of candidates in the order of their names.

    `query` finds parts of names, companies, titles, places, tags and handles, every word of it
    somewhere, whatever the case and accents. What lies after `now` is not yet engaged with.
    """
    rows = _found(
        moment,
        "by_name",
        query,
        pool,
        tag,
        after_key=after[0] if after else None,
        after_id=after[1] if after else None,
        limit=limit,
        now=now,
    )
    return _listed(moment, rows, now)


def by_time(
    moment: Moment,
    *,
    sort: Literal["last_engaged", "added"],
    query: str | None,
    pool: Any,
    tag: str | None,
    after: tuple[datetime | None, CandidateId] | None,
    limit: int,
    now: datetime,
) -> list[Listed]:
    """Return a page of candidates, those last engaged with or last added first.

    Somebody nobody ever engaged with by `now` comes last. `query` is as for `by_name`.
    """
    rows = _found(
        moment,
        "by_time",
        query,
        pool,
        tag,
        sort=sort,
        after_at=after[0] if after else None,
        after_id=after[1] if after else None,
        limit=limit,
        now=now,
    )
    return _listed(moment, rows, now)


def _found(
    moment: Moment, read: str, query: str | None, pool: Any, tag: str | None, **values: Any
) -> Sequence[DictRow]:
    """Answer a list: a few who match are put in order, of many the order is walked through."""
    asked: dict[str, Any] = {
        "patterns": (patterns(moment.connection, query) or None) if query else None,
        "pool": pool,
        "tag": None if tag is None else key_of(tag),
    }
    match_count, among = _matching(moment, asked)
    if match_count == 0:
        return []
    if match_count <= _FEW_MAX:
        asked = dict.fromkeys(asked)
    else:
        among = None
    views = (PROFILE, RELATIONSHIP, SEARCH, POOL_MEMBERS, TAGS, TIMELINE)
    return moment.rows(read, *views, among=among, **asked, **values)


def _matching(moment: Moment, asked: Mapping[str, Any]) -> tuple[int, str | None]:
    """Return how many match, up to one too many, and their ids as an array in SQL."""
    drivers = {"patterns": "matching_words", "pool": "matching_pool", "tag": "matching_tag"}
    read = next((drivers[name] for name, value in asked.items() if value is not None), None)
    if read is None:
        return _FEW_MAX + 1, None
    # No index serves LIKE ALL; the longest word has the fewest rows to look through.
    longest = max(asked["patterns"] or [""], key=len)
    views = (PROFILE, SEARCH, POOL_MEMBERS, TAGS)
    (row,) = moment.rows(read, *views, few_max=_FEW_MAX + 1, longest=longest, **asked)
    return row["match_count"], row["among"]


def names(moment: Moment, candidates: Sequence[CandidateId]) -> dict[CandidateId, str]:
    """Return the name that each of these candidates shows; empty where nobody told it."""
    rows = moment.rows("names", PROFILE, candidates=as_array(candidates))
    return {row["candidate_id"]: row["name"] for row in rows}


def count(moment: Moment) -> int:
    """Return how many candidates the workspace knows."""
    (row,) = moment.rows("count", PROFILE)
    return int(row["candidate_count"])


def _listed(moment: Moment, rows: Sequence[DictRow], now: datetime) -> list[Listed]:
    ahead = [
        row["candidate_id"]
        for row in rows
        if row["last_engaged_at"] is not None and row["last_engaged_at"] > now
    ]
    parted = relationship.of_candidates(moment, ahead, now=now) if ahead else {}
    return [_line(row, parted.get(row["candidate_id"])) for row in rows]


def _line(row: Mapping[str, Any], parted: relationship.Relationship | None) -> Listed:
    lasts = ("last_engaged_at", "last_contacted_at", "last_replied_at")
    told = {last: getattr(parted, last) if parted else row[last] for last in lasts}
    return Listed(profile=_profile(row), sort_key=row["sort_key"], **told)


def _profile(row: Mapping[str, Any]) -> CandidateProfile:
    return CandidateProfile(
        candidate_id=row["candidate_id"],
        added_at=row["added_at"],
        version=Version(row["version"] or 0),
        source=row["source"],
        origin=row["origin"],
        facts=row["facts"],
    )
