"""Processes beside ours that check lines, so that a restore is as fast as all processors are.

They say of lines only that they are right, and what they come to. Whatever they do not say that
of is looked at here: so it is said in one place what is wrong, and a process that was killed
costs time and nothing else. They end when we do, since nothing is to be read any more then.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from queue import SimpleQueue
from struct import Struct, pack, unpack
from uuid import UUID

import orjson

from ledger import errors
from ledger.archive.checking import Check, Checked, Lines, telling
from ledger.archive.columns import leaf_hashes
from ledger.archive.foreseen import Foreseen

MANY_EVENTS = 20_000
"""Fewer are checked in the time in which a process starts."""

# PostgreSQL wants some of the machine as well.
_PROCESSES_MAX = 4
# One block is worked on, the next one is at hand.
_BLOCKS_A_PROCESS = 2
_LEAF_BYTES = 32
# After which position the lines come, and how many bytes they are.
_QUESTION = Struct("<QQ")
# How many lines there are, how many of them tell something, and the bytes of their rows; no
# line at all where they are not right.
_ANSWER = Struct("<QQQ")

Begin = Callable[[Lines], Callable[[], Checked]]
"""Has lines checked, perhaps elsewhere; what it returns waits for the answer."""


def checked_in_order(
    lines: Iterable[Lines], check: Check, *, event_count: int
) -> Generator[tuple[Lines, Checked], None, None]:
    """Yield lines with what they come to, in their order, checked side by side.

    Raise `errors.Damaged` for the first that is not right. What is wrong with the files they
    come from, which are read ahead, is raised behind the lines that were read before.
    """
    process_count = min(os.cpu_count() or 1, _PROCESSES_MAX)
    if event_count < MANY_EVENTS or process_count == 1:
        for each in lines:
            yield each, check.whole(each)
        return
    with _checkers(check, process_count) as begin:
        yield from _in_order(iter(lines), begin, process_count * _BLOCKS_A_PROCESS)


def _in_order(
    lines: Iterator[Lines], begin: Begin, at_once: int
) -> Generator[tuple[Lines, Checked], None, None]:
    waiting: deque[tuple[Lines, Callable[[], Checked]]] = deque()
    is_over, broken = False, None
    while waiting or not is_over:
        while not is_over and len(waiting) < at_once:
            try:
                each = next(lines)
            except StopIteration:
                is_over = True
            except (errors.LedgerError, OSError) as error:
                # What is wrong further up is told first.
                is_over, broken = True, error
            else:
                waiting.append((each, begin(each)))
        if waiting:
            each, answer = waiting.popleft()
            yield each, answer()
    if broken is not None:
        raise broken


@contextmanager
def _checkers(check: Check, count: int) -> Generator[Begin]:
    with ExitStack() as ending:
        idle = SimpleQueue[_Checker]()
        for _ in range(count):
            idle.put(ending.enter_context(_started(check)))
        threads = ThreadPoolExecutor(count, "checker")
        ending.callback(threads.shutdown, cancel_futures=True)

        def ask(lines: Lines) -> Checked | None:
            checker = idle.get()
            try:
                return checker.ask(lines)
            finally:
                idle.put(checker)

        def begin(lines: Lines) -> Callable[[], Checked]:
            asked = threads.submit(ask, lines)

            def answer() -> Checked:
                found = asked.result()
                return check.whole(lines) if found is None else found

            return answer

        yield begin


class _Checker:
    """A process that checks lines; it is asked by one thread at a time."""

    def __init__(self, check: Check, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._check = check
        self._asking, self._answering = process.stdin, process.stdout

    def begin(self) -> None:
        told = {"workspace": str(self._check.workspace), **self._check.foreseen.as_json()}
        with suppress(BrokenPipeError):
            self._asking.write(orjson.dumps(told) + b"\n")
            self._asking.flush()

    def ask(self, lines: Lines) -> Checked | None:
        """Return what lines come to; nothing if they are not right, or the process is gone."""
        try:
            self._asking.write(_QUESTION.pack(lines.after, len(lines.block)))
            self._asking.write(lines.block)
            self._asking.flush()
            count, telling_count, row_bytes = _ANSWER.unpack(self._exactly(_ANSWER.size))
            if not count:
                return None
            hashes = self._exactly(count * _LEAF_BYTES)
            said = unpack(f"<{telling_count}Q", self._exactly(8 * telling_count))
            rows = self._exactly(row_bytes)
        except (BrokenPipeError, EOFError):
            return None
        return Checked(
            [hashes[at : at + _LEAF_BYTES] for at in range(0, len(hashes), _LEAF_BYTES)],
            self._check.chosen(lines, said),
            rows,
        )

    def close(self) -> None:
        """Ask no more, and hear no more."""
        with self._answering, self._asking:
            pass

    def _exactly(self, count: int) -> bytes:
        content = self._answering.read(count)
        if len(content) < count:
            raise EOFError
        return content


@contextmanager
def _started(check: Check) -> Generator[_Checker]:
    process = subprocess.Popen(
        # Whatever lies in the folder that we were started in is not ours to import.
        [sys.executable, "-P", "-c", "from ledger.archive.checkers import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    checker = _Checker(check, process)
    try:
        checker.begin()
        yield checker
    finally:
        # It ends by itself where nothing more is asked.
        with suppress(BrokenPipeError):
            checker.close()
        process.wait()


def main() -> None:
    """Check the lines that come on standard input, until there are no more."""
    asking, answering = sys.stdin.buffer, sys.stdout.buffer
    told = orjson.loads(asking.readline())
    check = Check(UUID(told["workspace"]), Foreseen(told["people"], told["places"]))
    while len(head := asking.read(_QUESTION.size)) == _QUESTION.size:
        after, size = _QUESTION.unpack(head)
        for piece in _answer(check, Lines("", 0, after, asking.read(size))):
            answering.write(piece)
        answering.flush()


def _answer(check: Check, lines: Lines) -> Iterator[bytes]:
    try:
        columns = check.columns(lines)
    except errors.Damaged:
        yield _ANSWER.pack(0, 0, 0)
        return
    chosen, rows = telling(columns), check.rows(columns)
    leaves = leaf_hashes(columns)
    yield _ANSWER.pack(len(leaves), len(chosen), len(rows))
    yield b"".join(leaves)
    yield pack(f"<{len(chosen)}Q", *chosen)
    yield rows
