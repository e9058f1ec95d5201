"""An installation, opened: its database up to date, its workspaces at hand."""

import gc
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from uuid import UUID

from api import founder, waiting
from api.settings import Settings
from ledger import errors
from ledger.access import users
from ledger.database import Database
from ledger.embedded import running
from ledger.erasure.erase import Eraser
from ledger.erasure.outside import Outside
from ledger.erasure.reapply import reapply
from ledger.erasure.receipt import Receipt
from ledger.ids import new_id
from ledger.proof.behind import reason_to_refuse
from ledger.proof.checkpoints import Proofs
from ledger.proof.keys import KeyFile
from ledger.recording import Ledger
from ledger.words import ActorId, Position, WorkspaceId
from projections.knowledge import Knowledge
from projections.members import home
from projections.moment import Moment
from projections.past import Past
from projections.prepare import create_workspace, prepare, workspace_of
from projections.rebuild import Progress


class Opened:
    """The workspaces that were opened in this process, each once."""

    def __init__(self) -> None:
        self._of: dict[WorkspaceId, Installation] = {}
        self._lock = Lock()

    def get(
        self, workspace: WorkspaceId, open_: "Callable[[], Installation]"
    ) -> "Installation":
        """Return the installation at work for a workspace, opened if it was not."""
        with self._lock:
            found = self._of.get(workspace)
            if found is None:
                found = self._of[workspace] = open_()
            return found

    def forget(self, workspace: WorkspaceId) -> None:
        """Open a workspace anew the next time."""
        with self._lock:
            self._of.pop(workspace, None)

    def all(self) -> "list[Installation]":
        """Return every one of them."""
        with self._lock:
            return list(self._of.values())


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything a request or a command needs, at work for one workspace."""

    settings: Settings
    database: Database
    workspace: WorkspaceId
    owner: ActorId
    """Who founded the workspace here; the command line acts for them."""
    ledger: Ledger
    past: Past
    opened: Opened = field(default_factory=Opened, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Whoever is at work for a workspace has connections that show this one alone.
        object.__setattr__(self, "database", self.database.of(self.workspace))

    @property
    def proofs(self) -> Proofs:
        """What can be proved of the history, and what was signed of it."""
        return proofs_of(self.settings, self.ledger, self.owner)

    def at(self, workspace: WorkspaceId) -> "Installation":
        """Return the same installation at work for another of its workspaces.

        Raise `errors.Unknown` where it has none with this id.
        """
        if workspace == self.workspace:
            return self
        return self.opened.get(workspace, lambda: self._open(workspace))

    def _open(self, workspace: WorkspaceId) -> "Installation":
        with self.database.of(workspace).connection() as connection:
            owner = home(connection, workspace).founder
        ledger = ledger_of(self.settings, self.database, workspace)
        found = replace(self, workspace=workspace, owner=owner, ledger=ledger)
        found.begin()
        return found

    def begin(self) -> None:
        """Look whether the workspace may be written to, and forget again who was erased."""
        database, settings = self.database, self.settings
        self.ledger.store.closed_because = reason_to_refuse(database, self.proofs)
        if not self.ledger.store.closed_because:
            reapply(
                database,
                self.workspace,
                folder=settings.erasures,
                key=settings.suppression_key,
                by=self.owner,
                region=settings.region,
            )

    def create(self, owner: UUID) -> "Installation":
        """Begin another workspace, an empty ledger, for somebody of this installation."""
        with self.database.connection() as connection, connection.transaction():
            workspace, _ = create_workspace(connection, new_id(), owner)
            users.open_door(connection, owner, workspace)
        return self.at(workspace)

    def of_restored(self, workspace: WorkspaceId) -> "Installation":
        """Return the same installation at work for the workspace that a restore brought."""
        with self.database.connection() as connection:
            founder.let_in(connection, workspace, self.owner)
        ledger = ledger_of(self.settings, self.database, workspace)
        return replace(self, workspace=workspace, ledger=ledger)

    def knowledge(self) -> Knowledge:
        """Return what the views know now, for decisions and imports."""
        return knowledge_of(self.settings, self.database, self.workspace)

    def eraser(self) -> Eraser:
        """Return what erases people of the workspace."""
        settings = self.settings
        return Eraser(self.database, self.workspace, settings.suppression_key, settings.region)

    def erase(
        self, candidate: UUID, *, by: ActorId | None = None, reason: str | None = None
    ) -> Receipt:
        """Erase somebody, and keep outside the database that they were."""
        receipt = self.eraser().erase(candidate, by=by or self.owner, reason=reason)
        with self.database.connection() as connection:
            # If we die before this line, the next start adds it.
            Outside(self.settings.erasures, self.workspace).add(connection)
        # A file that still waits may speak of them.
        waiting.drop_all(self.settings.data, self.workspace)
        return receipt

    @contextmanager
    def moment(self, until: Position | None = None) -> Generator[Moment]:
        """Lend the views as they are now, or as they were at a position."""
        with self.database.connection() as connection:
            yield Moment(connection, self.workspace, until, self.past)


def proofs_of(settings: Settings, ledger: Ledger, owner: ActorId) -> Proofs:
    """Return what can be proved of a ledger's history, signed with the installation's key."""
    signer = KeyFile(settings.data, settings.signing_key_file)
    store = ledger.store
    outside = settings.data / "checkpoints" / str(store.workspace)
    return Proofs(store.database, ledger, owner, signer, outside)


def knowledge_of(settings: Settings, database: Database, workspace: WorkspaceId) -> Knowledge:
    """Return what the views of a workspace know now."""
    return Knowledge(database, workspace, settings.region, settings.suppression_key)


def ledger_of(settings: Settings, database: Database, workspace: WorkspaceId) -> Ledger:
    """Return the ledger of a workspace."""
    return Ledger(database, workspace, lambda: knowledge_of(settings, database, workspace))


# Millions of short-lived rows would have the cycle collector look through all that is
# alive again and again; it took a third of an import's time.
_COLLECT_AFTER = 100_000


def tell_nobody(_: Progress) -> None:
    """Take the news of a rebuild and keep it."""


@contextmanager
def installation(
    settings: Settings,
    *,
    say: Callable[[str], None],
    tell: Callable[[Progress], None] = tell_nobody,
) -> Generator[Installation]:
    """Open the installation in the data directory, or on `DATABASE_URL`, for as long as needed.

    The embedded database is started or shared with whoever uses it; schema and views are
    brought up to date.
    """
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    if settings.database_url is not None:
        own = Database(settings.database_url, settings.database_owner_url)
        _refuse_mighty(own)
        with _opened(settings, own, tell) as opened:
            _say_if_closed(opened, say)
            yield opened
        return
    with (
        running(settings.data, say=say) as server,
        _opened(settings, Database(server.app_url, server.owner_url), tell) as opened,
    ):
        _say_if_closed(opened, say)
        yield opened


def _refuse_mighty(database: Database) -> None:
    """Refuse to work with rights that no wall and no trigger stops."""
    with closing(database.alone()) as connection:
        (row,) = connection.execute(
            "select rolname, rolsuper or rolbypassrls as is_mighty"
            " from pg_roles where rolname = current_user"
        ).fetchall()
    if row["is_mighty"]:
        raise errors.SetupNeeded(
            f"{row['rolname']} may do anything on that server, the past included: name another"
            " role in DATABASE_URL. `rapport doctor` prints the SQL."
        )


def _say_if_closed(opened: Installation, say: Callable[[str], None]) -> None:
    if reason := opened.ledger.store.closed_because:
        say(f"Read-only: {reason}")


@contextmanager
def _opened(
    settings: Settings, database: Database, tell: Callable[[Progress], None]
) -> Generator[Installation]:
    prepare(database, tell=tell)
    with database:
        with database.connection() as connection:
            workspace, owner = workspace_of(connection)
            founder.let_in(connection, workspace, owner)
        with closing(Past(database)) as past:
            ledger = ledger_of(settings, database, workspace)
            found = Installation(settings, database, workspace, owner, ledger, past)
            found.begin()
            yield found
