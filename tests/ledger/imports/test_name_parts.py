"""The parts of a name, where its writing tells them."""

import pytest

from ledger.imports.name_parts import straight


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Berg, Ana", "Ana Berg"),
        ("van der  Berg, Ana Maria", "Ana Maria van der Berg"),
        ("O'Neil, Siobhán", "Siobhán O'Neil"),
        ("Müller-Lüdenscheidt,Zoë", "Zoë Müller-Lüdenscheidt"),
    ],
)
def test_a_family_name_before_a_comma_is_one(name: str, said: str) -> None:
    assert straight(name) == said


@pytest.mark.parametrize(
    "name",
    [
        "Ana Berg", "Ana Berg, PhD", "John Doe, Jr.", "Lumen, Inc.", "Acme, HR",
        "Berg, Ana, Dr.", "Berg,", ", Ana", "1, 2", "Ana", "",
    ],
)  # fmt: skip
def test_any_other_name_stays_as_it_is(name: str) -> None:
    assert straight(name) == name
