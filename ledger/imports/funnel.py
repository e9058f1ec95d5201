"""The one funnel: whatever the source, its records become events of one import.

A file is read to its end before anything is written, so that what is wrong with it is found in
time; then its records are planned and appended, a few thousand at a time. If we die in between,
the import stands as running, and bringing in the same file again goes on where it stopped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID

from ledger import errors
from ledger.commands.imports import ReinstateImport
from ledger.entries import Entry
from ledger.events import ImportCompleted, ImportStarted
from ledger.ids import new_id
from ledger.imports.files import Files, open_files
from ledger.imports.planning import Planner
from ledger.imports.records import Noted, Reader, Reading, Record, Skipped, Unused
from ledger.imports.report import Report
from ledger.imports.shelf import Shelf
from ledger.imports.sources import reader_of
from ledger.known import Known
from ledger.recording import Ledger
from ledger.rows import Request
from ledger.store import VersionTakenError
from ledger.words import ActorId, StreamId

# Somebody else claims one of thousands of handles at the same moment: rare, so many tries.
_ATTEMPTS_MAX = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come; the total is known once the first reading is done."""

    state: Literal["reading", "writing"]
    row_count: int
    row_total: int | None


Tell = Callable[[Progress], None]


def bring_in(
    ledger: Ledger,
    known: Known,
    *paths: Path,
    by: ActorId,
    is_dry_run: bool,
    tell: Tell,
    filename: str | None = None,
) -> Report:
    """Bring in one input (a zip, a folder, or single files) and report on every row of it.

    The same input again records nothing; a newer one records what is new. An input whose import
    was reverted is reinstated. With `is_dry_run` nothing is written and the report says what
    would be. Raise `errors.Unreadable` or `errors.TooLarge` before anything is written.
    """
    with open_files(*paths) as files:
        reader = reader_of(files)
        run = _Run(ledger, known, by, files, reader, filename or files.filename)
        reading = reader.read(files)
        records = Shelf(reading.records)
        for _ in records.filling():
            tell(Progress("reading", sum(reading.rows_by_file.values()), None))
        return run.bring_in(reading, records, tell, is_dry_run=is_dry_run)


class _Run:
    """One import under way."""

    def __init__(
        self,
        ledger: Ledger,
        known: Known,
        by: ActorId,
        files: Files,
        reader: Reader,
        filename: str,
    ) -> None:
        self._ledger = ledger
        self._known = known
        self._by = by
        self._files = files
        self._reader = reader
        self._filename = filename

    def bring_in(
        self, reading: Reading, records: Shelf, tell: Tell, *, is_dry_run: bool
    ) -> Report:
        """Record what is new in what was read."""
        report = Report(
            source=self._reader.source,
            filename=self._filename,
            sha256=self._files.sha256,
            size_bytes=self._files.size_bytes,
            is_dry_run=is_dry_run,
            rows_by_file=reading.rows_by_file,
        )
        earlier = self._earlier(report, is_dry_run=is_dry_run)
        planner = Planner(self._ledger, self._known, self._reader.source, report)
        started = ImportStarted(
            source=report.source,
            filename=self._filename[:1_000],
            sha256=report.sha256,
            size_bytes=report.size_bytes,
            owner=reading.owner,
        )
        for share, batch in records.batches():
            _put_down(report, batch)
            if is_dry_run:
                planner.plan(batch, None)
                planner.keep()
            else:
                self._append(planner, batch, report, started)
            total = report.rows_read
            tell(Progress("writing", round(total * share), total))
        if is_dry_run:
            report.state = "previewed"
        else:
            self._complete(report, earlier)
        return report

    def _earlier(self, report: Report, *, is_dry_run: bool) -> UUID | None:
        imports = sorted(
            self._known.rows("imports", sha256=report.sha256),
            key=lambda row: row["position"],
            reverse=True,
        )
        if not imports:
            return None
        latest = imports[0]
        if latest["state"] == "running":
            # It was stopped midway: what follows belongs to it.
            report.import_id = latest["stream_id"]
        if latest["state"] == "reverted":
            note = (
                f"This file was brought in before and taken back (import {latest['stream_id']})"
            )
            report.notes.append(f"{note}: that import is reinstated.")
            if not is_dry_run:
                command = ReinstateImport(import_id=latest["stream_id"])
                self._ledger.record(command, by=self._by)
            report.state = "reinstated"
        return latest["stream_id"]

    def _append(
        self,
        planner: Planner,
        records: Sequence[Record],
        report: Report,
        started: ImportStarted,
    ) -> None:
        for _ in range(_ATTEMPTS_MAX):
            import_id = report.import_id or new_id()
            entries = planner.plan(records, import_id)
            if not entries:
                planner.keep()
                return
            if report.import_id is None:
                entries = [Entry(started, StreamId(import_id), 1), *entries]
            try:
                self._ledger.append(Request(new_id(), self._by, entries))
            except VersionTakenError:
                # Another import, or somebody at work, was first with one of these: plan anew.
                continue
            report.import_id = import_id
            report.event_count += len(entries)
            planner.keep()
            return
        raise errors.Contended

    def _complete(self, report: Report, earlier: UUID | None) -> None:
        if report.import_id is None:
            report.import_id = earlier
            if report.state != "reinstated":
                report.state = "known"
            return
        for _ in range(_ATTEMPTS_MAX):
            rows = self._known.rows("imports", stream_id=report.import_id)
            if rows and rows[0]["state"] != "running":
                return
            version = self._known.version(report.import_id) + 1
            completed = ImportCompleted(report=report.as_json())
            entry = Entry(completed, StreamId(report.import_id), version)
            try:
                self._ledger.append(Request(new_id(), self._by, [entry]))
            except VersionTakenError:
                continue
            return
        raise errors.Contended


def _put_down(report: Report, records: Sequence[Record]) -> None:
    for record in records:
        match record:
            case Skipped():
                report.skip(record)
            case Unused():
                report.unused.append(record)
            case Noted(note):
                report.notes.append(note)
            case _:
                pass
