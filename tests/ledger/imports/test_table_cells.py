from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports import texts
from ledger.imports.tables import cells
from ledger.imports.tables.contents import meaning_of
from ledger.imports.tables.countries import region_of
from ledger.imports.tables.dates import DateColumn

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=BERLIN)),
        ("2026/03/01", datetime(2026, 3, 1, tzinfo=BERLIN)),
        ("2026-03-01T10:20:30Z", datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)),
        ("2026-03-01 10:20:30.123 UTC", datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)),
        ("2026-03-01T10:20:30+0200", datetime(2026, 3, 1, 8, 20, 30, tzinfo=UTC)),
        ("1772360430000", datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)),
        ("1772360430", datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)),
        ("1 Mar 2026", datetime(2026, 3, 1, tzinfo=BERLIN)),
        ("01-March-2026 10:20", datetime(2026, 3, 1, 10, 20, tzinfo=BERLIN)),
        ("March 1, 2026 12:20 AM", datetime(2026, 3, 1, 0, 20, tzinfo=BERLIN)),
        ("Mar 1, 2026, 12:20 PM", datetime(2026, 3, 1, 12, 20, tzinfo=BERLIN)),
        ("3/3/2026", datetime(2026, 3, 3, tzinfo=BERLIN)),
        ("46082", datetime(2026, 3, 1, tzinfo=BERLIN)),
        ("46082.4375", datetime(2026, 3, 1, 10, 30, tzinfo=BERLIN)),
    ],
)
def test_a_date_that_can_be_meant_in_one_way_is_read(cell: str, expected: datetime) -> None:
    assert DateColumn("Created", BERLIN).instant(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "", "soon", "0/0/00", "2026-13-01", "2026-02-30", "03/2026", "26-03-01", "12345",
        "73051", "99999999999999", "1 Foo 2026", "3/4/2026", "2026-03-01 25:00",
    ],
)  # fmt: skip
def test_what_is_no_date_or_may_be_two_is_left_out(cell: str) -> None:
    assert DateColumn("Created", BERLIN).instant(cell) is None


@pytest.mark.parametrize(
    ("seen", "cell", "month", "day"),
    [
        (["13/1/2026"], "3/4/2026", 4, 3),
        (["1/13/2026"], "3/4/2026", 3, 4),
        (["31.01.2026"], "03.04.26", 4, 3),
        (["1/13/2026 9:05 PM"], "3/4/26, 9:05 AM", 3, 4),
    ],
)
def test_a_column_tells_its_order_by_a_day_above_twelve(
    seen: list[str], cell: str, month: int, day: int
) -> None:
    column = DateColumn("Created", UTC)
    for each in seen:
        column.see(each)

    at = column.instant(cell)

    assert at is not None
    assert (at.year, at.month, at.day) == (2026, month, day)
    assert not column.is_doubtful


@pytest.mark.parametrize("seen", [["12/12/2026"], ["13/1/2026", "1/13/2026"]])
def test_a_column_without_such_a_day_or_with_both_is_doubtful(seen: list[str]) -> None:
    column = DateColumn("Created", UTC)
    for each in seen:
        column.see(each)

    assert column.instant("3/4/2026") is None
    assert column.is_doubtful


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"), ("DEUTSCHLAND", "DE"), ("Allemagne", "DE"), ("de", "DE"),
        ("United Kingdom", "GB"), ("Wielka Brytania", "GB"), ("U.S.A.", "US"),
        ("España", "ES"), ("Švýcarsko", "CH"), ("Atlantis", None), ("", None), ("ZZ", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names_and_code(name: str, code: str | None) -> None:
    assert region_of(name) == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("+49 30 123456", ["+49 30 123456"]),
        ("12345", ["12345"]),
        ("1234", []),
        ("+49 30 1234-56 ext. 7", ["+49 30 1234-56 ext. 7"]),
        ("030 123456 / mobil", ["030 123456"]),
        ("0049 171 234 5678 (bis 18 Uhr)", ["0049 171 234 5678"]),
        ("Tel. 030 123456, mobil 0171 2345678", ["030 123456", "0171 2345678"]),
        ("030 123456; 030 654321", ["030 123456", "030 654321"]),
        ("030 123456 / 0171 2345678", ["030 123456", "0171 2345678"]),
        ("030/123456/0171/2345678", ["030/123456", "0171/2345678"]),
        ("030/123456 oder 0171/2345678", ["030/123456", "0171/2345678"]),
        ("+1 212 555 0123 +1 212 555 0124", ["+1 212 555 0123", "+1 212 555 0124"]),
        ("089 / 123 45 67", ["089 / 123 45 67"]),
        ("+49 (0)30 123456-789 ext 1234", ["+49 (0)30 123456-789 ext 1234"]),
        ("12345678901234567", []),
        ("491701234567.0", ["491701234567"]),
        ("4.917012345E+9", ["4917012345"]),
        ("4.91701E+11", []),
        ("call me", []),
        ("ana1234567@example.com", []),
    ],
)
def test_numbers_are_found_in_a_cell(cell: str, expected: list[str]) -> None:
    assert cells.numbers(cell) == expected


def test_a_cell_of_a_million_blanks_is_looked_through_once() -> None:
    blanks = " " * 1_000_000

    assert cells.numbers(f"+49 30 123456 {blanks}x 0171 2345678") == []
    assert cells.listed(f"Go;{blanks}Rust") == ["Go", "Rust"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["52000", "61000"], None),
        (["2026-01-01", "2026-02-01"], None),
        (["01.02.2026", "03.04.2026"], None),
        (["1,5", "2,5"], None),
        (["10115", "80331"], None),
        (["030 12345", "+49 1234567"], "phone"),
        (["555-123-4567"], "phone"),
        (["Rua 1, 4000 Porto"], None),
        (["Acme 2000", "Beta 3"], None),
        (["example.com", "acme.org"], None),
        (["https://example.com"], "website"),
        (["xing.com/profile/Ana_Berg"], "link"),
        ([], None),
    ],
)
def test_a_column_is_known_by_its_cells_only_where_they_leave_no_doubt(
    values: list[str], expected: str | None
) -> None:
    assert meaning_of(values) == expected


@pytest.mark.parametrize("cell", ["", " ", "-", "--", "–", "?", "n/a", "N/A", "#N/A", "k.A."])  # noqa: RUF001
def test_a_dash_and_the_like_say_nothing(cell: str) -> None:
    assert cells.says_nothing(cell)
    assert cells.first(cell) == ""
    assert cells.listed_by_commas(f"{cell}; Go") == ["Go"]


@pytest.mark.parametrize("cell", ["Na", "Null", "None", "C++", "R", "1", "王", "- remote"])
def test_what_may_be_a_name_or_a_word_says_something(cell: str) -> None:
    assert not cells.says_nothing(cell)


@given(st.text())
def test_a_line_is_as_every_line_in_the_ledger(cell: str) -> None:
    assert cells.line(cell) == texts.line(cell)


@given(st.text(alphabet="aB1@. ;,<>:+-()|\n'=\"E/", max_size=40))
def test_what_is_found_in_a_cell_can_be_found_in_itself(cell: str) -> None:
    for address in cells.addresses(cell):
        assert cells.addresses(address) == [address]
    for number in cells.numbers(cell):
        assert cells.numbers(number) == [number]
