"""The ledger of one workspace: what is asked of it is decided, appended, and answered."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from ledger import errors
from ledger.commands import Command
from ledger.database import Database
from ledger.entries import Recorded
from ledger.grouping import Group
from ledger.ids import new_id
from ledger.known import Known
from ledger.store import Request, Store, VersionTakenError
from ledger.words import ActorId, WorkspaceId

# Two losing attempts in a row are bad luck; a third says that others write there all the time.
ATTEMPTS_MAX = 3


class Ledger:
    """Records what happens in one workspace, from any number of threads."""

    def __init__(
        self, database: Database, workspace: WorkspaceId, known: Callable[[], Known]
    ) -> None:
        self.workspace = workspace
        self.database = database
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

        The same request recorded twice is recorded once: the caller may repeat it until it hears
        an answer. When somebody else writes to the same stream in between, the command is
        decided again on what is known then. Nothing new said is an empty list. Raise
        `errors.Refused` when a rule says no, `errors.Contended` after three lost races.
        """
        request = request_id or new_id()
        is_repeat = request_id is not None
        for _ in range(ATTEMPTS_MAX):
            # A repeat is answered before it is decided: its own first time would refuse it.
            earlier = self.store.recorded_by(request) if is_repeat else []
            if earlier:
                return earlier
            entries = command.decide(self._known(), at or datetime.now(UTC))
            if not entries:
                return []
            try:
                return self._group.append(Request(request, by, entries))
            except VersionTakenError:
                is_repeat = True
            except errors.OutcomeUnknown:
                # The answer was lost, not necessarily the commit: look before telling anybody.
                is_repeat = True
        raise errors.Contended
