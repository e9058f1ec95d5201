"""The parts of a name, where its writing tells them."""

import pytest

from ledger.imports.name_parts import profile_of


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Berg, Ana", "Ana", "Berg"),
        ("van der  Berg, Ana Maria", "Ana Maria", "van der Berg"),
        ("O'Neil, Siobhán", "Siobhán", "O'Neil"),
        ("Müller-Lüdenscheidt,Zoë", "Zoë", "Müller-Lüdenscheidt"),
    ],
)
def test_a_family_name_before_a_comma_is_one(name: str, first: str, last: str) -> None:
    assert profile_of(name).model_dump(exclude_none=True) == {
        "first_name": first,
        "last_name": last,
    }


@pytest.mark.parametrize(
    "name",
    [
        "Ana Berg", "Ana Berg, PhD", "John Doe, Jr.", "Lumen, Inc.", "Acme, HR",
        "Berg, Ana, Dr.", "Berg,", ", Ana", "1, 2", "Ana",
    ],
)  # fmt: skip
def test_any_other_name_stays_whole(name: str) -> None:
    assert profile_of(name).model_dump(exclude_none=True) == {"name": name}


def test_no_name_says_nothing() -> None:
    assert profile_of("").model_dump(exclude_none=True) == {}
