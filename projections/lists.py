"""Who is in a list of people, and in which order?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.rows import DictRow

from ledger.tags import key_of
from ledger.words import CandidateId
from projections import profile, relationship
from projections.ahead import Asked
from projections.applications import APPLICATIONS
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.profile import PROFILE, CandidateProfile
from projections.relationship import RELATIONSHIP
from projections.search import SEARCH, patterns
from projections.tags import TAGS
from projections.timeline import TIMELINE

SOUGHT = (SEARCH, POOL_MEMBERS, TAGS)
"""The views that words, a pool and a tag are looked up in."""
# What finds those who match, by what is asked for: the first of these.
_DRIVERS = {"patterns": "matching_words", "pool": "matching_pool", "tag": "matching_tag"}
Order = Literal["name", "-name", "last_engaged", "-last_engaged", "added", "-added"]
"""What a list goes by: names from A, or whoever was engaged with or added last first; with a
minus, from the other end."""
# Looked up one by one in a few milliseconds; of more, the first in order match soon enough.
FEW_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate in a list, with what a list shows and the key that its paging goes by."""

    profile: CandidateProfile
    last_engaged_at: datetime | None
    last_contacted_at: datetime | None
    last_replied_at: datetime | None
    sort_key: str
    """In a list by name, the name as it is compared."""


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
    asked = _sought(moment, query, pool, tag)
    match_count, among = _matching(moment, asked)
    if match_count == 0:
        return None
    if match_count <= FEW_MAX:
        return dict.fromkeys(asked) | {"among": among}
    return asked | {"among": None}


def count_matching(
    moment: Moment, *, query: str | None, pool: UUID | None, tag: str | None
) -> int:
    """Return how many match; one more than `FEW_MAX` says that there are more than that."""
    match_count, _ = _matching(moment, _sought(moment, query, pool, tag))
    return match_count


def listed(moment: Moment, people: Sequence[CandidateId]) -> list[Listed]:
    """Return those of these candidates who are known, as a list shows them; ids are roots."""
    known = profile.of_candidates(moment, people)
    return in_order(moment, [{"candidate_id": each, "sort_key": ""} for each in known])


def in_order(moment: Moment, rows: Sequence[DictRow]) -> list[Listed]:
    """Return the candidates that rows name, in their order, as a list shows them."""
    chosen = [CandidateId(row["candidate_id"]) for row in rows]
    moment.ahead(
        Asked("card", (PROFILE,), chosen),
        Asked("of_candidates", (RELATIONSHIP,), chosen),
        Asked("considered", (APPLICATIONS,), chosen),
    )
    known = profile.of_candidates(moment, chosen)
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


def _sought(moment: Moment, query: str | None, pool: Any, tag: str | None) -> dict[str, Any]:
    words = patterns(moment.connection, query) if query else []
    return {"patterns": words or None, "pool": pool, "tag": tag and key_of(tag)}


def _matching(moment: Moment, asked: Mapping[str, Any]) -> tuple[int, str | None]:
    """Return how many match, up to one too many, and their ids as an array in SQL."""
    read = next((_DRIVERS[name] for name, value in asked.items() if value is not None), None)
    if read is None:
        return FEW_MAX + 1, None
    # No index serves LIKE ALL; the longest word has the fewest rows to look through.
    longest = max(asked["patterns"] or [""], key=len)
    (row,) = moment.rows(read, *SOUGHT, few_max=FEW_MAX + 1, longest=longest, **asked)
    return row["match_count"], row["among"]
