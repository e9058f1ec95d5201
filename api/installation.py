"""An installation, opened: its database up to date, its workspace at hand."""

import gc
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from api.settings import Settings
from ledger import errors
from ledger.database import Database
from ledger.embedded import running
from ledger.erasure.erase import Eraser
from ledger.erasure.outside import Outside
from ledger.erasure.reapply import reapply
from ledger.erasure.receipt import Receipt
from ledger.proof.behind import reason_to_refuse
from ledger.proof.checkpoints import Proofs
from ledger.proof.keys import KeyFile
from ledger.recording import Ledger
from ledger.words import ActorId, Position, WorkspaceId
from projections.knowledge import Knowledge
from projections.moment import Moment
from projections.past import Past
from projections.prepare import prepare, workspace_of
from projections.rebuild import Progress


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything a request or a command needs."""

    settings: Settings
    database: Database
    workspace: WorkspaceId
    owner: ActorId
    """Until keys and sign-in come: who records, and whose workspace it is."""
    ledger: Ledger
    past: Past

    def __post_init__(self) -> None:
        # Whoever is at work for a workspace has connections that show this one alone.
        object.__setattr__(self, "database", self.database.of(self.workspace))

    @property
    def proofs(self) -> Proofs:
        """What can be proved of the history, and what was signed of it."""
        return proofs_of(self.settings, self.ledger, self.owner)

    def of_restored(self, workspace: WorkspaceId) -> "Installation":
        """Return the same installation at work for the workspace that a restore brought."""
        database, settings = self.database, self.settings
        region, key = settings.region, settings.suppression_key
        ledger = Ledger(
            database, workspace, lambda: Knowledge(database, workspace, region, key)
        )
        return replace(self, workspace=workspace, ledger=ledger)

    def knowledge(self) -> Knowledge:
        """Return what the views know now, for decisions and imports."""
        settings = self.settings
        return Knowledge(
            self.database, self.workspace, settings.region, settings.suppression_key
        )

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
        region, key = settings.region, settings.suppression_key
        ledger = Ledger(
            database, workspace, lambda: Knowledge(database, workspace, region, key)
        )
        with closing(Past(database)) as past:
            found = Installation(settings, database, workspace, owner, ledger, past)
            ledger.store.closed_because = reason_to_refuse(database, found.proofs)
            if not ledger.store.closed_because:
                reapply(database, workspace, folder=settings.erasures, key=key, by=owner)
            yield found
