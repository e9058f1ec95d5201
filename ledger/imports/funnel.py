"""The one funnel: whatever the source, its records become events of one import.

A file is read to its end before anything is written, so that what is wrong with it is found in
time; then its records are planned and appended, a few thousand at a time. If we die in between,
the import stands as running, and bringing in the same file again goes on where it stopped.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ledger.commands.imports import ExplainColumns
from ledger.entries import Entry
from ledger.imports.apart import RECORDS_TOGETHER, read_apart
from ledger.imports.bringer import Bringer
from ledger.imports.collector import looked_through_at_last
from ledger.imports.options import Options
from ledger.imports.packets import unpacked
from ledger.imports.plan import STRANGER
from ledger.imports.planners import Planners
from ledger.imports.progress import Progress, Tell
from ledger.imports.reading import Batch, Input
from ledger.imports.records import Noted, Skipped, Unused
from ledger.imports.report import Report
from ledger.imports.shelf import Shelf, batch_in
from ledger.imports.standing import Standing
from ledger.imports.taken_for import Table
from ledger.imports.writing import Preview, Writing
from ledger.known import Known
from ledger.recording import Ledger

_NOTHING_SAID = Options()
_STRANGERS = (
    "People who are not in the ledger are left out; those you wrote with, met or called are"
    " added where it is asked for: on the page that checks the file, or with --meet."
)


def bring_in(
    ledger: Ledger,
    known: Known,
    *paths: Path,
    by: Bringer,
    is_dry_run: bool,
    tell: Tell,
    filename: str | None = None,
    options: Options = _NOTHING_SAID,
    together: int = RECORDS_TOGETHER,
) -> Report:
    """Bring in one input (a zip, a folder, or single files) and report on every row of it.

    The same input again records nothing; a newer one records what is new. An input whose import
    was reverted is reinstated. With `is_dry_run` nothing is written and the report says what
    would be. What whoever brings it in may not decide is left out, and the report says so.
    `together` is how many records are written in one transaction. Raise
    `errors.Unreadable` or `errors.TooLarge` before anything is written.
    """
    meanings = {name: dict(columns) for name, columns in known.column_meanings().items()}
    options = options.model_copy(update={"remembered": meanings})
    row_count = 0
    with looked_through_at_last():
        with closing(read_apart(paths, options, together=together)) as packets:
            of = unpacked(next(packets).content)
            assert isinstance(of, Input)
            name = filename or of.filename
            run = _Run(ledger, known, by, of, name, options, is_dry_run=is_dry_run)
            if report := run.told_before():
                tell(
                    Progress("reading", report.rows_read, None, of.bytes_total, of.bytes_total)
                )
                return report
            for packet in packets:
                run.hear(packet.content)
                row_count = packet.row_count
                tell(Progress("reading", row_count, None, packet.bytes_read, of.bytes_total))
        return run.bring_in(row_count, tell)


class _Run:
    """One import under way."""

    def __init__(
        self,
        ledger: Ledger,
        known: Known,
        by: Bringer,
        of: Input,
        filename: str,
        options: Options,
        *,
        is_dry_run: bool,
    ) -> None:
        self._ledger = ledger
        self._known = known
        self._by = by
        self._of = of
        self._options = options
        self._standing = Standing(ledger, known, by, of)
        self._import_id = self._standing.import_id
        self._report = Report(
            source=", ".join(of.sources),
            filename=filename,
            sha256=of.sha256,
            size_bytes=of.size_bytes,
            is_dry_run=is_dry_run,
        )
        self._shelf = Shelf()
        self._planner: Planners | None = None
        self._preview = Preview(self._report, known)
        self._before = self._standing.state()
        # Where nothing will be written, or hardly anything, plans need not wait for the end of
        # the file: they are made on the processor that is idle while it is read.
        # Of whom an earlier erasure took away, only the whole file says who they are.
        self._is_ahead = not known.has_erased() and (
            self._before == "completed" or (is_dry_run and self._before != "reverted")
        )

    def told_before(self) -> Report | None:
        """Return the report at once where the file is known to say nothing new.

        Never of a preview, which shows what stands in the file.
        """
        report = self._report
        is_known = self._before == "completed" and not report.is_dry_run
        return report if is_known and self._standing.tell_again(report, self._options) else None

    def hear(self, packet: bytes) -> None:
        """Take a batch: it is done with at once if it says nothing that must be written.

        From the first one with news on, all wait until the file is read to its end.
        """
        if self._is_ahead:
            batch = batch_in(packet)
            planner = self._planner = self._planner or self._planner_for(self._before)
            plan = planner.plan(batch, self._import_id)
            if self._report.is_dry_run or not plan.entries:
                self._put_down(batch)
                planner.assume(plan)
                self._preview.take(plan, batch)
                return
            self._is_ahead = False
        self._shelf.put(packet)

    def bring_in(self, row_total: int, tell: Tell) -> Report:
        """Record what is new in what was heard and not done with."""
        report = self._report
        before = self._standing.state()
        if before == "reverted":
            self._standing.reinstate(report)
        planner = self._planner or self._planner_for(before)
        planner.look_ahead(self._shelf)
        way = self._preview if report.is_dry_run else self._writing()
        size = self._of.bytes_total
        with closing(way):
            for share, batch in self._shelf.batches():
                self._put_down(batch)
                self._plan(batch, planner, way)
                tell(Progress("writing", round(row_total * share), row_total, size, size))
            # What is left follows from what is written, and not from what is on its way.
            way.is_free(planner)
            for batch in planner.rest():
                way.is_free(planner)
                self._plan(batch, planner, way)
            way.is_free(planner)
        report.settle()
        if STRANGER in report.skipped_by_reason and not self._options.adds_correspondents:
            report.note(Noted(_STRANGERS))
        if report.is_dry_run:
            report.state = "previewed"
        else:
            self._remember_columns()
            self._standing.complete(report, before, self._options)
        return report

    def _plan(self, batch: Batch, planner: Planners, way: Preview | Writing) -> None:
        plan = planner.plan(batch, self._import_id)
        way.prepare(plan)
        while not way.is_free(planner):
            plan = planner.plan(batch, self._import_id)
            way.prepare(plan)
        planner.assume(plan)
        way.take(plan, batch)

    def _planner_for(self, state: str | None) -> Planners:
        is_repeated = state in {"completed", "reverted"}
        region = self._options.region
        return Planners(self._ledger, self._known, self._by, region, is_repeated=is_repeated)

    def _put_down(self, batch: Batch) -> None:
        report = self._report
        report.rows_by_file |= batch.rows_by_file
        for record in batch.records:
            match record:
                case Skipped():
                    report.skip(record)
                case Unused():
                    report.unused.append(record)
                case Noted():
                    report.note(record)
                case Table():
                    report.tables.append(record)
                case _:
                    pass

    def _remember_columns(self) -> None:
        """Keep what was said about columns for the next table of the kind."""
        said = self._options.columns
        for table in self._report.tables if said else ():
            headers = {column.header for column in table.columns}
            columns = {name: meaning for name, meaning in said.items() if name in headers}
            explain = ExplainColumns(signature=table.signature, columns=columns)
            self._ledger.record(explain, by=self._by.actor)

    def _writing(self) -> Writing:
        def begin() -> Sequence[Entry]:
            return self._standing.start(self._report)

        put, actor = self._ledger.put, self._by.actor
        return Writing(put, actor, begin, self._import_id, self._report)
