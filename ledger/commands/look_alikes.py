"""Deciding about two candidates who look alike: they are two people, or it is left for later.

That they are one person is a merge. The last word on a pair counts, and whoever reads a person
as merged finds what was decided about the two before.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import CandidatesKeptApart, LookAlikesPutOff
from ledger.known import Known
from ledger.words import CandidateId, StreamId, Text


class _DecideOnPair(Command):
    """Say something about two candidates who are read as two people."""

    primary_candidate_id: UUID
    other_candidate_id: UUID
    reason: Text | None = None

    event: ClassVar[type[CandidatesKeptApart | LookAlikesPutOff]]
    decision: ClassVar[str]

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        primary = known.root(self.primary_candidate_id)
        other = known.root(self.other_candidate_id)
        if self.primary_candidate_id == self.other_candidate_id:
            raise errors.Invalid("Two different candidates are needed.")
        if primary == other:
            raise errors.NotAllowedNow(
                "They are read as one person: take the merge back first."
            )
        pair_id = pair_of(known, primary, other)
        version = known.version(pair_id) + 1
        rows = known.rows("look_alike_decisions", stream_id=pair_id)
        if rows and rows[0]["decision"] == self.decision:
            return []
        said = self.event(
            primary_candidate_id=primary, other_candidate_id=other, reason=self.reason
        )
        return [Entry(said, pair_id, version, primary)]


class KeepApart(_DecideOnPair):
    """Say that two candidates who look alike are two people."""

    event = CandidatesKeptApart
    decision = "apart"


class DecideLater(_DecideOnPair):
    """Leave for later whether two candidates who look alike are one person."""

    event = LookAlikesPutOff
    decision = "later"


def pair_of(known: Known, one: CandidateId, other: CandidateId) -> StreamId:
    """Return the stream on which decisions about two candidates stand, in either order."""
    return known.id_of("pair", *sorted((one, other)))
