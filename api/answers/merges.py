"""What is answered about merges."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer
from api.answers.candidates import Candidate, FactHistory
from api.answers.engagements import Line


class Merge(Answer):
    """Two candidates who are read as one, or were."""

    id: UUID
    primary_candidate_id: UUID
    duplicate_candidate_id: UUID
    merged_at: datetime
    state: Literal["merged", "unmerged"]
    version: int


class Merged(Answer):
    """Two candidates read as one: what their merge made of them, or would make."""

    merge_id: UUID | None
    """By which the merge is undone; a dry run makes none."""
    candidate: Candidate
    """With the handles, tags, pools and counts of both."""
    facts: list[FactHistory]
    """Field by field the value that holds, then what it outranks, each with whose it was."""
    timeline: list[Line]
    """The first lines of the joint timeline, newest first."""
