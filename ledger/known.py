"""What the ledger asks the views before it decides; projections fulfil it, api wires it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from ledger.likeness.traits import Held
from ledger.words import CandidateId, HandleType, StreamId


class Newcomer(NamedTuple):
    """Somebody a file speaks of whom the ledger does not know: name, facts and handles."""

    name: str
    facts: Mapping[str, Any]
    handles: Sequence[Held]


class LookAlike(NamedTuple):
    """A known candidate whom a newcomer resembles: from 0 to 100, and why, in words."""

    candidate_id: CandidateId
    score: int
    evidence: tuple[str, ...]


class Known(Protocol):
    """What is known at the moment of a decision. Every answer is of the same workspace.

    Views answer within the moment they are asked; a decision is protected by the versions of
    the streams it writes to, and decided again when one of them moved.
    """

    @property
    def region(self) -> str | None:
        """The country whose phone numbers are written without a code here, where one is set."""
        ...

    def root(self, candidate_id: UUID) -> CandidateId:
        """Return whom this candidate is read as; raise `errors.Unknown` for a stranger."""
        ...

    def version(self, stream_id: UUID) -> int:
        """Return how many events the stream holds."""
        ...

    def rows(self, view: str, **key: Any) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a view that have these values, at most a hundred.

        Without any value, of all rows.
        """
        ...

    def holders(self, handle_ids: Sequence[StreamId]) -> Mapping[StreamId, CandidateId]:
        """Return who holds each handle that is held: the id the earliest effective claim named.

        A handle that several people share is held by nobody. The id may have been merged into
        another since; what is recorded about it stays with it should the merge be undone.
        """
        ...

    def standing_in(self, conversations: Sequence[str]) -> Mapping[StreamId, CandidateId]:
        """Return the engagements of conversations that stand and are not called off.

        Each with the candidate it was recorded about, merged since or not.
        """
        ...

    def id_of(self, *names: object) -> StreamId:
        """Return the id that follows from what these names stand for in this workspace."""
        ...

    def column_meanings(self) -> Mapping[str, Mapping[str, str | None]]:
        """Return what the columns of tables were said to mean, by the tables' signatures."""
        ...

    def names(self, candidates: Sequence[CandidateId]) -> Mapping[CandidateId, str]:
        """Return the name under which each of these candidates is known."""
        ...

    def shared(self, handle_ids: Sequence[StreamId]) -> Collection[StreamId]:
        """Return which of these handles were said to be several people's."""
        ...

    def has_erased(self) -> bool:
        """Say whether anybody was ever erased."""
        ...

    def has_suppressed(self) -> bool:
        """Say whether any handle of somebody erased may not come in: mostly, none."""
        ...

    def erased_on(
        self, handles: Sequence[tuple[HandleType, str]]
    ) -> Mapping[tuple[HandleType, str], date]:
        """Return when whoever had these handles was erased; the others are left out.

        Handles are given by type and key. Asked after it was asked who holds them: somebody who
        is erased in between is found by one question or the other.
        """
        ...

    def suppression_hash(self, type_: HandleType, key: str) -> str:
        """Return what stands for a handle in the list of those that may not come in again.

        Raise `errors.SetupNeeded` where the list's key is not there.
        """
        ...

    def look_alikes(self, newcomers: Sequence[Newcomer]) -> Sequence[Sequence[LookAlike]]:
        """Return for each of up to a thousand newcomers whom they resemble, best first."""
        ...
