"""Lines checked by several processes: in their order, and as one process checks them."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import orjson
import psutil
import pytest

from ledger import errors
from ledger.archive.checkers import MANY_EVENTS, checked_in_order
from ledger.archive.checking import Check, Checked, Lines
from ledger.archive.envelopes import line
from ledger.archive.foreseen import Foreseen
from ledger.stored import ERASED, Row
from ledger.verifier.erasures import ERASING
from tests.ledger.archive.test_envelopes import ROW

WORKSPACE = ROW.workspace_id
FILE = "data/events/events-000001.ndjson"
_A_BLOCK = 50

pytestmark = pytest.mark.skipif(os.cpu_count() == 1, reason="one processor is not shared")


def _row(position: int, told: dict[str, object] | None = None, **others: object) -> Row:
    payload = orjson.dumps(told or {"body": f"number {position}", "kind": "note"})
    digest = hashlib.sha256(ROW.salt + payload).digest()
    return ROW._replace(position=position, payload=payload, digest=digest, **others)


def _erasure(position: int) -> Row:
    told: dict[str, object] = {"candidate_ids": [str(ROW.candidate_id)]}
    return _row(position, told, event_type=ERASING)


def _lines(rows: list[Row]) -> list[Lines]:
    ends = [*range(0, len(rows), _A_BLOCK), len(rows)]
    return [
        Lines(FILE, first, first, b"".join(map(line, rows[first:end])))
        for first, end in pairwise(ends)
    ]


def _found(
    lines: Iterator[Lines] | list[Lines], foreseen: Foreseen | None = None
) -> Iterator[tuple[Lines, Checked]]:
    check = Check(WORKSPACE, foreseen or Foreseen())
    return checked_in_order(lines, check, event_count=MANY_EVENTS)


def _processes() -> list[psutil.Process]:
    return [
        each
        for each in psutil.Process().children()
        if any("ledger.archive.checkers" in word for word in each.cmdline())
    ]


def _altered(lines: Lines) -> Lines:
    block = lines.block.replace(b'"kind":"note"', b'"kind":"call"', 1)
    assert block != lines.block
    return lines._replace(block=block)


ROWS = [_row(position) for position in range(1, 20 * _A_BLOCK + 8)]
ERASED_ROW = ROWS[60]._replace(payload=ERASED, salt=ERASED)
MIXED = [*ROWS[:60], ERASED_ROW, *ROWS[61:700], _erasure(701), *ROWS[701:]]


def test_several_processes_find_what_one_finds_in_the_same_order() -> None:
    lines = _lines(MIXED)
    alone = Check(WORKSPACE, Foreseen())

    found = list(_found(lines))

    assert found == [(each, alone.whole(each)) for each in lines]
    told = [said.sequence for _, checked in found for said in checked.telling]
    assert list(map(int, told)) == [61, 701]


def test_what_a_later_file_erased_is_left_out_by_each_process() -> None:
    foreseen = Foreseen()
    (erasure,) = Check(WORKSPACE, Foreseen()).chosen(_lines([_erasure(1)])[0], [0])
    foreseen.expect(erasure)
    later = Foreseen({str(ROW.candidate_id): 501}, {"503": 900})
    lines = _lines(ROWS)

    rows = b"".join(checked.rows for _, checked in _found(lines, later)).splitlines()

    # Of an erasure at 501 the last event that it takes is the one before it.
    gone = [number for number, told in enumerate(rows, start=1) if b"\t\\N\t\\N\t" in told]
    assert gone == [*range(1, 501), 503]
    assert foreseen.as_json() == {"people": {str(ROW.candidate_id): 1}, "places": {}}
    told = later.as_json()
    assert Foreseen(told["people"], told["places"]).as_json() == told


def test_the_first_line_that_is_wrong_is_named_behind_all_that_are_right() -> None:
    lines = _lines(ROWS)
    lines[7], lines[8] = _altered(lines[7]), _altered(lines[8])
    found: list[Lines] = []

    with pytest.raises(errors.Damaged) as refused:
        found.extend(each for each, _ in _found(lines))

    assert refused.value.facts["line"] == 7 * _A_BLOCK + 1
    assert refused.value.facts["file"] == FILE
    assert _processes() == []


def test_what_is_wrong_with_a_file_is_told_behind_its_lines() -> None:
    lines = _lines(ROWS)[:3]

    def cut_off() -> Iterator[Lines]:
        yield from lines
        raise errors.Damaged("it was cut off")

    seen: list[Lines] = []
    with pytest.raises(errors.Damaged, match="it was cut off"):
        seen.extend(each for each, _ in _found(cut_off()))

    assert seen == lines
    wrong = [lines[0], lines[1], _altered(lines[2])]

    def wrong_and_cut_off() -> Iterator[Lines]:
        yield from wrong
        raise errors.Damaged("it was cut off")

    with pytest.raises(errors.Damaged, match="does not match its digest"):
        list(_found(wrong_and_cut_off()))


def test_processes_that_are_killed_cost_nothing_but_time() -> None:
    lines = _lines(ROWS)
    alone = Check(WORKSPACE, Foreseen())
    found = _found(lines)
    first = next(iter(found))

    for each in _processes():
        each.kill()

    assert [first, *found] == [(each, alone.whole(each)) for each in lines]
    assert _processes() == []


def test_whoever_stops_asking_leaves_no_process_behind() -> None:
    check = Check(WORKSPACE, Foreseen())
    found = checked_in_order(_lines(ROWS), check, event_count=MANY_EVENTS)

    next(found)
    assert len(_processes()) == min(os.cpu_count() or 1, 4)
    found.close()

    assert _processes() == []


def test_few_events_are_checked_without_another_process() -> None:
    check = Check(WORKSPACE, Foreseen())
    found = checked_in_order(_lines(ROWS), check, event_count=MANY_EVENTS - 1)

    next(found)

    assert _processes() == []
    assert len(list(found)) == 20


_CHECKING = """
import sys, time
from tests.ledger.archive.test_checkers import ROWS, _found, _lines, _processes
found = _found(_lines(ROWS))
next(iter(found))
print(*(each.pid for each in _processes()), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_processes_end_when_whoever_asks_them_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _CHECKING], stdout=subprocess.PIPE) as asking:
        assert asking.stdout is not None
        pids = list(map(int, asking.stdout.readline().split()))
        processes = [psutil.Process(pid) for pid in pids]
        os.kill(asking.pid, signal.SIGKILL)

    _, alive = psutil.wait_procs(processes, timeout=30)

    assert pids
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []
