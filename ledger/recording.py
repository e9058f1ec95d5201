"""The ledger of one workspace: what is asked of it is decided, appended, and answered."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from ledger import errors
from ledger.commands import Command
from ledger.database import Database
from ledger.entries import Recorded
from ledger.grouping import Group
from ledger.ids import new_id
from ledger.known import Known
from ledger.parcels import Parcel, Request
from ledger.recorder import WorkspaceRecorder
from ledger.store import Store, VersionTakenError
from ledger.words import ActorId, WorkspaceId

# Two losing attempts in a row are bad luck; a third says that others write there all the time.
ATTEMPTS_MAX = 3
# A transaction of this many takes some ten milliseconds, so that others need not wait long.
_TOGETHER_MAX = 500
# A database that was killed is back within seconds; a minute is more than a restart takes.
_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

_Answer = TypeVar("_Answer")


class Ledger:
    """Records what happens in one workspace, from any number of threads."""

    def __init__(
        self, database: Database, workspace: WorkspaceId, known: Callable[[], Known]
    ) -> None:
        self.workspace = workspace
        self.database = database.of(workspace)
        self.store = Store(database, workspace)
        self._known = known
        self._group = Group(self.store.append)

    def record(
        self,
        command: Command,
        *,
        by: ActorId,
        request_id: UUID | None = None,
        at: datetime | None = None,
    ) -> list[Recorded]:
        """Append the events a command leads to and return them as recorded.

        The same request recorded twice is recorded once: the caller may repeat it until it
        hears an answer. When somebody else writes to the same stream in between, the command is
        decided again on what is known then. Nothing new said is an empty list. Raise
        `errors.Refused` when a rule says no, `errors.Contended` after three lost races,
        `errors.OutcomeUnknown` when the database went away and cannot be asked what it kept.
        """
        request = request_id or new_id()
        is_repeat = request_id is not None
        lost: errors.OutcomeUnknown | None = None
        for _ in range(ATTEMPTS_MAX):
            try:
                return self._attempt(command, request, by, at, is_repeat=is_repeat)
            except VersionTakenError:
                lost = None
            except errors.OutcomeUnknown as unknown:
                # The answer was lost, not necessarily the commit: look before telling anybody.
                lost = unknown
            except errors.Unavailable:
                if lost is None:
                    raise
                raise lost from None
            is_repeat = True
        raise lost or errors.Contended

    def _attempt(
        self,
        command: Command,
        request: UUID,
        by: ActorId,
        at: datetime | None,
        *,
        is_repeat: bool,
    ) -> list[Recorded]:
        # A repeat is answered before it is decided: its own first time would refuse it.
        earlier = self.store.recorded_by(request) if is_repeat else []
        if earlier:
            return earlier
        entries = command.decide(self._known(), at or datetime.now(UTC))
        return self._group.append(Request(request, by, entries)) if entries else []

    def record_many(
        self,
        commands: Sequence[Command],
        *,
        by: ActorId,
        request_ids: Sequence[UUID | None],
    ) -> list[list[Recorded] | errors.LedgerError]:
        """Record many commands, each as if it were alone; answer or refusal, in their order.

        They share transactions of a few hundred; where one of those is refused, its commands go
        one by one, so that a bad command never fails its neighbours. When the database goes
        away, raise `errors.Unavailable` or `errors.OutcomeUnknown` for all of them: some may be
        recorded, and the same requests may be repeated.
        """
        outcomes: list[list[Recorded] | errors.LedgerError] = []
        try:
            for start in range(0, len(commands), _TOGETHER_MAX):
                chosen = slice(start, start + _TOGETHER_MAX)
                together = list(zip(commands[chosen], request_ids[chosen], strict=True))
                try:
                    outcomes += self._record_together(together, by)
                except (errors.Unavailable, errors.OutcomeUnknown):
                    raise
                except (VersionTakenError, errors.LedgerError):
                    for command, request_id in together:
                        outcomes.append(self._outcome(command, request_id, by))
        except errors.Unavailable as gone:
            if outcomes:
                raise errors.OutcomeUnknown(gone.detail) from gone
            raise
        return outcomes

    def _record_together(
        self, together: Sequence[tuple[Command, UUID | None]], by: ActorId
    ) -> list[list[Recorded]]:
        at, known = datetime.now(UTC), self._known()
        requests = [
            Request(request_id or new_id(), by, command.decide(known, at))
            for command, request_id in together
        ]
        answers = iter(self.store.append([each for each in requests if each.entries]))
        return [next(answers) if request.entries else [] for request in requests]

    def _outcome(
        self, command: Command, request_id: UUID | None, by: ActorId
    ) -> list[Recorded] | errors.LedgerError:
        try:
            return self.record(command, by=by, request_id=request_id)
        except (errors.Unavailable, errors.OutcomeUnknown):
            raise
        except errors.LedgerError as refusal:
            return refusal

    def append(self, request: Request) -> list[Recorded]:
        """Append entries decided elsewhere, all of them or none; return them as recorded.

        When the database goes away, wait for it to come back: the same request is recorded once
        however often it is sent. Raise `VersionTakenError` when somebody else wrote to one of
        the streams first, `errors.Unavailable` when the database stays away.
        """
        (answer,) = _insisting(lambda: self.store.append([request]))
        return answer

    def put(self, parcel: Parcel) -> None:
        """Append entries as `append` does, for a caller who needs no answer, as an import."""
        _insisting(lambda: self.store.put(parcel))

    def recorder(self) -> WorkspaceRecorder:
        """Return the event library's door: its notification log and its subscriptions."""
        return WorkspaceRecorder(self.store)


def _insisting(append: Callable[[], _Answer]) -> _Answer:
    """Append again until the database answers, or has stayed away for too long."""
    for pause in _PAUSES:
        try:
            return append()
        except (errors.Unavailable, errors.OutcomeUnknown):
            time.sleep(pause)
    return append()
