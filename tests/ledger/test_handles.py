"""Handles: spellings of one number have one key, by the short way and by the long one."""

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger import errors
from ledger.handles import is_shared, key_of
from ledger.words import Handle, HandleType


def _key(number: str) -> str:
    return key_of(Handle(type=HandleType.PHONE, value=number))


@given(
    code=st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
    # Zeros stand where the prefix for calls at home would.
    zeros=st.text("0", max_size=2),
    rest=st.text("0123456789", min_size=4, max_size=9),
)
def test_an_international_number_has_the_key_the_phone_library_gives_it(
    code: int, zeros: str, rest: str
) -> None:
    number = f"+{code}{zeros}{rest}"
    # Without one among the first digits nothing is ever taken out.
    assume("0" in number[2:6])
    parsed = phonenumbers.parse(number)
    is_possible = phonenumbers.is_possible_number(parsed)
    form = phonenumbers.PhoneNumberFormat.E164

    wanted = phonenumbers.format_number(parsed, form) if is_possible else number

    assert _key(number) == wanted


@pytest.mark.parametrize(
    "number", ["+49 30 1234567", "+49 (0)30 1234567", "+49 030 1234567", "+49-30/1234567"]
)
def test_a_zero_before_the_area_is_left_out_and_one_within_it_kept(number: str) -> None:
    assert _key(number) == "+49301234567"


def test_the_zero_of_an_italian_number_belongs_to_it() -> None:
    assert _key("+39 06 12345678") == "+390612345678"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("Ana@BÜCHER.example", "ana@XN--BCHER-KVA.EXAMPLE"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("ana@b\u00fccher.example", "ana@bu\u0308cher.example"),
        ("jörg@example.com", "JÖRG@example.com"),
    ],
)
def test_a_domain_is_one_however_it_is_written(one: str, other: str) -> None:
    keys = [key_of(Handle(type=HandleType.EMAIL, value=each)) for each in (one, other)]

    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    "address", ["ana@\u2060.example", "ana@" + "ü" * 80 + ".example", "ana@ü_ü.example"]
)
def test_a_domain_that_cannot_be_looked_up_is_compared_as_it_is_read(address: str) -> None:
    assert key_of(Handle(type=HandleType.EMAIL, value=address)) == address


@pytest.mark.parametrize("address", ["a b@example.com", "a\u00a0b@example.com", "example.com"])
def test_an_address_with_a_gap_or_without_an_at_has_no_key(address: str) -> None:
    with pytest.raises(errors.Invalid):
        key_of(Handle(type=HandleType.EMAIL, value=address))


@pytest.mark.parametrize(
    "told",
    ["ana.bsky.social", "@Ana.bsky.social", "https://bsky.app/profile/ana.bsky.social"],
)
def test_a_name_on_bluesky_is_a_domain_and_no_page(told: str) -> None:
    handle = Handle(type=HandleType.BLUESKY, value=told)

    assert key_of(handle) == "ana.bsky.social"
    assert not is_shared(handle)
