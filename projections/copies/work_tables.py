"""The tables of a recruiter's work: pools, promises, applications, saved searches."""

from projections.applications import APPLICATIONS
from projections.copies.table import OF_SOMEBODY, Column, Table, identifier
from projections.follow_ups import FOLLOW_UPS
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.searches import SEARCHES

_POOLS = Table(
    "pools",
    "A named group of candidates.",
    (POOLS,),
    (
        identifier("pool_id", "t.stream_id"),
        Column("name"),
        Column("description"),
        Column("stages", "array", "nullif(t.stages, 'null')"),
        Column("is_archived", "boolean"),
        Column("created_at", "datetime"),
        Column("version", "integer"),
    ),
    key=("pool_id",),
    about=(),
)

_POOL_MEMBERS = Table(
    "pool_members",
    "Somebody's place in a pool.",
    (POOL_MEMBERS,),
    (
        identifier("candidate_id"),
        identifier("pool_id"),
        Column("joined_at", "datetime"),
        Column("stage"),
        Column("moved_at", "datetime"),
    ),
    key=("candidate_id", "pool_id"),
    refers=OF_SOMEBODY | {"pool_id": "pools"},
)

_FOLLOW_UPS = Table(
    "follow_ups",
    "A promise to come back to somebody.",
    (FOLLOW_UPS,),
    (
        identifier("follow_up_id", "t.stream_id"),
        identifier("candidate_id"),
        Column("due_on", "date"),
        Column("about"),
        Column("state"),
        Column("done_at", "datetime"),
        Column("version", "integer"),
    ),
    key=("follow_up_id",),
    refers=OF_SOMEBODY,
)

_APPLICATIONS = Table(
    "applications",
    "Somebody considered for an opportunity.",
    (APPLICATIONS,),
    (
        identifier("application_id", "t.stream_id"),
        identifier("candidate_id"),
        Column("opportunity"),
        Column("applied_at", "datetime"),
        Column("stage"),
        Column("status"),
        Column("rejection_reason"),
        Column("closed_at", "datetime"),
        Column("version", "integer"),
    ),
    key=("application_id",),
    refers=OF_SOMEBODY,
)

_SEARCHES = Table(
    "searches",
    "What the list of people is asked for again and again, by a name.",
    (SEARCHES,),
    (
        identifier("search_id", "t.stream_id"),
        Column("name"),
        Column("query"),
        Column("version", "integer"),
    ),
    key=("search_id",),
    about=(),
)

WORK_TABLES = (_POOLS, _POOL_MEMBERS, _FOLLOW_UPS, _APPLICATIONS)
SEARCH_TABLES = (_SEARCHES,)
