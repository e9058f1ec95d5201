"""Group commit: the calls that arrive while one transaction runs share the next one.

A commit costs a disk's answer, whoever waits for it. So one caller at a time leads: it takes
what is waiting, appends it in one transaction and hands the lead to the first of those who came
meanwhile. There is no thread of its own, and a lone caller waits for nobody.
"""

from collections.abc import Callable, Sequence
from threading import Lock

from ledger import errors
from ledger.entries import Recorded
from ledger.parcels import Request

# Enough for every thread of the server; a few hundred rows are where one JSON call stops
# paying.
GROUP_MAX = 64


class _Waiting:
    """A request in the queue, its answer, and what its caller sleeps on."""

    __slots__ = ("answer", "error", "is_leader", "request", "woken")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.answer: list[Recorded] | None = None
        self.error: BaseException | None = None
        self.is_leader = False
        self.woken = Lock()
        self.woken.acquire()


class Group:
    """Appends the requests of many threads, each as if it were alone."""

    def __init__(self, append: Callable[[Sequence[Request]], list[list[Recorded]]]) -> None:
        self._append = append
        self._lock = Lock()
        self._queue: list[_Waiting] = []
        self._is_led = False

    def append(self, request: Request) -> list[Recorded]:
        """Append one request, in a transaction shared with whoever else is waiting."""
        mine = _Waiting(request)
        with self._lock:
            self._queue.append(mine)
            is_leader, self._is_led = not self._is_led, True
        if not is_leader:
            mine.woken.acquire()
        if is_leader or mine.is_leader:
            self._lead()
        if mine.error is not None:
            raise mine.error
        assert mine.answer is not None
        return mine.answer

    def _lead(self) -> None:
        with self._lock:
            group, self._queue = self._queue[:GROUP_MAX], self._queue[GROUP_MAX:]
        try:
            self._store(group)
        finally:
            # Whatever happened, somebody else must be able to lead, and nobody may sleep on.
            with self._lock:
                successor = self._queue[0] if self._queue else None
                self._is_led = successor is not None
            if successor is not None:
                successor.is_leader = True
                successor.woken.release()
            for waiting in group:
                if waiting.answer is None and waiting.error is None:
                    waiting.error = errors.OutcomeUnknown()
                if not waiting.is_leader:
                    waiting.woken.release()

    def _store(self, group: list[_Waiting]) -> None:
        try:
            answers = self._append([waiting.request for waiting in group])
        except (errors.Unavailable, errors.OutcomeUnknown) as gone:
            for waiting in group:
                waiting.error = gone
        except Exception as refusal:  # noqa: BLE001 - each caller raises it in its own thread
            if len(group) == 1:
                group[0].error = refusal
                return
            # A bad command never fails its neighbours: nothing was written, so each goes alone.
            for waiting in group:
                self._store([waiting])
        else:
            for waiting, answer in zip(group, answers, strict=True):
                waiting.answer = answer
