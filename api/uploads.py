"""Imports under way in this process: each in a thread of its own, with how far it has come."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread
from uuid import UUID

from ledger import errors
from ledger.imports.progress import Progress
from ledger.imports.report import Report
from ledger.words import WorkspaceId

_LOG = logging.getLogger("rapport")
# Two read and write at once; more would only wait for each other's locks.
_RUNNING_MAX = 2
_WAITING_MAX = 16
# A page that follows an import asks for its end within seconds.
_ENDED_MAX = 32

Work = Callable[[Callable[[Progress], None]], Report]
_Key = tuple[WorkspaceId, UUID, str]
"""The last is empty for what writes, and says of a preview what was said about the file."""
_WRITES = ""


class Stopped(errors.Refused):
    """The import was stopped where it was; bring the same file in again to finish it."""


@dataclass(slots=True)
class Run:
    """One import under way, and its outcome when it comes."""

    workspace: WorkspaceId
    import_id: UUID
    sha256: str
    preview_of: str
    """What was said about the file that is only looked at; empty where it is brought in."""
    progress: Progress | None = None
    outcome: Future[Report] = field(default_factory=Future[Report])
    is_to_stop: bool = False

    def is_of(self, workspace: WorkspaceId, import_id: UUID) -> bool:
        """Say whether this is about one workspace's file."""
        return (self.workspace, self.import_id) == (workspace, import_id)

    def wait(self, seconds: float) -> Report | None:
        """Return the report, or nothing if it takes longer; raise what the import raised."""
        try:
            return self.outcome.result(timeout=seconds)
        except NotYet:
            return None

    def tell(self, progress: Progress) -> None:
        """Take down how far it has come; raise `Stopped` if it is to go no further."""
        self.progress = progress
        if self.is_to_stop:
            raise Stopped


class Uploads:
    """The registry of imports under way, and of those that ended lately."""

    def __init__(self) -> None:
        self._runs: dict[_Key, Run] = {}
        self._ended: OrderedDict[_Key, Run] = OrderedDict()
        self._lock = Lock()
        self._places = BoundedSemaphore(_RUNNING_MAX)

    def start(
        self,
        workspace: WorkspaceId,
        import_id: UUID,
        sha256: str,
        work: Work,
        *,
        end: Callable[[], None],
        preview_of: str = _WRITES,
    ) -> Run:
        """Begin an import, or join the one that brings in the same file; `end` cleans up.

        A preview is `preview_of` what was said about the file: only the same is joined.
        """
        with self._lock:
            key = (workspace, import_id, preview_of)
            run = self._runs.get(key)
            is_full = len(self._runs) >= _WAITING_MAX
            if run is None and not is_full:
                run = self._runs[key] = Run(workspace, import_id, sha256, preview_of)
                self._ended.pop(key, None)
                # A daemon: an import cut off by our end is finished by bringing the file again.
                Thread(target=self._work, args=(run, work, end), daemon=True).start()
                return run
        end()
        if run is None:
            raise errors.NotAllowedNow(f"{_WAITING_MAX} imports are under way: wait for one.")
        return run

    def find(self, workspace: WorkspaceId, import_id: UUID) -> Run | None:
        """Return the import under way, else the preview, else the last of them that ended."""
        with self._lock:
            writing = self._runs.get((workspace, import_id, _WRITES))
            met = [*self._ended.values(), *self._runs.values()]
            of_it = [each for each in met if each.is_of(workspace, import_id)]
            return writing or (of_it[-1] if of_it else None)

    def preview(self, workspace: WorkspaceId, import_id: UUID, preview_of: str) -> Run | None:
        """Return the preview of exactly this, under way or ended lately."""
        with self._lock:
            key = (workspace, import_id, preview_of)
            return self._runs.get(key) or self._ended.get(key)

    def is_idle(self) -> bool:
        """Say whether nothing is being read or written."""
        with self._lock:
            return not self._runs

    def forget_ended(self) -> None:
        """Forget the imports that ended: their reports quote rows of people erased since."""
        with self._lock:
            self._ended.clear()

    def _work(self, run: Run, work: Work, end: Callable[[], None]) -> None:
        try:
            with self._places:
                report = work(run.tell)
        except BaseException as error:  # noqa: BLE001 - raised again for whoever waits
            if not isinstance(error, errors.LedgerError):
                _LOG.error("import: %s", type(error).__name__)
            self._forget(run, end)
            run.outcome.set_exception(error)
        else:
            self._forget(run, end)
            run.outcome.set_result(report)

    def _forget(self, run: Run, end: Callable[[], None]) -> None:
        with self._lock:
            key = (run.workspace, run.import_id, run.preview_of)
            del self._runs[key]
            self._ended[key] = run
            if len(self._ended) > _ENDED_MAX:
                self._ended.popitem(last=False)
        end()
