"""Where every measurement takes place: an embedded database, thrown away at the end.

One that took minutes to fill may be kept in a folder instead, and be measured again.
"""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.database import Database
from ledger.embedded import running
from ledger.recording import Ledger
from ledger.words import ActorId, WorkspaceId
from projections.knowledge import Knowledge
from projections.prepare import prepare, workspace_of


@dataclass(frozen=True, slots=True)
class Stage:
    """An empty installation, ready to be measured."""

    database: Database
    workspace: WorkspaceId
    owner: ActorId
    ledger: Ledger
    data: Path


@contextmanager
def stage(kept: Path | None = None) -> Generator[Stage]:
    """Set up an installation; take it away afterwards, unless it is kept in a folder."""
    data = kept or Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        with (
            running(data, say=lambda _: None) as server,
            Database(server.app_url, server.owner_url) as database,
        ):
            prepare(database, tell=lambda _: None)
            with database.connection() as connection:
                workspace, owner = workspace_of(connection)
            ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace))
            yield Stage(database.of(workspace), workspace, owner, ledger, data)
    finally:
        if kept is None:
            shutil.rmtree(data, ignore_errors=True)
