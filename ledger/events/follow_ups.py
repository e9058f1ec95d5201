"""What was promised."""

from datetime import date

from ledger.events.event import Event
from ledger.words import Line, Text


class FollowUpPromised(Event):
    """The recruiter promised to come back to the candidate by a certain day."""

    due_on: date
    about: Line


class FollowUpDone(Event):
    """A promised follow-up was kept."""


class FollowUpCancelled(Event):
    """A promised follow-up is no longer needed."""

    reason: Text | None = None
