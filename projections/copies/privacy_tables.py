"""The tables that tell what people allow, what is owed to them, and who was forgotten."""

from projections.consents import CONSENTS
from projections.copies.table import OF_SOMEBODY, Column, Table, identifier
from projections.erasures import ERASURES
from projections.retention_rules import RETENTION_RULES
from projections.safeguards import SAFEGUARDS
from projections.suppression import SUPPRESSION

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
    refers=OF_SOMEBODY,
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
    refers=OF_SOMEBODY,
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

PRIVACY_TABLES = (_CONSENTS, _SAFEGUARDS, _RETENTION_RULES)
ERASURE_TABLES = (_ERASURES, _SUPPRESSION)
