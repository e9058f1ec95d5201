"""The tables that tell who somebody is, and what happened with them."""

from projections.copies.table import OF_SOMEBODY, Column, Table, identifier
from projections.handles import HANDLES
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.tags import TAGS
from projections.timeline import TIMELINE

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
    refers=OF_SOMEBODY,
)

_TAGS = Table(
    "tags",
    "A tag that somebody carries.",
    (TAGS,),
    (identifier("candidate_id"), Column("tag_key"), Column("tag")),
    key=("candidate_id", "tag_key"),
    refers=OF_SOMEBODY,
)

_AS_TOLD = """
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
    relation=f"timeline t{_AS_TOLD}",
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
    relation=f"(select * from timeline where event_type = 'EngagementRecorded') t{_AS_TOLD}",
    refers=OF_SOMEBODY,
)  # fmt: skip

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
    refers=OF_SOMEBODY,
)  # fmt: skip

PEOPLE_TABLES = (_CANDIDATES, _HANDLES, _TAGS, _TIMELINE, _ENGAGEMENTS, _RELATIONSHIP)
