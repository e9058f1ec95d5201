"""Words beside a number are no part of it."""

import pytest

from ledger.handles import key_of
from ledger.imports.phone_texts import bare
from ledger.imports.reaches import phone


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("0171 2345678", "0171 2345678"),
        ("0171 2345678 Anna", "0171 2345678"),
        ("+49 171 2345678 (bis 18 Uhr)", "+49 171 2345678"),
        ("Tel. (030) 1234567", "(030) 1234567"),
        ("030 1234567 x 12 (Ana)", "030 1234567 x 12"),
        ("+1-418-656-9254;ext=102", "+1-418-656-9254;ext=102"),
        ("+49 (0)30 123456-789 ext 1234", "+49 (0)30 123456-789 ext 1234"),
    ],
)
def test_words_around_a_number_are_left_out(told: str, number: str) -> None:
    assert bare(told) == bare(number) == number


@pytest.mark.parametrize(
    "told",
    [
        "",
        "ask",
        "1-800-FLOWERS",
        "0171 2345678, 2 children",
        "12345 ext 5",
        "ana1234567@example.com",
    ],
)
def test_what_is_no_one_number_stays_as_it_is(told: str) -> None:
    assert bare(told) == told


def test_a_text_of_a_million_characters_is_looked_at_no_longer_than_a_line() -> None:
    for text in ("0171 2345678 (" + "a" * 1_000_000, "0171 2345678 " + "( a" * 300_000):
        assert bare(text) == text


def test_letters_behind_a_number_are_not_dialled() -> None:
    handle = phone("0171 2345678 Anna", "DE")

    assert handle is not None
    assert key_of(handle, "DE") == "+491712345678"
