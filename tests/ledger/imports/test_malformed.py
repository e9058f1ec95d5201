"""No file harms: whatever it holds, it is told row by row, or refused by its name."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.installation import Installation
from ledger import errors
from ledger.imports.apart import read_apart
from ledger.imports.packets import unpacked
from tests.ledger.imports import damages
from tests.ledger.imports.damages import Damaged
from tests.ledger.imports.harmless import (
    SAID,
    SECONDS_MAX,
    ended,
    must_account_for_every_row,
    must_say_which_file,
)
from tests.ledger.imports.networks import brought
from tests.ledger.imports.small_files import Small, small_files, written
from tests.ledger.stories import head

HERE: tuple[Callable[[], Iterator[Damaged]], ...] = (
    damages.cut_short,
    damages.under_other_names,
    damages.spoilt,
    damages.swapped_and_lying,
    damages.rubbish,
    damages.of_ten_megabytes,
    damages.bombs,
)
# How many of them are brought in, and sent to the server: each starts a process or two.
BROUGHT, SENT = 3, 3
PIECES = (
    b"\0", b"\n", b"\r\n", b'"', b",", b";", b":", b"=", b"\xff", b"\xed\xa0\x80", b"{", b"[",
    b"]", b"}", b"<", b"9" * 30, b"-1", b"BEGIN:", b"END:", b"From ", b"\n\n", b"--",
    "\u202e".encode(),
)  # fmt: skip


def _failures(files: Iterable[Damaged], read: Callable[[Damaged], object]) -> list[str]:
    """Return what broke a reader, and how; one file that does hides no other."""
    failures: list[str] = []
    for one in files:
        try:
            read(one)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            failures.append(f"{one.what}, {one.name}: {type(error).__name__}: {error!s:.300}")
    return failures


def test_the_malformed_files_are_more_than_three_hundred_of_every_source() -> None:
    files = {(one.what, one.name) for make in HERE[:5] for one in make()}

    assert len(files) >= 300
    assert {small.name for small in small_files()} <= {name for _, name in files}


@pytest.mark.parametrize("make", HERE, ids=lambda make: make.__name__)
def test_a_malformed_file_is_told_or_refused(
    make: Callable[[], Iterator[Damaged]], tmp_path: Path
) -> None:
    def read(one: Damaged) -> None:
        ended(written(tmp_path, one.name, one.content))

    assert _failures(make(), read) == []


def test_what_wants_memory_or_time_is_told_or_refused_by_the_child(tmp_path: Path) -> None:
    def read(one: Damaged) -> None:
        path = written(tmp_path, one.name, one.content)
        began = time.monotonic()
        try:
            packets = [packet.content for packet in read_apart([path], SAID, together=1_000)]
        except (errors.Unreadable, errors.TooLarge) as refusal:
            must_say_which_file(refusal, path)
        else:
            must_account_for_every_row(map(unpacked, packets), {path.name, "people.csv"})
        finally:
            path.unlink()
        assert time.monotonic() - began < SECONDS_MAX

    files = [*damages.nested(), *list(damages.bombs())[::6]]

    assert _failures(files, read) == []


def test_what_is_refused_wrote_nothing_and_what_is_told_accounts_for_its_rows(
    workspace: Installation, tmp_path: Path
) -> None:
    def bring(one: Damaged) -> None:
        path = written(tmp_path, one.name, one.content)
        before = head(workspace)
        try:
            report = brought(workspace, path)
        except (errors.Unreadable, errors.TooLarge) as refusal:
            must_say_which_file(refusal, path)
            assert head(workspace) == before
        else:
            after = head(workspace)
            assert bool(report.event_count) == (after > before)
            assert brought(workspace, path).event_count == 0
            assert head(workspace) == after

    files = [one for make in (*HERE[:5], damages.nested) for one in make()]

    assert _failures(files[:: len(files) // BROUGHT], bring) == []


def test_the_server_answers_a_malformed_file_and_goes_on(client: httpx2.Client) -> None:
    files = [
        one for make in (damages.cut_short, damages.bombs, damages.nested) for one in make()
    ]
    statuses: set[int] = set()

    def send(one: Damaged) -> None:
        answer = client.post("/v1/imports", files={"file": (one.name, one.content)})
        statuses.add(answer.status_code)
        assert answer.status_code in {200, 201, 413, 422}, answer.text
        if answer.status_code in {413, 422}:
            assert one.name in answer.text, answer.text
        assert client.get("/v1/tags").status_code == 200

    assert _failures(files[:: len(files) // SENT], send) == []
    assert statuses & {200, 201}
    assert statuses & {413, 422}


@pytest.mark.parametrize("small", small_files(), ids=lambda small: small.name)
def test_a_good_file_damaged_anywhere_is_told_or_refused(small: Small, tmp_path: Path) -> None:
    length = len(small.content)

    @settings(
        max_examples=30,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(
        st.lists(
            st.tuples(
                st.integers(0, length),
                st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)),
                st.integers(0, 40),
            ),
            min_size=1,
            max_size=6,
        )
    )
    def damaged(blows: list[tuple[int, bytes, int]]) -> None:
        content = small.content
        for at, piece, cut in blows:
            content = content[:at] + piece + content[at + cut :]
        ended(written(tmp_path, small.name, content))

    damaged()
