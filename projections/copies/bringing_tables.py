"""The tables that tell what was brought in, and which of the people in it are one person."""

from projections.column_meanings import COLUMN_MEANINGS
from projections.copies.table import Column, Table, identifier
from projections.imports import IMPORTS
from projections.look_alike_decisions import LOOK_ALIKE_DECISIONS
from projections.merges import MERGES

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

BRINGING_TABLES = (_MERGES, _LOOK_ALIKE_DECISIONS, _IMPORTS, _COLUMN_MEANINGS)
