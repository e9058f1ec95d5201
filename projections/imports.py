"""What was brought in, from where, and is it still in effect?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.events import ImportCompleted, ImportReinstated, ImportReverted, ImportStarted
from ledger.words import ActorId, Position, StreamId, Version
from projections.moment import Moment
from projections.view import View

IMPORTS = View(
    "imports",
    key="stream_id",
    adds=(ImportStarted,),
    amends=(ImportCompleted, ImportReverted, ImportReinstated),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class Import:
    """One file brought in; `state` is running, completed or reverted."""

    stream_id: StreamId
    source: str
    filename: str
    sha256: str
    size_bytes: int
    started_by: ActorId
    started_at: datetime
    completed_at: datetime | None
    state: str
    report: Mapping[str, Any] | None
    position: Position
    version: Version


def one(moment: Moment, import_id: UUID) -> Sequence[Import]:
    """Return the import, or nothing where there is none with this id."""
    return [Import(**row) for row in moment.rows("one", IMPORTS, import_id=import_id)]


def of_file(moment: Moment, sha256: str) -> Sequence[Import]:
    """Return every import of a file with these contents, newest first."""
    return [Import(**row) for row in moment.rows("of_file", IMPORTS, sha256=sha256)]


def page(moment: Moment, *, after: Position | None, limit: int) -> list[Import]:
    """Return a page of imports, newest first."""
    return [Import(**row) for row in moment.rows("page", IMPORTS, after=after, limit=limit)]
