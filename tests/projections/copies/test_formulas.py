import csv
import io

import pytest

from api.installation import Installation
from projections.copies import spreadsheet
from projections.copies.formulas import is_formula, safe
from projections.moment import Moment
from tests.projections.copies.histories import ADA, NASTY, rich

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\tx", "  =1", "\u00a0=1",
    "\u200b=1",
    "\ufeff=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\ufe661", '"=1"', "'=1", '" =1',
    "a\n=1",
    "a\r\n+1",
    "=cmd|' /C calc'!A0", "\u202e=1",
)  # fmt: skip
TEXTS = ("", "a", "a=1", "1-1", "ada@example.com", "a +1", "(=1)", "#", "1+1", "·=1", "ünï")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert is_formula(text)
    assert safe(text).startswith("'") or "\n'" in safe(text)
    assert safe(text).replace("'", "") == text.replace("'", "")
    lines = safe(text).splitlines()
    assert all(line.startswith("'") or not is_formula(line) for line in lines)


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_the_copies_for_spreadsheets_hold_no_formula(workspace: Installation) -> None:
    rich(workspace)

    with workspace.database.snapshot() as connection:
        moment = Moment(connection, workspace.workspace)
        files = {
            name: b"".join(pieces).decode("utf-8-sig")
            for name, pieces in spreadsheet.files(moment, None)
        }

    cells = [
        cell
        for text in files.values()
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
    ]
    assert f"'{NASTY}" in cells
    assert str(ADA) in cells
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n")] == []
