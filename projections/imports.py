"""What was brought in, from where, and is it still in effect?"""

from collections.abc import Collection, Mapping, Sequence
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
    """Of the last time the file came."""
    brought: Mapping[str, Any] | None
    """What it brought in all, counted as in the report: it may have come several times."""
    position: Position
    version: Version


def one(moment: Moment, import_id: UUID) -> Sequence[Import]:
    """Return the import, or nothing where there is none with this id."""
    return [Import(**row) for row in moment.rows("one", IMPORTS, import_id=import_id)]


@dataclass(frozen=True, slots=True)
class Named:
    """Where an import came from, and when: what a reader of one fact wants to know."""

    source: str
    started_at: datetime


def named(moment: Moment, import_ids: Collection[UUID]) -> dict[UUID, Named]:
    """Return from where and when these imports came; one that is not there is left out."""
    if not import_ids:
        return {}
    rows = moment.rows("named", IMPORTS, imports=list(import_ids))
    return {row["stream_id"]: Named(row["source"], row["started_at"]) for row in rows}


def of_file(moment: Moment, sha256: str) -> Sequence[Import]:
    """Return every import of a file with these contents, newest first."""
    return [Import(**row) for row in moment.rows("of_file", IMPORTS, sha256=sha256)]


def page(moment: Moment, *, after: Position | None, limit: int) -> list[Import]:
    """Return a page of imports, newest first."""
    return [Import(**row) for row in moment.rows("page", IMPORTS, after=after, limit=limit)]
