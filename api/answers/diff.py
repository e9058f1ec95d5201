"""What is answered about two moments that are compared."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.answers import Answer
from projections.diff import How


class Change(Answer):
    """One thing that is otherwise than before; of a list, what went and what came."""

    what: str
    before: Any
    after: Any


class Changed(Answer):
    """What changed about one candidate."""

    candidate_id: UUID
    name: str
    how: How
    merged_into: UUID | None
    changes: list[Change]
    event_counts: Mapping[str, int]
    """How many events of each type were recorded about the person in between."""


class Sum(Answer):
    """What changed in all."""

    candidate_count_before: int
    candidate_count_after: int
    people: Mapping[str, int]
    """How many were added, changed, merged, parted or are gone."""
    event_counts: Mapping[str, int]


class Diff(Answer):
    """What changed after one position up to another, by person and in sum."""

    since: int
    until: int
    sum: Sum | None
    """On the first page, unless one person was asked about."""
    items: list[Changed]
    next_cursor: str | None
