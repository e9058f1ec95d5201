"""What is answered about imports, views and the server itself."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from api.answers import Answer


class ImportProgress(Answer):
    """How far a running import has come."""

    state: str
    row_count: int
    row_total: int | None
    bytes_read: int
    bytes_total: int


class Import(Answer):
    """One file brought in."""

    id: UUID
    state: Literal["running", "completed", "reverted"]
    source: str
    filename: str
    sha256: str
    size_bytes: int
    started_by: UUID
    """The member or the key that brought it in."""
    started_at: datetime
    completed_at: datetime | None
    version: int
    progress: ImportProgress | None
    """Only while it runs in this process."""
    report: dict[str, Any] | None
    """What became of its rows when the file came last."""
    brought: dict[str, Any] | None
    """What it brought in all: a file that comes again may add what was missing since."""


class Running(Answer):
    """An import that goes on after the answer, or that the ledger holds nothing of yet."""

    id: UUID
    state: Literal["running", "failed"] = "running"
    sha256: str
    progress: ImportProgress | None
    problem: str | None = None
    """What was wrong, where it failed: nothing is half brought in."""
    report: dict[str, Any] | None = None


class View(Answer):
    """A view: when it was last built anew, from which query, and about how many rows it has."""

    name: str
    built_at: datetime
    digest: str
    row_estimate: int


class Views(Answer):
    """Every view."""

    items: list[View]


class Rebuilt(Answer):
    """A view built anew."""

    name: str
    event_count: int
    duration_seconds: str


class Health(Answer):
    """How the server is."""

    status: Literal["ok"] = "ok"
