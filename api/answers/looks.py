"""What is answered about who looked at whom."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer
from ledger.access.looks import Shown


class Look(Answer):
    """One answer that held personal data, and who asked for it."""

    id: UUID
    looked_at: datetime
    member_id: UUID
    """The member who answers for it: for a key, whoever issued it."""
    member_name: str | None
    key_id: UUID | None
    """The key by which they looked; null where they looked themselves."""
    what: Shown
    candidate_id: UUID | None
    """Whom it was about, where it was one person who was not erased since."""
    people_count: int | None
    """How many people were in it; null where all there are may be."""
    as_of: int
    """The place in the history that was looked at."""


class LookSum(Answer):
    """How often a member looked at one kind of answer."""

    member_id: UUID
    member_name: str | None
    what: Shown
    look_count: int
    people_count: int
    """How many people were in these answers, those counted again who were in several."""
    last_looked_at: datetime


class Looks(Answer):
    """A page of looks, the newest first; the first page has the sums as well."""

    items: list[Look]
    sums: list[LookSum] | None
    next_cursor: str | None
