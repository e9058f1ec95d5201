"""Which facts are left behind unless somebody asks for them."""

import pytest

from ledger.imports.options import Options
from ledger.imports.private import LeftOut, is_private
from ledger.imports.remarks import Remarks


@pytest.mark.parametrize(
    "name",
    [
        "BDAY",
        "birthDate",
        "Date of birth",
        "X-EVOLUTION-ANNIVERSARY",
        "gender_identity",
        "Race/Ethnicity",
        "veteranStatus",
        "disability_status",
        "SSN",
        "Social Security Number",
        "age",
        "religious_views",
        "Marital status",
        "nationalId",
    ],
)
def test_what_is_nobodys_business_is_private(name: str) -> None:
    assert is_private(name)


@pytest.mark.parametrize(
    "name",
    [
        "language",
        "trace_id",
        "package",
        "desired_salary",
        "message",
        "Essex office",
        "engender",
        "international identity",
        "notice period",
        "",
    ],
)
def test_what_work_is_about_is_not(name: str) -> None:
    assert not is_private(name)


def test_of_many_names_the_first_thirty_are_listed() -> None:
    thirty, more = (LeftOut("the cards", {"N"}, Options(keeps=("X00",))) for _ in range(2))
    remarks = Remarks()

    thirty.meet([f"x{number:02}" for number in range(31)])
    more.meet(["N", *(f"x{number:02}" for number in range(32))])
    thirty.note(remarks)
    more.note(remarks)

    first, second = (one.note for one in remarks.told())
    assert first.startswith("Not brought in from the cards: x01, x02, ")
    assert first.endswith("x29, x30.")
    assert second.endswith("x29, x30 and 1 more.")


def test_names_without_end_are_not_kept_without_end() -> None:
    left_out, remarks = LeftOut("the cards", (), Options()), Remarks()

    left_out.meet("x" * 100_000 + str(number) for number in range(2))
    left_out.meet(f"y{number:05}" for number in range(5_000))
    left_out.note(remarks)

    [note] = remarks.told()
    assert note.note.endswith(" and 970 more.")
