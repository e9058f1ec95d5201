"""Who is let through by a sieve, in the order of a list, and how many are?"""

from collections.abc import Sequence
from typing import Any

from psycopg.rows import DictRow

from ledger.words import CandidateId
from projections import profile
from projections.applications import APPLICATIONS
from projections.follow_ups import FOLLOW_UPS
from projections.moment import Moment
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.sieve import Sieve
from projections.timeline import TIMELINE


def sifted(
    moment: Moment,
    sieve: Sieve,
    *,
    sort: profile.Order,
    query: str | None,
    pool: Any,
    tag: str | None,
    after: tuple[Any, CandidateId] | None,
    limit: int,
) -> list[profile.Listed]:
    """Return a page of those whom a sieve lets through, ordered as by `by_name`, `by_time`."""
    return profile.in_order(
        moment, _sifted(moment, sieve, sort, (query, pool, tag), after, limit)
    )


def count_up_to(
    moment: Moment,
    most: int,
    sieve: Sieve,
    *,
    query: str | None,
    pool: Any,
    tag: str | None,
) -> int:
    """Return how many match; one more than `most` says that there are more than that."""
    if sieve.lets_all_in and query is pool is tag is None:
        return profile.count(moment)
    return len(_sifted(moment, sieve, "added", (query, pool, tag), None, most + 1))


def _sifted(
    moment: Moment,
    sieve: Sieve,
    sort: profile.Order,
    sought: tuple[str | None, Any, str | None],
    after: tuple[Any, CandidateId] | None,
    limit: int,
) -> Sequence[DictRow]:
    asked = profile.narrowed(moment, *sought)
    if asked is None:
        return []
    by_name = sort.endswith("name")
    told: dict[str, Any] = asked | sieve.values(moment.now())
    told |= {"sort": sort.removeprefix("-"), "limit": limit, "after_id": after and after[1]}
    told |= {"after_key": (after and by_name and after[0]) or None}
    told |= {"after_at": None if after is None or by_name else after[0]}
    views = (RELATIONSHIP, PROFILE, TIMELINE, *profile.SOUGHT, APPLICATIONS, FOLLOW_UPS)
    return moment.rows(profile.read_in("sifted", sort), *views, **told)
