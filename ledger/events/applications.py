"""Applications: somebody is considered for an opportunity."""

from ledger.events.event import Event
from ledger.words import ApplicationOutcome, Line, Origin, Text


class ApplicationOpened(Event):
    """The candidate became an applicant, or was put forward, for an opportunity."""

    opportunity: Line
    stage: Line
    origin: Origin | None = None
    source: Line | None = None


class ApplicationMoved(Event):
    """An application reached another stage."""

    stage: Line


class ApplicationClosed(Event):
    """An application ended."""

    outcome: ApplicationOutcome
    rejection_reason: Text | None = None


class ApplicationReopened(Event):
    """An application that had ended was taken up again, at the stage it had reached."""


class ApplicationRetracted(Event):
    """An application was taken back: it was none, or not this candidate's."""

    reason: Text | None = None
