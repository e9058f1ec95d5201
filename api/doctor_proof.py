"""Is the database the one that was left, as far as the checkpoints outside of it tell?"""

from collections.abc import Iterator

import psycopg

from api.findings import Finding, fail, ok
from api.installation import proofs_of
from api.settings import Settings
from ledger import errors
from ledger.database import Database
from ledger.proof.behind import reason_to_refuse
from ledger.proof.checkpoints import Proofs
from ledger.recording import Ledger
from ledger.words import ActorId, WorkspaceId
from projections.knowledge import Knowledge

_NAME = "checkpoints"
_WORKSPACE = (
    "select workspace_id, owner_id from ledger.workspaces()"
    " order by created_at, workspace_id limit 1"
)


def examine_proof(settings: Settings, database: Database) -> Iterator[Finding]:
    """Compare the database with the last checkpoint; nothing where there is no ledger yet."""
    try:
        with database:
            with database.connection() as connection:
                row = connection.execute(_WORKSPACE).fetchone()
            if row is not None:
                workspace, owner = WorkspaceId(row["workspace_id"]), ActorId(row["owner_id"])
                ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace))
                yield _finding(database, proofs_of(settings, ledger, owner))
    except (errors.Unavailable, psycopg.Error):
        # Said already, with its cure, by those who looked at the database and its schema.
        return


def _finding(database: Database, proofs: Proofs) -> Finding:
    if reason := reason_to_refuse(database, proofs):
        return fail(_NAME, "The ledger is read-only.", reason)
    sizes = proofs.outside.sizes()
    if not sizes:
        return ok(_NAME, "None was signed yet.")
    return ok(_NAME, f"{len(sizes):,} outside, the last of {sizes[-1]:,} events: still true")
