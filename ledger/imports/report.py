"""What became of every row of an import, in numbers and, where a row was left out, by place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from uuid import UUID

from ledger.imports.kept_words import KeptWords
from ledger.imports.records import Noted, Place, Skipped, Unused
from ledger.imports.taken_for import Column, Table
from ledger.known import LookAlike
from ledger.words import CandidateId

# An event stays readable: the first thousand places are listed, all of them are counted.
LISTED_MAX = 1_000

# Enough to see what an export changes; the counts by field are of all.
_CHANGES_LISTED_MAX = 200

Sort = Literal["people", "engagements", "memberships", "applications"]
SORTS: tuple[Sort, ...] = get_args(Sort)
State = Literal["completed", "known", "reinstated", "previewed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changed about somebody known."""

    place: Place
    candidate_id: CandidateId | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resembling:
    """A newcomer, and the known candidate whom they resemble most."""

    place: Place
    name: str
    alike: LookAlike


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
    """How many engagements were new, corrected, or known."""
    memberships: Counter[str] = field(default_factory=Counter[str])
    """How many memberships in pools were new, or known."""
    applications: Counter[str] = field(default_factory=Counter[str])
    """How many applications were new, changed, or known."""
    changes_by_field: Counter[str] = field(default_factory=Counter[str])
    """Of the people who were known: how many changed in this fact."""
    changes: list["Change"] = field(default_factory=list["Change"])
    look_alikes: list["Resembling"] = field(default_factory=list["Resembling"])
    """Of a preview: who would be new and resembles somebody known."""
    tables: list[Table] = field(default_factory=list[Table])
    """What the columns of tables were taken for."""
    rows_by_file: dict[str, int] = field(default_factory=dict[str, int])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    skipped_by_reason: Counter[str] = field(default_factory=Counter[str])
    unused: list[Unused] = field(default_factory=list[Unused])
    notes: list[str] = field(default_factory=list[str])
    _recorded: set[Place] = field(default_factory=set[Place])
    _known: set[Place] = field(default_factory=set[Place])
    _skipped: set[Place] = field(default_factory=set[Place])
    _unmet: dict[Place, str] = field(default_factory=dict[Place, str])
    _kept_words: KeptWords = field(default_factory=KeptWords)
    _known_before: int = 0
    _skipped_before: int = 0

    def tell(self, *places: Place, is_new: bool) -> None:
        """Count rows that led to events, or that said nothing new."""
        (self._recorded if is_new else self._known).update(places)

    def counts(self, of: Sort) -> Counter[str]:
        """Return what became of the records of one sort."""
        counters: dict[str, Counter[str]] = {
            "people": self.people,
            "engagements": self.engagements,
            "memberships": self.memberships,
            "applications": self.applications,
        }
        return counters[of]

    def change(
        self, place: Place, candidate_id: CandidateId | None, fields: tuple[str, ...]
    ) -> None:
        """Count what changed about somebody known, and list it while there are few."""
        self.changes_by_field.update(fields)
        if len(self.changes) < _CHANGES_LISTED_MAX:
            self.changes.append(Change(place, candidate_id, fields))

    def resemble(self, place: Place, name: str, alike: LookAlike) -> None:
        """List somebody who would be new and resembles somebody known."""
        self.look_alikes.append(Resembling(place, name, alike))

    def skip_if_nothing_came(self, skipped: Skipped) -> None:
        """Leave a row out unless something else in it leads, or led, to more."""
        self._unmet.setdefault(skipped.place, skipped.reason)

    def settle(self) -> None:
        """Skip the rows that nothing came of, now that all is told."""
        for place, reason in self._unmet.items():
            if place not in self._recorded and place not in self._known:
                self.skip(Skipped(place, reason))
        self._unmet.clear()

    def skip(self, skipped: Skipped) -> None:
        """Count a row that was left out, and keep its place while there are few."""
        self._skipped.add(skipped.place)
        self._kept_words.learn(skipped.reason, skipped.kept)
        self.skipped_by_reason[skipped.reason] += 1
        if len(self.skipped) < LISTED_MAX:
            self.skipped.append(skipped)

    def note(self, noted: Noted) -> None:
        """Say something of the file as a whole."""
        self.notes.append(noted.note)
        self._kept_words.learn(noted.note, noted.kept)

    def repeat(self, kept: Mapping[str, Any]) -> None:
        """Say of each row what a kept report makes of it now: all that it counted is known."""
        self.state = "known"
        for of in SORTS:
            counted = kept[of]
            if count := sum(counted.values()):
                self.counts(of)["known"] = count
        self._known_before = kept["recorded"] + kept["already_known"]
        self._skipped_before = kept["skipped"]
        self.rows_by_file = dict(kept["rows_by_file"])
        self.skipped_by_reason.update(kept["skipped_by_reason"])
        self.skipped += [
            Skipped(Place(each["file"], each["line"]), each["reason"])
            for each in kept["skipped_rows"]
        ]
        self.unused += [Unused(**each) for each in kept["unused_files"]]
        self.tables += [_table(each) for each in kept["tables"]]
        self.notes += kept["notes"]

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
        return self._known_before + len(self._known - self._recorded)

    @property
    def skipped_count(self) -> int:
        """How many rows were left out and led to nothing."""
        return self._skipped_before + len(self._skipped - self._recorded - self._known)

    def kept(self) -> dict[str, Any]:
        """Return the report as the ledger keeps it: without anything that stood in the file."""
        return self._kept_words.of(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is answered and shown."""
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
            "memberships": dict(self.memberships),
            "applications": dict(self.applications),
            "changes_by_field": dict(self.changes_by_field),
            "changes": [
                _at(each.place)
                | {
                    "candidate_id": str(each.candidate_id) if each.candidate_id else None,
                    "fields": list(each.fields),
                }
                for each in self.changes
            ],
            "rows_by_file": self.rows_by_file,
            "skipped_by_reason": dict(self.skipped_by_reason),
            "skipped_rows": [
                _at(each.place) | {"reason": each.reason} for each in self.skipped
            ],
            "unused_files": [each._asdict() for each in self.unused],
            "look_alikes": [
                _at(each.place)
                | {
                    "name": each.name,
                    "candidate_id": str(each.alike.candidate_id),
                    "score": each.alike.score,
                    "evidence": list(each.alike.evidence),
                }
                for each in self.look_alikes
            ],
            "tables": [
                {
                    "file": table.file,
                    "signature": table.signature,
                    "columns": [
                        column._asdict() | {"samples": list(column.samples)}
                        for column in table.columns
                    ],
                }
                for table in self.tables
            ],
            "notes": self.notes,
        }


def _at(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line}


def _table(kept: Mapping[str, Any]) -> Table:
    columns = (Column(**each | {"samples": ()}) for each in kept["columns"])
    return Table(kept["file"], kept["signature"], tuple(columns))
