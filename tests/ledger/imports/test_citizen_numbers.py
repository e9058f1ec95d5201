"""A number that a state gave somebody is no phone number, and stays out unless asked for."""

from pathlib import Path

import pytest

from api.installation import Installation
from ledger.imports.options import Options
from ledger.imports.sensitive import is_sensitive
from tests.ledger.imports.networks import brought
from tests.ledger.imports.tables import told
from tests.ledger.stories import rows, stored


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("Government ID Number", "12 34 56 78 90"),
        ("AHV-Nummer", "756.1234.5678.97"),
        ("Numéro AVS", "756.1234.5678.97"),
        ("Personnummer", "811228-9874"),
        ("CPR-nummer", "120485-1234"),
        ("Foo", "756.1234.5678.97"),
        ("Foo", "756 1234 5678 97"),
        ("Foo", "123-45-6789"),
        ("Foo", "120485-1234"),
        ("Foo", "19811228-9874"),
        ("Foo", "86 095 742 719"),
    ],
)
def test_it_reaches_neither_handles_nor_events_nor_samples(
    workspace: Installation, tmp_path: Path, header: str, number: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"Name,E-mail Address,{header}\nAna Berg,ana@acme.example,{number}\n")

    report = brought(workspace, path)

    handles = "select key from views.handles where workspace_id = %(workspace)s"
    assert rows(workspace, handles) == [("ana@acme.example",)]
    assert report.people == {"new": 1}
    assert [column.why for column in report.tables[0].columns][-1] == "sensitive"
    assert number not in str(report.as_json())
    assert number not in str(stored(workspace))


@pytest.mark.parametrize(
    ("header", "number"),
    [
        # A header that says what it is counts for more than its form.
        ("Phone", "120485-1234"),
        ("Telefon", "86 095 742 719"),
        # No birthday, and a check digit that is wrong.
        ("Foo", "999999-1234"),
        ("Foo", "86 095 742 718"),
        ("Foo", "030 123 4567"),
    ],
)
def test_what_only_looks_a_little_like_one_is_a_phone_number(
    tmp_path: Path, header: str, number: str
) -> None:
    table = told(tmp_path, f"Name,{header}\nAna Berg,{number}\n")

    assert ("phone", number) in table.handles()


def test_a_column_of_them_with_a_gap_or_two_is_still_one(tmp_path: Path) -> None:
    numbers = ["756.1234.5678.97", "756.9217.0769.85", "unknown", "756.3047.5009.62"]
    lines = "".join(f"P{at},p{at}@x.example,{one}\n" for at, one in enumerate(numbers))

    table = told(tmp_path, f"Name,Email,Foo\n{lines}")

    assert table.column("Foo") == ("Foo", None, "sensitive", ())


def test_it_is_brought_in_for_whoever_asks_for_its_column(tmp_path: Path) -> None:
    content = "Name,Email,AHV-Nummer\nAna,ana@x.example,756.1234.5678.97\n"

    table = told(tmp_path, content, options=Options(keeps=("ahv-nummer",)))

    assert table.facts()["custom_fields"] == {"AHV-Nummer": "756.1234.5678.97"}


@pytest.mark.parametrize(
    "header",
    [
        "CPR Certification",
        "CPR Expiry Date",
        "Government Relations",
        "Personnel",
        "Steuerberater",
    ],
)
def test_a_header_that_shares_a_word_with_one_is_not_sensitive(header: str) -> None:
    assert not is_sensitive(header)
