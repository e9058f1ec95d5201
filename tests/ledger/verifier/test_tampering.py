"""Archives that were tampered with: every bit of an event, and twenty-five ways with care."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ledger.archive.envelopes import line as line_of
from ledger.canonical import canonical, digest
from ledger.ids import id_of
from ledger.stored import ERASED, Row
from ledger.verifier.broken import Broken
from ledger.verifier.lines import line
from ledger.verifier.tree import leaf_hash
from ledger.verifier.verify import Expected, verify
from tests.ledger.verifier.archives import (
    ADA,
    FIRST_KEY,
    OTHER_KEY,
    Archive,
    Signer,
    archive,
    bagged,
    event,
    history,
    written,
)

COUNT = 60
CASES = 40
KNOWN = Expected(FIRST_KEY.key)
_SAMPLED_EVERY = 1_999


def test_an_archive_that_nobody_touched_is_whole(tmp_path: Path) -> None:
    for number, made in enumerate(
        (
            Archive(history()),
            Archive(history(), after=20),
            Archive(history(), candidate=ADA),
        )
    ):
        for expected in (KNOWN, Expected()):
            verdict = verify(archive(tmp_path / str(number), made), expected)
            assert verdict.is_whole, verdict.faults


def test_every_bit_of_every_event_that_is_turned_is_found_at_its_position() -> None:
    for position, row in enumerate(history(COUNT), start=1):
        raw = line_of(row)
        whole = line(raw)
        leaf = leaf_hash(whole.envelope)
        assert whole.position == position
        for place in range(len(raw)):
            for bit in range(8):
                turned = bytearray(raw)
                turned[place] ^= 1 << bit
                try:
                    told = line(bytes(turned))
                except Broken:
                    continue
                # Still an event: then it is another leaf, and no root is over it.
                assert leaf_hash(told.envelope) != leaf, (position, place, bit)


def test_a_turned_bit_is_named_by_its_position_or_its_file(tmp_path: Path) -> None:
    made = Archive(history(COUNT))
    files = bagged(made.files(), made.info())
    chance = random.Random(1)  # noqa: S311 - the same bits every time
    for number, name in enumerate(sorted(files)):
        for _ in range(max(8, 8 * len(files[name]) // _SAMPLED_EVERY)):
            turned = bytearray(files[name])
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
            folder = written({**files, name: bytes(turned)}, tmp_path / str(number))
            verdict = verify(folder, KNOWN)
            assert not verdict.is_whole, name
            assert all(fault.file or fault.position for fault in verdict.faults)


@dataclass
class Case:
    """One archive on its way to be tampered with, and what chance decides."""

    chance: random.Random
    rows: list[Row]
    lines: list[bytes]
    made: Archive

    def place(self, first: int = 1) -> int:
        """Return the index of some event, but for the one that names the key."""
        return self.chance.randrange(first, len(self.rows))

    def put(self, place: int, row: Row) -> None:
        """Let another event stand somewhere."""
        self.rows[place] = row
        self.lines[place] = line_of(row)

    def told(self) -> int:
        """Return the index of an event that has a payload."""
        return self.chance.choice([n for n in range(1, COUNT) if not self.rows[n].is_erased])


def _drop(case: Case) -> None:
    del case.lines[case.place()]


def _drop_and_close_the_gap(case: Case) -> None:
    place = case.place()
    del case.rows[place]
    case.rows = [row._replace(position=n) for n, row in enumerate(case.rows, start=1)]
    case.lines = [line_of(row) for row in case.rows]


def _insert(case: Case) -> None:
    place = case.place()
    row = event(place + 1, {"kind": "note"}, stream_id=id_of("new", place))
    case.lines.insert(place, line_of(row))


def _insert_and_make_room(case: Case) -> None:
    place = case.place()
    case.rows.insert(place, event(place + 1, {"kind": "note"}, stream_id=id_of("new", place)))
    case.rows = [row._replace(position=n) for n, row in enumerate(case.rows, start=1)]
    case.lines = [line_of(row) for row in case.rows]


def _swap_lines(case: Case) -> None:
    one, two = case.chance.sample(range(1, COUNT), 2)
    case.lines[one], case.lines[two] = case.lines[two], case.lines[one]


def _swap_events(case: Case) -> None:
    one, two = case.chance.sample(range(1, COUNT), 2)
    first, second = case.rows[one], case.rows[two]
    case.put(one, second._replace(position=one + 1))
    case.put(two, first._replace(position=two + 1))


def _double(case: Case) -> None:
    place = case.place()
    case.lines.insert(place, case.lines[place])


def _edit_payload(case: Case) -> None:
    place = case.told()
    case.put(place, case.rows[place]._replace(payload=canonical({"kind": "note", "n": place})))


def _edit_payload_and_digest(case: Case) -> None:
    place = case.told()
    row = case.rows[place]
    told = canonical({"kind": "note", "n": place})
    case.put(place, row._replace(payload=told, digest=digest(row.salt, told)))


def _edit_salt(case: Case) -> None:
    place = case.told()
    case.put(place, case.rows[place]._replace(salt=case.chance.randbytes(16)))


def _edit_digest(case: Case) -> None:
    place = case.place()
    case.put(place, case.rows[place]._replace(digest=case.chance.randbytes(32)))


def _edit_instant(case: Case) -> None:
    place = case.place()
    row = case.rows[place]
    case.put(place, row._replace(occurred_at=row.recorded_at, recorded_at=row.occurred_at))


def _edit_actor(case: Case) -> None:
    place = case.place()
    case.put(place, case.rows[place]._replace(actor_id=id_of("another", place)))


def _edit_candidate(case: Case) -> None:
    place = case.place()
    case.put(place, case.rows[place]._replace(candidate_id=id_of("another", place)))


def _edit_type(case: Case) -> None:
    place = case.place()
    case.put(place, case.rows[place]._replace(event_type="CandidateUpdated"))


def _edit_stream(case: Case) -> None:
    place = case.place()
    row = case.rows[place]
    change = {"version": row.version + 1} if case.chance.random() < 0.5 else {}
    case.put(place, row._replace(**change or {"stream_id": id_of("another", place)}))


def _edit_import(case: Case) -> None:
    place = case.place()
    case.put(place, case.rows[place]._replace(import_id=id_of("another", place)))


def _forget_without_an_erasure(case: Case) -> None:
    later = [n for n in range(40, COUNT) if not case.rows[n].is_erased]
    place = case.chance.choice(later)
    case.put(place, case.rows[place]._replace(payload=ERASED, salt=ERASED))


def _bring_back_what_was_forgotten(case: Case) -> None:
    gone = [n for n in range(COUNT) if case.rows[n].is_erased]
    place = case.chance.choice(gone)
    told = canonical({"kind": "note"})
    case.put(place, case.rows[place]._replace(payload=told, salt=case.chance.randbytes(16)))


def _cut_the_tail(case: Case) -> None:
    del case.lines[case.place() :]


def _cut_the_tail_and_sign_it(case: Case) -> None:
    place = case.place(2)
    case.made = Archive(case.rows[:place], signer=OTHER_KEY, keys=(OTHER_KEY,))
    case.lines = case.lines[:place]


def _sign_another_history(case: Case) -> None:
    _edit_payload_and_digest(case)
    case.made = Archive(case.rows, signer=OTHER_KEY, keys=(FIRST_KEY, OTHER_KEY))


def _sign_as_somebody_of_that_name(case: Case) -> None:
    _edit_payload_and_digest(case)
    forger = Signer(case.chance.randrange(3, 200))
    case.made = Archive(case.rows, signer=forger, keys=(forger,))


def _mix_with_another_history(case: Case) -> None:
    place = case.place()
    other = [row._replace(actor_id=id_of("elsewhere")) for row in history(COUNT)]
    case.lines[place:] = [line_of(row) for row in other[place:]]


def _write_it_otherwise(case: Case) -> None:
    place = case.told()
    raw = case.lines[place]
    case.lines[place] = case.chance.choice(
        (
            raw.replace(b'","', b'", "', 1),
            raw.replace(b"{", b"{ ", 1),
            raw.replace(b"\n", b" \n"),
            raw.replace(b"\n", b"\r\n"),
            raw.replace(b'"time"', b'"\\u0074ime"'),
        )
    )


CLASSES: tuple[Callable[[Case], None], ...] = (
    _drop,
    _drop_and_close_the_gap,
    _insert,
    _insert_and_make_room,
    _swap_lines,
    _swap_events,
    _double,
    _edit_payload,
    _edit_payload_and_digest,
    _edit_salt,
    _edit_digest,
    _edit_instant,
    _edit_actor,
    _edit_candidate,
    _edit_type,
    _edit_stream,
    _edit_import,
    _forget_without_an_erasure,
    _bring_back_what_was_forgotten,
    _cut_the_tail,
    _cut_the_tail_and_sign_it,
    _sign_another_history,
    _sign_as_somebody_of_that_name,
    _mix_with_another_history,
    _write_it_otherwise,
)


@pytest.mark.parametrize("tamper", CLASSES, ids=lambda each: each.__name__.strip("_"))
def test_who_tampers_with_care_is_found_in_every_case(
    tamper: Callable[[Case], None], tmp_path: Path
) -> None:
    whole = history(COUNT)
    lines = [line_of(row) for row in whole]
    for number in range(CASES):
        chance = random.Random(f"{tamper.__name__} {number}")  # noqa: S311 - the same each time
        case = Case(chance, list(whole), list(lines), Archive(whole))
        tamper(case)
        made = replace(case.made, lines=case.lines)
        # Whoever does so with care makes every sum right again.
        folder = written(bagged(made.files(), made.info()), tmp_path / str(number))

        verdict = verify(folder, KNOWN)

        assert not verdict.is_whole, number
        assert verdict.faults[0].position or verdict.faults[0].file, verdict.faults
