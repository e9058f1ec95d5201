"""What is answered about the day: who waits for us, and what is due."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer


class Waiter(Answer):
    """Somebody who waits for a reply, or whom nobody has talked with for a while."""

    candidate_id: UUID
    name: str
    since: datetime
    """When they wrote, or when anybody engaged with them last."""


class Waiters(Answer):
    """The latest of those who wait, and how many there are of them."""

    people_count: int
    """Counted up to a thousand: 1,001 says that there are more."""
    items: list[Waiter]


class Today(Answer):
    """What a day asks for."""

    due_count: int
    """How many open follow-ups are due today or were before."""
    replies_owed: Waiters
    """Who wrote within sixty days and was not answered since."""
    going_cold: Waiters
    """Who was engaged with three times or more, and last two to eight months ago."""
