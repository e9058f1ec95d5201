"""An import's own stream: begun, ended, taken back; does a file say what it said before?

The same file once more says nothing new. Mostly that can be told without reading it: where its
import stands whole, was read by this very program, and nothing came into the ledger since it
began that any file could be read otherwise for, the report is that of the first time.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from psycopg import Cursor
from psycopg.rows import tuple_row

import ledger as package
from ledger import errors, events
from ledger.commands.imports import ReinstateImport
from ledger.entries import Entry
from ledger.events.access import WHO_HAS_ACCESS
from ledger.ids import new_id
from ledger.imports.bringer import Bringer
from ledger.imports.deciding import check_may_turn
from ledger.imports.options import Options
from ledger.imports.reading import Input
from ledger.imports.report import Report
from ledger.imports.writing import ATTEMPTS_MAX
from ledger.known import Known
from ledger.parcels import Request
from ledger.recording import Ledger
from ledger.store import VersionTakenError
from ledger.words import StreamId

# What no file is read otherwise for: nothing here says who somebody is, which fact, pool or
# application is whose, or what counts. Whatever is not named here sends a file the long way.
_OF_NO_MATTER = (
    events.EngagementRecorded,
    events.AttachmentNoted,
    events.FollowUpPromised,
    events.FollowUpDone,
    events.FollowUpCancelled,
    events.LookAlikesPutOff,
    events.ConsentGiven,
    events.ConsentWithdrawn,
    events.DoNotContactAsked,
    events.DoNotContactLifted,
    events.NoticeGiven,
    events.NoticeWaived,
    events.SearchSaved,
    events.SearchDropped,
    events.ImportStarted,
    events.ImportCompleted,
    *WHO_HAS_ACCESS,
    events.WorkspaceRenamed,
    events.SigningKeyNamed,
)
# To look through more takes longer than to read most files: about a second.
_LOOKED_THROUGH_MAX = 1_000_000

_OWN = """
select position, event_type, payload from ledger.events
where workspace_id = %s and stream_id = %s
order by version
"""
_TOUCHED = """
select h.position - %(since)s > %(most)s or exists (
    select from ledger.events e
    where e.workspace_id = %(workspace)s and e.position > %(since)s
      and e.import_id is distinct from %(own)s
      and e.event_type <> all(%(of_no_matter)s))
from ledger.heads h
where h.workspace_id = %(workspace)s
"""


def import_id_of(known: Known, sha256: str) -> StreamId:
    """Return the id of the import of these contents, begun or not."""
    return known.id_of("import", sha256)


@cache
def _program() -> str:
    """Return what identifies this program's way of reading: its own text."""
    place = Path(package.__path__[0])
    told = hashlib.sha256()
    for file in sorted(place.rglob("*.py")):
        told.update(file.relative_to(place).as_posix().encode() + b"\0" + file.read_bytes())
    return told.hexdigest()


class Standing:
    """The import of one input, as it stands in the ledger and as it is written there."""

    def __init__(self, ledger: Ledger, known: Known, by: Bringer, of: Input) -> None:
        self._ledger = ledger
        self._known = known
        self._by = by
        self._of = of
        # Of the contents: two imports of one file at once are one import.
        self.import_id = import_id_of(known, of.sha256)

    def state(self) -> str | None:
        """Return `running`, `completed` or `reverted`; None where it was never begun."""
        rows = self._known.rows("imports", stream_id=self.import_id)
        return rows[0]["state"] if rows else None

    def start(self, report: Report) -> list[Entry]:
        """Return the entry by which it begins, or nothing where it has begun."""
        if self._known.version(self.import_id) > 0:
            return []
        started = events.ImportStarted(
            source=report.source,
            filename=report.filename[:1_000],
            sha256=report.sha256,
            size_bytes=report.size_bytes,
            owner=self._of.owner,
        )
        return [Entry(started, self.import_id, 1)]

    def reinstate(self, report: Report) -> None:
        """Bring back what it did, and say so in the report; a preview only says so."""
        ledger, scopes = self._ledger, self._by.scopes
        check_may_turn(ledger.database, ledger.workspace, self.import_id, scopes)
        report.notes.append(
            "This file was brought in before and taken back: that import is reinstated."
        )
        report.state = "reinstated"
        if not report.is_dry_run:
            ledger.record(ReinstateImport(import_id=self.import_id), by=self._by.actor)

    def complete(self, report: Report, before: str | None, options: Options) -> None:
        """Write its end, unless nothing came of the file that was not there before."""
        report.import_id = self.import_id
        for _ in range(ATTEMPTS_MAX):
            # The version first: an end told by somebody else after it makes ours lose.
            version = self._known.version(self.import_id) + 1
            now = self.state()
            if report.event_count == 0 and now != "running":
                report.import_id = self.import_id if now else None
                if before != "reverted":
                    report.state = "known"
                return
            completed = events.ImportCompleted(
                report=report.kept(), read_by=self._read_by(options)
            )
            try:
                entries = [Entry(completed, self.import_id, version)]
                self._ledger.append(Request(new_id(), self._by.actor, entries))
            except VersionTakenError:
                continue
            return
        raise errors.Contended

    def tell_again(self, report: Report, options: Options) -> bool:
        """Fill the report with what the file said before; say whether that is what it says."""
        kept = self._kept(self._read_by(options))
        if kept is None or (kept["source"], kept["filename"]) != (
            report.source,
            report.filename,
        ):
            return False
        report.repeat(kept)
        report.import_id = self.import_id
        return True

    def _read_by(self, options: Options) -> str | None:
        """Return by what it is read, if that and the file decide all that is read.

        Whatever is said about a file may be somebody's address, so no digest is made of it:
        such a file is always read.
        """
        said = options.model_copy(update={"remembered": {}})
        if said != Options() or not self._of.is_timeless:
            return None
        return f"{_program()} {self._known.region or '-'}"

    def _kept(self, read_by: str | None) -> dict[str, Any] | None:
        """Return the report that still holds of a file read so; None if it must be read."""
        if read_by is None or self._known.has_erased():
            return None
        workspace = self._ledger.workspace
        own: list[tuple[int, str, dict[str, Any] | None]]
        with (
            self._ledger.database.of(workspace).connection() as connection,
            connection.cursor(row_factory=tuple_row) as rows,
        ):
            own = rows.execute(_OWN, (workspace, self.import_id)).fetchall()
            begun_at, begun, _ = own[0]
            _, last, payload = own[-1]
            if (begun, last) != ("ImportStarted", "ImportCompleted") or payload is None:
                return None
            if payload.get("read_by") != read_by or self._is_touched(rows, begun_at):
                return None
        return payload["report"]

    def _is_touched(self, rows: Cursor[tuple[Any, ...]], since: int) -> bool:
        asked = {
            "workspace": self._ledger.workspace,
            "since": since,
            "own": self.import_id,
            "of_no_matter": [event.__name__ for event in _OF_NO_MATTER],
            "most": _LOOKED_THROUGH_MAX,
        }
        ((is_touched,),) = rows.execute(_TOUCHED, asked).fetchall()
        return bool(is_touched)
