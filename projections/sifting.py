"""Who is let through by a sieve, in the order of a list, and how many are?"""

from collections.abc import Sequence
from typing import Any

from psycopg.rows import DictRow

from ledger.words import CandidateId
from projections import lists, profile
from projections.applications import APPLICATIONS
from projections.follow_ups import FOLLOW_UPS
from projections.moment import Moment
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.sieve import Sieve
from projections.timeline import TIMELINE

COUNTED_MAX = lists.FEW_MAX
"""How far those who match are counted; everybody there is, to the last."""


def sifted(
    moment: Moment,
    sieve: Sieve,
    *,
    sort: lists.Order,
    query: str | None,
    pool: Any,
    tag: str | None,
    after: tuple[Any, CandidateId] | None,
    limit: int,
) -> list[lists.Listed]:
    """Return a page of those whom a sieve lets through, ordered as by `by_name`, `by_time`."""
    return lists.in_order(
        moment, _sifted(moment, sieve, sort, (query, pool, tag), after, limit)
    )


def count(
    moment: Moment, sieve: Sieve, *, query: str | None, pool: Any, tag: str | None
) -> int:
    """Return how many match; one more than `COUNTED_MAX` says that there are more than that."""
    if not sieve.lets_all_in:
        sought = (query, pool, tag)
        return len(_sifted(moment, sieve, "added", sought, None, COUNTED_MAX + 1))
    if query is pool is tag is None:
        return profile.count(moment)
    return lists.count_matching(moment, query=query, pool=pool, tag=tag)


def _sifted(
    moment: Moment,
    sieve: Sieve,
    sort: lists.Order,
    sought: tuple[str | None, Any, str | None],
    after: tuple[Any, CandidateId] | None,
    limit: int,
) -> Sequence[DictRow]:
    asked = lists.narrowed(moment, *sought)
    if asked is None:
        return []
    by_name = sort.endswith("name")
    told: dict[str, Any] = asked | sieve.values(moment.now())
    told |= {"sort": sort.removeprefix("-"), "limit": limit, "after_id": after and after[1]}
    told |= {"after_key": (after and by_name and after[0]) or None}
    told |= {"after_at": None if after is None or by_name else after[0]}
    views = (RELATIONSHIP, PROFILE, TIMELINE, *lists.SOUGHT, APPLICATIONS, FOLLOW_UPS)
    return moment.rows(lists.read_in("sifted", sort), *views, **told)
