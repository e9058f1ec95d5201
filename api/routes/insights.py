"""Insights: how the work goes, worked out from what was recorded."""

from datetime import timedelta
from uuid import UUID

from api.access import Reader
from api.answers import Page
from api.answers.insights import (
    BusyPool,
    ColdMember,
    PoolCoverage,
    PoolFigures,
    ReplyTime,
    SourceCount,
)
from api.as_of import AsOf
from api.routes import pools
from api.routes.noun import noun
from ledger.access.looks import Shown
from projections import insights, profile

router = noun("insights")

_POOLS_MAX = 12
_SOURCES_MAX = 12
_COLDEST_MAX = 3
_WEEKS = 12
_BUSY_WITHIN = timedelta(weeks=4)
# Replies are looked for among what happened in these days: half a year of a large ledger is
# some forty thousand engagements.
_REPLIES_OF = timedelta(days=184)


@router.get("/insights/coverage")
def read_coverage(caller: Reader, as_of: AsOf = None) -> Page[PoolCoverage]:
    """Say of the largest pools how many members were touched, and how long ago."""
    with caller.moment(as_of) as moment:
        rows = insights.coverage(moment, now=moment.now(), limit=_POOLS_MAX)
    items = [
        PoolCoverage(
            pool_id=row.pool_id,
            name=row.name,
            member_count=row.member_count,
            within_30_days=row.recent_count,
            within_90_days=row.while_count,
            longer_or_never=row.member_count - row.recent_count - row.while_count,
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=None)


@router.get("/insights/pools")
def read_busiest_pools(caller: Reader, as_of: AsOf = None) -> Page[BusyPool]:
    """List the pools with whose members most was done within four weeks."""
    with caller.moment(as_of) as moment:
        now = moment.now()
        since = now - _BUSY_WITHIN
        rows = insights.busiest(moment, since=since, now=now, limit=_POOLS_MAX)
    items = [
        BusyPool(
            pool_id=row.pool_id,
            name=row.name,
            engagement_count=row.engagement_count,
            people_count=row.people_count,
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=None)


@router.get("/insights/replies")
def read_reply_times(caller: Reader, as_of: AsOf = None) -> Page[ReplyTime]:
    """Say how soon either side answered, month by month, for half a year."""
    with caller.moment(as_of) as moment:
        now = moment.now()
        rows = insights.replies(moment, since=now - _REPLIES_OF, now=now)
    items = [
        ReplyTime(
            month_on=row.month_on,
            by="candidate" if row.direction == "inbound" else "recruiter",
            median_hours=round(float(row.median_hours), 1),
            reply_count=row.reply_count,
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=None)


@router.get("/insights/sources")
def read_sources(caller: Reader, as_of: AsOf = None) -> Page[SourceCount]:
    """Say where candidates came from first, the commonest source first."""
    with caller.moment(as_of) as moment:
        rows = insights.sources(moment, limit=_SOURCES_MAX)
    items = [
        SourceCount(source=row.source or None, candidate_count=row.candidate_count)
        for row in rows
    ]
    return Page(items=items, next_cursor=None)


@router.get("/pools/{pool_id}/figures")
def read_pool_figures(caller: Reader, pool_id: UUID, as_of: AsOf = None) -> PoolFigures:
    """Say how a pool is looked after: twelve weeks, the last touch, who is coldest."""
    pools.read_pool(caller, pool_id, as_of)
    with caller.moment(as_of) as moment:
        now = moment.now()
        monday = now.date() - timedelta(days=now.weekday(), weeks=_WEEKS - 1)
        since = now - timedelta(days=now.weekday() + 1, weeks=_WEEKS - 1)
        counts = insights.weeks_of_pool(moment, pool_id, since=since, now=now)
        cold = insights.coldest(moment, pool_id, limit=_COLDEST_MAX)
        names = profile.names(moment, [each.candidate_id for each in cold])
        last = insights.last_touch(moment, pool_id, now=now)
    caller.looked(Shown.LIST, count=len(cold))
    mondays = [monday + timedelta(weeks=week) for week in range(_WEEKS)]
    return PoolFigures(
        weeks=[counts.get(each, 0) for each in mondays],
        last_engaged_at=last[0] if last else None,
        coldest=[
            ColdMember(
                candidate_id=each.candidate_id,
                name=names.get(each.candidate_id, ""),
                last_engaged_at=each.last_engaged_at,
            )
            for each in cold
        ],
    )
