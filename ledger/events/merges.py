"""Two records, one person, or two people after all."""

from uuid import UUID

from ledger.events.event import Event
from ledger.words import Text


class CandidatesMerged(Event):
    """Two candidates turned out to be one person: from now on they are read as one."""

    primary_candidate_id: UUID
    duplicate_candidate_id: UUID
    reason: Text | None = None


class CandidatesUnmerged(Event):
    """A merge was a mistake: the two are read as two again, whatever happened since."""

    reason: Text | None = None


class CandidatesKeptApart(Event):
    """Two candidates who look alike turned out to be two people."""

    primary_candidate_id: UUID
    other_candidate_id: UUID
    reason: Text | None = None


class LookAlikesPutOff(Event):
    """Whether two candidates who look alike are one person was left for later."""

    primary_candidate_id: UUID
    other_candidate_id: UUID
    reason: Text | None = None
