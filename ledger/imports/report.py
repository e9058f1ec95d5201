"""What became of every row of an import, in numbers and, where a row was left out, by place."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from ledger.imports.records import Place, Skipped, Unused

# An event stays readable: the first thousand places are listed, all of them are counted.
LISTED_MAX = 1_000

State = Literal["completed", "known", "reinstated", "previewed"]


@dataclass(slots=True)
class Report:
    """One file brought in, or looked at; each data row is recorded, known, or skipped."""

    source: str
    filename: str
    sha256: str
    size_bytes: int
    is_dry_run: bool
    import_id: UUID | None = None
    """The import that holds its events; the earlier one where this file brought nothing new."""
    state: State = "completed"
    event_count: int = 0
    people: Counter[str] = field(default_factory=Counter[str])
    """How many people were new, changed, or known as they are."""
    engagements: Counter[str] = field(default_factory=Counter[str])
    """How many engagements were new, or known."""
    rows_by_file: dict[str, int] = field(default_factory=dict[str, int])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    skipped_by_reason: Counter[str] = field(default_factory=Counter[str])
    unused: list[Unused] = field(default_factory=list[Unused])
    notes: list[str] = field(default_factory=list[str])
    _recorded: set[Place] = field(default_factory=set[Place])
    _known: set[Place] = field(default_factory=set[Place])
    _skipped: set[Place] = field(default_factory=set[Place])

    def tell(self, *places: Place, is_new: bool) -> None:
        """Count rows that led to events, or that said nothing new."""
        (self._recorded if is_new else self._known).update(places)

    def skip(self, skipped: Skipped) -> None:
        """Count a row that was left out, and keep its place while there are few."""
        self._skipped.add(skipped.place)
        self.skipped_by_reason[skipped.reason] += 1
        if len(self.skipped) < LISTED_MAX:
            self.skipped.append(skipped)

    @property
    def rows_read(self) -> int:
        """How many data rows the files held."""
        return sum(self.rows_by_file.values())

    @property
    def recorded_count(self) -> int:
        """How many rows led to events."""
        return len(self._recorded)

    @property
    def known_count(self) -> int:
        """How many rows said nothing new."""
        return len(self._known - self._recorded)

    @property
    def skipped_count(self) -> int:
        """How many rows were left out and led to nothing."""
        return len(self._skipped - self._recorded - self._known)

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is answered, shown and kept in the ledger."""
        return {
            "source": self.source,
            "filename": self.filename,
            "sha256": self.sha256,
            "size_bytes": self.size_bytes,
            "is_dry_run": self.is_dry_run,
            "import_id": str(self.import_id) if self.import_id else None,
            "state": self.state,
            "rows_read": self.rows_read,
            "recorded": self.recorded_count,
            "already_known": self.known_count,
            "skipped": self.skipped_count,
            "event_count": self.event_count,
            "people": dict(self.people),
            "engagements": dict(self.engagements),
            "rows_by_file": self.rows_by_file,
            "skipped_by_reason": dict(self.skipped_by_reason),
            "skipped_rows": [
                {"file": each.place.file, "line": each.place.line, "reason": each.reason}
                for each in self.skipped
            ],
            "unused_files": [
                {"file": each.file, "reason": each.reason} for each in self.unused
            ],
            "notes": self.notes,
        }
