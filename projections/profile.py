"""Who is this candidate: the facts that hold at present, each with where it came from?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from psycopg.rows import DictRow

from ledger.events import CandidateAdded, CandidateUpdated
from ledger.tags import key_of
from ledger.words import CandidateId, Position, Version
from projections import relationship
from projections.ahead import Asked
from projections.applications import APPLICATIONS
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.relationship import RELATIONSHIP
from projections.search import SEARCH, patterns
from projections.tags import TAGS
from projections.timeline import TIMELINE
from projections.view import View

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

PROFILE = View("profile", key="candidate_id", adds=(CandidateAdded, CandidateUpdated))

SOUGHT = (SEARCH, POOL_MEMBERS, TAGS)
"""The views that words, a pool and a tag are looked up in."""
# What finds those who match, by what is asked for: the first of these.
_DRIVERS = {"patterns": "matching_words", "pool": "matching_pool", "tag": "matching_tag"}
Order = Literal["name", "-name", "last_engaged", "-last_engaged", "added", "-added"]
"""What a list goes by: names from A, or whoever was engaged with or added last first; with a
minus, from the other end."""
# Looked up one by one in a few milliseconds; of more, the first in order match soon enough.
FEW_MAX = 1_000


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
    rows = moment.rows("card", PROFILE, people=candidates)
    return {row["candidate_id"]: _profile(row) for row in rows}


def by_name(
    moment: Moment,
    *,
    query: str | None,
    pool: UUID | None,
    tag: str | None,
    after: tuple[str, CandidateId] | None,
    limit: int,
    sort: Order = "name",
) -> list[Listed]:
    """Return a page of candidates in the order of their names.

    `query` finds parts of names, companies, titles, places, tags and handles, every word of it
    somewhere, whatever the case and accents.
    """
    asked = narrowed(moment, query, pool, tag)
    if asked is None:
        return []
    keys: dict[str, Any] = {"after_key": after and after[0], "after_id": after and after[1]}
    rows = moment.rows(read_in("by_name", sort), *SOUGHT, limit=limit, **asked, **keys)
    return in_order(moment, rows)


def by_time(
    moment: Moment,
    *,
    sort: Order,
    query: str | None,
    pool: UUID | None,
    tag: str | None,
    after: tuple[datetime | None, CandidateId] | None,
    limit: int,
) -> list[Listed]:
    """Return a page of candidates, those last engaged with or last added first.

    Somebody nobody ever engaged with comes last; what is yet to come does not count. From the
    other end, all that is turned around. The rest is as for `by_name`.
    """
    asked = narrowed(moment, query, pool, tag)
    if asked is None:
        return []
    keys: dict[str, Any] = {"after_at": after and after[0], "after_id": after and after[1]}
    told = asked | keys
    if sort.endswith("added"):
        rows = moment.rows(read_in("by_added", sort), PROFILE, *SOUGHT, limit=limit, **told)
    else:
        views = (RELATIONSHIP, PROFILE, TIMELINE, *SOUGHT)
        read = "by_engaged" if told["among"] is None else "engaged_among"
        rows = moment.rows(read_in(read, sort), *views, limit=limit, now=moment.now(), **told)
    return in_order(moment, rows)


def read_in(read: str, sort: Order) -> str:
    """Return the name of a read that goes by this order, from the end that it says."""
    return f"{read}_reversed" if sort.startswith("-") else read


def narrowed(
    moment: Moment, query: str | None, pool: Any, tag: str | None
) -> dict[str, Any] | None:
    """Return what a list is asked for, or nothing where nobody matches.

    A few who match are put in order; of many the order is walked through.
    """
    words = patterns(moment.connection, query) if query else []
    asked: dict[str, Any] = {
        "patterns": words or None,
        "pool": pool,
        "tag": tag and key_of(tag),
    }
    match_count, among = _matching(moment, asked)
    if match_count == 0:
        return None
    if match_count <= FEW_MAX:
        return dict.fromkeys(asked) | {"among": among}
    return asked | {"among": None}


def _matching(moment: Moment, asked: Mapping[str, Any]) -> tuple[int, str | None]:
    """Return how many match, up to one too many, and their ids as an array in SQL."""
    read = next((_DRIVERS[name] for name, value in asked.items() if value is not None), None)
    if read is None:
        return FEW_MAX + 1, None
    # No index serves LIKE ALL; the longest word has the fewest rows to look through.
    longest = max(asked["patterns"] or [""], key=len)
    (row,) = moment.rows(read, *SOUGHT, few_max=FEW_MAX + 1, longest=longest, **asked)
    return row["match_count"], row["among"]


def names(moment: Moment, candidates: Sequence[CandidateId]) -> dict[CandidateId, str]:
    """Return the name that each of these candidates shows; empty where nobody told it."""
    rows = moment.rows("names", PROFILE, people=candidates)
    return {row["candidate_id"]: row["name"] for row in rows}


def count(moment: Moment) -> int:
    """Return how many candidates the workspace knows."""
    (row,) = moment.rows("count", PROFILE)
    return int(row["candidate_count"])


def is_anybody(moment: Moment) -> bool:
    """Return whether the workspace knows anybody at all, without counting them."""
    (row,) = moment.rows("anybody", PROFILE)
    return bool(row["is_anybody"])


def listed(moment: Moment, people: Sequence[CandidateId]) -> list[Listed]:
    """Return those of these candidates who are known, as a list shows them; ids are roots."""
    known = of_candidates(moment, people)
    return in_order(moment, [{"candidate_id": each, "sort_key": ""} for each in known])


def in_order(moment: Moment, rows: Sequence[DictRow]) -> list[Listed]:
    """Return the candidates that rows name, in their order, as a list shows them."""
    chosen = [CandidateId(row["candidate_id"]) for row in rows]
    moment.ahead(
        Asked("card", (PROFILE,), chosen),
        Asked("of_candidates", (RELATIONSHIP,), chosen),
        Asked("considered", (APPLICATIONS,), chosen),
    )
    known = of_candidates(moment, chosen)
    stands = relationship.of_candidates(moment, chosen, now=moment.now())
    return [
        Listed(
            profile=known[candidate],
            last_engaged_at=stands[candidate].last_engaged_at,
            last_contacted_at=stands[candidate].last_contacted_at,
            last_replied_at=stands[candidate].last_replied_at,
            sort_key=row["sort_key"],
        )
        for candidate, row in zip(chosen, rows, strict=True)
    ]


def _profile(row: Mapping[str, Any]) -> CandidateProfile:
    return CandidateProfile(
        candidate_id=row["candidate_id"],
        added_at=row["added_at"],
        version=Version(row["version"] or 0),
        source=row["source"],
        origin=row["origin"],
        facts=row["facts"],
    )
