"""Whatever is done to a table: a report that accounts for every row, or a clear refusal."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import errors
from tests.ledger.imports.tables import Told, told

GOOD = (
    "First Name,Last Name,Email,Phone,LinkedIn,Company,Job,Notes,Created\n"
    'Ana,Berg,ana@example.com,+49 30 123456,https://linkedin.com/in/ana,"Acme, Inc.",Dev,'
    '"one\ntwo ""three""",2026-01-02\n'
    "Zoë,Müller,zoe@example.com; z@b.example,0049 170 1234567,,Café,,,13/02/2026\n"
    "Eva,Dorn,,,,Other,Ops,Hi,\n"
).encode()
PIECES = (
    b"\0", b'"', b";", b",", b"\t", b"\r", b"\n", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae",
    b"\xed\xa0\x80", b"=cmd|' /C calc'!A0", b"sep=;\n", b"Email", b"@", b"\x1a", b"\x85",
)  # fmt: skip


def _read(folder: Path, content: bytes, name: str = "people.csv") -> Told | None:
    """Read what may be no table: `Told` checks that every row is accounted for."""
    began = time.monotonic()
    try:
        return told(folder, content, name)
    except errors.Refused as refused:
        said = str(refused)
    finally:
        assert time.monotonic() - began < 30
    assert name in said
    return None


@pytest.mark.parametrize("share", range(0, 101, 5))
def test_a_table_cut_anywhere_is_told_as_far_as_it_goes(tmp_path: Path, share: int) -> None:
    table = _read(tmp_path, GOOD[: len(GOOD) * share // 100])

    assert table is None or len(table.people) <= 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.sampled_from(PIECES), st.integers(0, 9)),
        max_size=6,
    )
)
def test_a_table_damaged_anywhere_is_told_or_refused(
    tmp_path: Path, damages: list[tuple[int, bytes, int]]
) -> None:
    content = GOOD
    for at, piece, cut in damages:
        content = content[:at] + piece + content[at + cut :]

    _read(tmp_path, content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_told_or_refused(tmp_path: Path, content: bytes) -> None:
    _read(tmp_path, content)
    _read(tmp_path, b"Name,Email\n" + content)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32", "cp037", "utf-7"])
def test_a_table_in_another_encoding_is_told_or_refused(tmp_path: Path, codec: str) -> None:
    _read(tmp_path, GOOD.decode().encode(codec))


def test_halves_of_characters_are_shown_as_such(tmp_path: Path) -> None:
    content = b"\xff\xfe" + "Name,Email\nA\ud800na,ana@example.com\n".encode(
        "utf-16-le", "surrogatepass"
    )

    table = told(tmp_path, content)

    assert table.facts() == {"name": "A\ufffdna"}


def test_a_header_of_ten_thousand_columns_is_read(tmp_path: Path) -> None:
    header = ",".join(f"Field {at}" for at in range(10_000))

    table = told(tmp_path, f"Name,Email,{header}\nAna,ana@example.com\n")

    assert table.facts() == {"name": "Ana"}


def test_a_line_of_ten_megabytes_without_an_end_is_told_or_refused(tmp_path: Path) -> None:
    line = b"Ana,ana@example.com," + b"x" * 10_000_000

    table = _read(tmp_path, b"Name,Email,Notes\n" + line)

    assert table is not None
    assert len(table.people) == 1


def test_a_line_of_ten_megabytes_of_commas_is_skipped(tmp_path: Path) -> None:
    table = _read(tmp_path, b"Name,Email\nAna,a@example.com\n" + b"b," * 5_000_000 + b"c\n")

    assert table is not None
    assert [one.place.line for one in table.skipped] == [3]


def test_cells_longer_than_any_person_types_are_shortened_or_left_out(tmp_path: Path) -> None:
    headers = (
        "First Name;Last Name;Email;Phone;LinkedIn;GitHub;Website;Links;Skype;Company;Title;"
        "City;Country;Skills;Languages;School;Degree;Tags;Pool;Job;Stage;Notes;Summary;Source;"
        "Created;Rejection reason;Headline"
    )
    for cell in ("x" * 5_000, "x" * 5_000 + "@example.com", "https://x.example/" + "1" * 5_000):
        cells = ";".join([cell] * (headers.count(";") + 1))

        table = told(tmp_path, f"{headers}\nAna;Berg;ana@example.com\n{cells}\n")

        assert len(table.people) + len(table.skipped) == 2


def test_headers_that_lie_bring_in_nobody_wrongly(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "First Name,Email,LinkedIn,Phone\n"
        "ana@example.com,Berlin,12,Acme\nben@example.com,Porto,13,Other\n",
    )

    assert table.column("First Name").meaning == "email"
    assert [table.handles(at) for at in (0, 1)] == [
        [("email", "ana@example.com")],
        [("email", "ben@example.com")],
    ]


def test_formulas_are_text(tmp_path: Path) -> None:
    table = told(tmp_path, 'Name,Email,Company\n=1+1,ana@example.com,"=HYPERLINK(""x"")"\n')

    assert table.facts() == {"name": "=1+1", "company": '=HYPERLINK("x")'}


def test_one_number_on_all_rows_takes_no_longer_than_many(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 - made-up names
    rows = "".join(
        f"{chance.choice('ABCDE')}{at} {chance.choice('VWXYZ')}{at},+49 30 123456\n"
        for at in range(20_000)
    )

    table = told(tmp_path, "Name,Phone\n" + rows)

    assert len(table.people) == 20_000
    assert len({one.handles[0].handle.value for one in table.people}) == 20_000
