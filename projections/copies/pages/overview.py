"""The first page: how much there is, and when it happened; and the page about the copy."""

from collections.abc import Iterator
from typing import Any

from projections.copies.copy import File, Whom
from projections.copies.pages import order
from projections.copies.pages.rendering import Site
from projections.follow_ups import FOLLOW_UPS
from projections.imports import IMPORTS
from projections.moment import Moment
from projections.pools import POOLS
from projections.profile import PROFILE
from projections.timeline import TIMELINE

_CHOSEN = "(%(people)s::uuid[] is null or candidate_id = any(%(people)s::uuid[]))"
_COUNTS = f"""
select (select count(*) from profile where workspace_id = %(workspace)s and {_CHOSEN}),
       (select count(*) from timeline
        where workspace_id = %(workspace)s and event_type = 'EngagementRecorded' and {_CHOSEN}),
       (select count(*) from pools where workspace_id = %(workspace)s),
       (select count(*) from follow_ups
        where workspace_id = %(workspace)s and state = 'open' and {_CHOSEN}),
       (select count(*) from imports where workspace_id = %(workspace)s)"""
_YEARS = f"""
select extract(year from occurred_at at time zone 'UTC')::int, count(*)
from timeline
where workspace_id = %(workspace)s and event_type = 'EngagementRecorded' and {_CHOSEN}
group by 1
order by 1 desc"""
_KINDS = f"""
select kind, count(*)
from timeline
where workspace_id = %(workspace)s and event_type = 'EngagementRecorded' and {_CHOSEN}
group by kind
order by 2 desc, kind collate "C"
"""
_BAR_UNITS = 1_000


def files(moment: Moment, whom: Whom, site: Site) -> Iterator[File]:
    """Yield the first page and the one about the copy."""
    people = order.asked(whom)
    views = (PROFILE, TIMELINE, POOLS, FOLLOW_UPS, IMPORTS)
    (counts,) = list(moment.streamed(_COUNTS.strip(), *views, people=people))
    yield site.page(
        "index.html",
        "index.html",
        counts=counts,
        years=_bars(list(moment.streamed(_YEARS.strip(), TIMELINE, people=people))),
        kinds=_bars(list(moment.streamed(_KINDS.strip(), TIMELINE, people=people))),
        letters=order.letters(moment, whom),
        is_of_everybody=whom is None,
    )
    yield site.page("html/about.html", "about.html")


def _bars(rows: list[tuple[Any, ...]]) -> list[tuple[Any, int, int]]:
    largest = max((count for _, count in rows), default=1)
    return [(what, count, max(1, count * _BAR_UNITS // largest)) for what, count in rows]
