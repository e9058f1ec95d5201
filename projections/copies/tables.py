"""Which tables the views are copied into; a new view is an entry in `TABLES`.

They hold every value as it is: a spreadsheet may take a text that begins with `=` for a
formula. `spreadsheet` writes the copies that are safe there.
"""

from collections.abc import Iterator

from projections.applications import APPLICATIONS
from projections.column_meanings import COLUMN_MEANINGS
from projections.consents import CONSENTS
from projections.copies.access_tables import ACCESS_TABLES
from projections.copies.copy import Copy, File, Whom
from projections.copies.table import Column, Table, identifier
from projections.erasures import ERASURES
from projections.follow_ups import FOLLOW_UPS
from projections.handles import HANDLES
from projections.imports import IMPORTS
from projections.look_alike_decisions import LOOK_ALIKE_DECISIONS
from projections.merges import MERGES
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.retention_rules import RETENTION_RULES
from projections.safeguards import SAFEGUARDS
from projections.searches import SEARCHES
from projections.suppression import SUPPRESSION
from projections.tags import TAGS
from projections.timeline import TIMELINE

_OF_SOMEBODY = {"candidate_id": "candidates"}
_LISTS = ("employments", "educations", "skills", "languages")

_CANDIDATES = Table(
    "candidates",
    "A person the recruiter knows, with the facts that hold.",
    (PROFILE,),
    (
        identifier("candidate_id"),
        Column("name", source="ledger.display_name(t.facts)"),
        *(
            Column(fact, source=f"t.facts #>> '{{{fact},value}}'")
            for fact in (
                "first_name", "last_name", "headline", "company", "title", "location",
                "summary",
            )
        ),
        *(Column(f, "array", f"nullif(t.facts #> '{{{f},value}}', 'null')") for f in _LISTS),
        Column("custom_fields", "object", "nullif(t.facts #> '{custom_fields,value}', 'null')"),
        Column("source"),
        Column("origin"),
        Column("added_at", "datetime"),
        Column("version", "integer"),
        Column("facts", "object"),
    ),
    key=("candidate_id",),
)  # fmt: skip

_HANDLES = Table(
    "handles",
    "A way to reach or recognise somebody.",
    (HANDLES,),
    (
        identifier("candidate_id"),
        identifier("handle_id"),
        Column("type"),
        Column("value"),
        Column("key"),
        Column("label", source="t.told ->> 'label'"),
        Column("is_primary", "boolean", "(t.told ->> 'is_primary')::boolean"),
        Column("is_shared", "boolean", "(t.told ->> 'is_shared')::boolean"),
        Column("status", source="t.told ->> 'status'"),
        Column("source", source="t.told ->> 'source'"),
        Column("claimed_position", "integer"),
    ),
    key=("candidate_id", "handle_id"),
    refers=_OF_SOMEBODY,
)

_TAGS = Table(
    "tags",
    "A tag that somebody carries.",
    (TAGS,),
    (identifier("candidate_id"), Column("tag_key"), Column("tag")),
    key=("candidate_id", "tag_key"),
    refers=_OF_SOMEBODY,
)

_TOLD = """timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
cross join lateral (
    select coalesce(ledger.upcast(e.event_type, e.schema_version, e.payload), '{}')
               || coalesce(t.changes, '{}') as payload) told"""
_IN_TIMELINE = (
    Column("position", "integer"),
    identifier("stream_id"),
    Column("version", "integer"),
    identifier("candidate_id"),
    identifier("subject_id"),
    Column("event_type"),
    Column("occurred_at", "datetime"),
    Column("recorded_at", "datetime", "e.recorded_at"),
    identifier("import_id", "e.import_id"),
    Column("edit_count", "integer"),
)

_TIMELINE = Table(
    "timeline",
    "Something that happened; what was said is in `engagements`.",
    (TIMELINE,),
    (
        *_IN_TIMELINE,
        Column(
            "payload",
            "object",
            "case when t.event_type <> 'EngagementRecorded' then told.payload end",
        ),
    ),
    key=("position",),
    relation=_TOLD,
)


def _said(name: str) -> str:
    return f"told.payload ->> '{name}'"


_ENGAGEMENTS = Table(
    "engagements",
    "An interaction with somebody, as it is to be read after corrections.",
    (TIMELINE,),
    (
        identifier("engagement_id", "t.stream_id"),
        Column("position", "integer"),
        identifier("candidate_id"),
        Column("occurred_at", "datetime"),
        *(
            Column(name, source=_said(name))
            for name in (
                "kind", "direction", "channel", "subject", "body", "outcome", "visibility",
                "conversation_id", "source", "external_id",
            )
        ),
        Column("duration_minutes", "integer", _said("duration_minutes")),
        Column("is_cancelled", "boolean", _said("is_cancelled")),
        Column("participants", "array", "nullif(told.payload -> 'participants', 'null')"),
        Column("attachments", "array", "nullif(told.payload -> 'attachments', 'null')"),
        Column("edit_count", "integer"),
    ),
    key=("position",),
    relation=f"(select * from timeline where event_type = 'EngagementRecorded') t{_TOLD[10:]}",
    refers=_OF_SOMEBODY,
)  # fmt: skip

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
    refers=_OF_SOMEBODY | {"pool_id": "pools"},
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
    refers=_OF_SOMEBODY,
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
    refers=_OF_SOMEBODY,
)

_RELATIONSHIP = Table(
    "relationship",
    "How things stand with somebody; instants may lie ahead.",
    (RELATIONSHIP,),
    (
        identifier("candidate_id"),
        Column("engagement_count", "integer"),
        *(
            Column(name, "datetime")
            for name in (
                "first_engaged_at", "last_engaged_at", "last_contacted_at", "last_replied_at",
            )
        ),
    ),
    key=("candidate_id",),
    refers=_OF_SOMEBODY,
)  # fmt: skip

_CONSENTS = Table(
    "consents",
    "The last word on one use of somebody's data.",
    (CONSENTS,),
    (
        identifier("candidate_id"),
        Column("purpose"),
        Column("is_given", "boolean"),
        Column("legal_basis"),
        Column("expires_on", "date"),
        Column("evidence"),
        Column("reason"),
        Column("said_at", "datetime"),
    ),
    key=("candidate_id", "purpose"),
    refers=_OF_SOMEBODY,
)

_SAFEGUARDS = Table(
    "safeguards",
    "The last word on whether somebody may be contacted, was told, must be kept.",
    (SAFEGUARDS,),
    (
        identifier("candidate_id"),
        Column("about"),
        Column("event_type"),
        Column("until", "date"),
        Column("channel"),
        Column("reason"),
        Column("said_at", "datetime"),
    ),
    key=("candidate_id", "about"),
    refers=_OF_SOMEBODY,
)

_RETENTION_RULES = Table(
    "retention_rules",
    "A rule by which people are proposed for erasure.",
    (RETENTION_RULES,),
    (
        identifier("rule_id", "t.stream_id"),
        Column("name"),
        Column("months", "integer"),
        Column("counted_from"),
        Column("source"),
        identifier("pool_id"),
        Column("version", "integer"),
    ),
    key=("rule_id",),
    about=(),
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

_ERASURES = Table(
    "erasures",
    "An id under which somebody was known who was erased.",
    (ERASURES,),
    (
        identifier("erasure_id", "t.stream_id"),
        identifier("candidate_id"),
        Column("erased_at", "datetime"),
        Column("position", "integer"),
    ),
    key=("erasure_id", "candidate_id"),
    about=(),
)

_SUPPRESSION = Table(
    "suppression",
    "A keyed hash of a handle that no import may bring back.",
    (SUPPRESSION,),
    (
        identifier("erasure_id", "t.stream_id"),
        Column("hash"),
        Column("erased_at", "datetime"),
    ),
    key=("erasure_id", "hash"),
    about=(),
)

_MERGES = Table(
    "merges",
    "Two candidates who turned out to be one person, or not after all.",
    (MERGES,),
    (
        identifier("merge_id", "t.stream_id"),
        identifier("primary_candidate_id"),
        identifier("duplicate_candidate_id"),
        Column("merged_at", "datetime"),
        Column("state"),
        Column("version", "integer"),
    ),
    key=("merge_id",),
    about=("primary_candidate_id", "duplicate_candidate_id"),
)

_IMPORTS = Table(
    "imports",
    "A file that was brought in.",
    (IMPORTS,),
    (
        identifier("import_id", "t.stream_id"),
        Column("source"),
        Column("filename"),
        Column("sha256"),
        Column("size_bytes", "integer"),
        Column("started_at", "datetime"),
        Column("completed_at", "datetime"),
        Column("state"),
        Column("report", "object"),
        Column("position", "integer"),
        Column("version", "integer"),
    ),
    key=("import_id",),
    about=(),
)

_LOOK_ALIKE_DECISIONS = Table(
    "look_alike_decisions",
    "The last word on two candidates who look alike.",
    (LOOK_ALIKE_DECISIONS,),
    (
        identifier("pair_id", "t.stream_id"),
        identifier("primary_candidate_id"),
        identifier("other_candidate_id"),
        Column("decision"),
        Column("reason"),
        Column("decided_at", "datetime"),
    ),
    key=("pair_id",),
    about=("primary_candidate_id", "other_candidate_id"),
)

_COLUMN_MEANINGS = Table(
    "column_meanings",
    "What the columns of a kind of table were said to mean.",
    (COLUMN_MEANINGS,),
    (
        identifier("meaning_id", "t.stream_id"),
        Column("signature"),
        Column("columns", "object"),
    ),
    key=("meaning_id",),
    about=(),
)

TABLES = (
    _CANDIDATES,
    _HANDLES,
    _TAGS,
    _TIMELINE,
    _ENGAGEMENTS,
    _RELATIONSHIP,
    _POOLS,
    _POOL_MEMBERS,
    _FOLLOW_UPS,
    _APPLICATIONS,
    _CONSENTS,
    _SAFEGUARDS,
    _RETENTION_RULES,
    _SEARCHES,
    _ERASURES,
    _SUPPRESSION,
    _MERGES,
    _LOOK_ALIKE_DECISIONS,
    _IMPORTS,
    _COLUMN_MEANINGS,
    *ACCESS_TABLES,
)
"""Every table, in the order in which the archive holds them."""


def tables_of(whom: Whom) -> tuple[Table, ...]:
    """Return the tables of everybody, or those that speak of certain people only."""
    return tuple(table for table in TABLES if whom is None or table.about)


def files(moment: Moment, whom: Whom) -> Iterator[File]:
    """Yield a file for each table."""
    for table in tables_of(whom):
        yield f"tables/{table.name}.csv", table.csv(moment, whom)


COPY = Copy("tables", files)
