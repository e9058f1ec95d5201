"""What speaks for two people being one, what against it, and that keys miss neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.handles import key_of
from ledger.likeness.blocking import keys_of
from ledger.likeness.resemblance import FAINT_FROM, SHOWN_FROM, Resemblance, resemblance
from ledger.likeness.traits import (
    Held,
    Traits,
    digits_of,
    employer_key,
    held,
    mailbox_of,
    place_key,
    slug_of,
    traits_of,
)
from ledger.words import Handle, HandleType


def reached(type_: HandleType, value: str) -> Held:
    return held(type_, value, key_of(Handle(type=type_, value=value)))


def email(address: str) -> Held:
    return reached(HandleType.EMAIL, address)


def phone(number: str) -> Held:
    return reached(HandleType.PHONE, number)


def linkedin(slug: str) -> Held:
    return reached(HandleType.LINKEDIN, f"linkedin.com/in/{slug}")


def somebody(name: str = "", *handles: Held, **facts: str) -> Traits:
    return traits_of({"name": name, **facts}, handles)


def compared(one: Traits, other: Traits, namesakes: int = 4) -> Resemblance:
    return resemblance(one, other, namesakes=namesakes)


def words_in(found: Resemblance) -> str:
    return " ".join(each.words for each in found.evidence)


# Two records, and a part of the evidence that is said about them.
_ALIKE = {
    "same name and employer": (
        somebody("Anna Müller", company="Acme GmbH"),
        somebody("Anna Mueller", company="ACME"),
        "Both work or worked at Acme GmbH.",
    ),
    "a legal form written with dots": (
        somebody("Luca Rossi", company="Fiat S.p.A."),
        somebody("Luca Rossi", company="Fiat"),
        "Both work or worked at Fiat S.p.A.",
    ),
    "a name told more fully": (
        somebody("Ines Okafor", company="Lumen"),
        somebody("Ines Okafor-Lindqvist", company="Lumen"),
        "The same name, written otherwise: Ines Okafor, Ines Okafor-Lindqvist.",
    ),
    "same name and place": (
        somebody("Anna Müller", location="Berlin, Germany"),
        somebody("Anna Müller", location="Greater Berlin Area"),
        "Both are in Berlin.",
    ),
    "phone written otherwise": (
        somebody("", phone("+49 30 1234567")),
        somebody("", phone("030 1234567")),
        "The same phone number, written otherwise: +49301234567, 0301234567.",
    ),
    "same mailbox elsewhere": (
        somebody("Anna Schmidt", email("sunny77@one.example")),
        somebody("Anna Berger", email("sunny77@two.example")),
        "The same name before the @",
    ),
    "two tags": (
        somebody("", email("anna.b+jobs@one.example")),
        somebody("", email("anna.b@one.example")),
        "One mailbox with two tags",
    ),
    "address spells the name": (
        somebody("Anna Schmidt", company="Acme"),
        somebody("", email("anna.schmidt@one.example")),
        "anna.schmidt@one.example spells the name Anna Schmidt.",
    ),
    "profile spells the name": (
        somebody("Anna Schmidt"),
        somebody("", linkedin("anna-schmidt-4a5b6c")),
        "spells the name Anna Schmidt.",
    ),
    "one handle claimed twice": (
        somebody("Anna Schmidt", email("a@one.example")),
        somebody("Peter Holm", email("a@one.example")),
        "Both claim a@one.example.",
    ),
}


@pytest.mark.parametrize("case", _ALIKE)
def test_what_two_have_in_common_is_said_in_words_and_found_by_a_key(case: str) -> None:
    one, other, words = _ALIKE[case]

    found = compared(one, other)

    assert words in words_in(found)
    assert words_in(found).count(words) == 1
    assert any(each.points > 0 and words in each.words for each in found.evidence)
    assert set(keys_of(one).all) & set(keys_of(other).all)


_NOT_IN_COMMON = {
    "two whole numbers": (
        somebody("", phone("+49 30 1234567")),
        somebody("", phone("+41 30 1234567")),
        "written otherwise",
    ),
    "a mailbox of four letters": (
        somebody("", email("anna@one.example")),
        somebody("", email("anna@two.example")),
        "before the @",
    ),
    "a mailbox several people read": (
        somebody("", email("recruiting@one.example")),
        somebody("", email("recruiting@two.example")),
        "before the @",
    ),
    "colleagues": (
        somebody("Anna Schmidt", company="Acme"),
        somebody("Peter Holm", company="Acme"),
        "Both work",
    ),
}


@pytest.mark.parametrize("case", _NOT_IN_COMMON)
def test_what_says_nothing_is_not_said(case: str) -> None:
    one, other, words = _NOT_IN_COMMON[case]

    assert words not in words_in(compared(one, other))


def test_equal_names_alone_are_shown_only_where_hardly_anybody_has_them() -> None:
    one, other = somebody("Anna Müller"), somebody("Anna Müller")

    assert compared(one, other, namesakes=2).score >= SHOWN_FROM
    assert compared(one, other, namesakes=3).score < SHOWN_FROM
    assert compared(one, other, namesakes=6).score < FAINT_FROM
    assert "6 people in the ledger" in words_in(compared(one, other, namesakes=6))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (linkedin("anna-a"), linkedin("anna-b"), "Two profiles at one site"),
        (email("am7@acme.example"), email("anna.m@acme.example"), "Two addresses at acme"),
    ],
)
def test_what_tells_two_people_apart_counts_against_them(
    one: Held, other: Held, words: str
) -> None:
    with_it = compared(
        somebody("Anna Müller", one, company="Acme"),
        somebody("Anna Müller", other, company="Acme"),
        namesakes=2,
    )
    without = compared(
        somebody("Anna Müller", company="Acme"),
        somebody("Anna Müller", company="Acme"),
        namesakes=2,
    )

    assert words in words_in(with_it)
    assert with_it.score < without.score


def test_two_addresses_at_a_provider_of_anybody_say_nothing() -> None:
    one = somebody("Anna Müller", email("am7@gmail.com"), company="Acme")
    other = somebody("Anna Müller", email("anna.m@gmail.com"), company="Acme")

    assert "Two addresses" not in words_in(compared(one, other))


def test_a_switchboard_weighs_little_and_two_extensions_of_it_as_little() -> None:
    number = "+49 30 1234567"
    shared = phone(number)._replace(is_shared=True)
    one, other = somebody("Anna Müller", shared), somebody("Anna Müller", shared)
    extended = somebody("Anna Müller", phone(f"{number} ext. 12"))

    assert "which several people share" in words_in(compared(one, other))
    assert "two extensions" in words_in(compared(extended, somebody("", phone(number))))
    alone = compared(somebody("Anna Müller"), somebody("Anna Müller"))
    assert compared(one, other).score - alone.score == 8


_ANYBODY = st.builds(
    somebody,
    st.sampled_from(("Anna Müller", "Müller, Ana", "A. Muller", "Peter Holm", "", "王小明")),
    st.sampled_from((email("amueller@one.example"), phone("030 1234567"), linkedin("a-m"))),
    st.sampled_from((email("amueller@two.example"), phone("+49 30 1234567"))),
    company=st.sampled_from(("Acme", "Acme GmbH", "Other", "")),
    location=st.sampled_from(("Berlin", "Berlin, Germany", "")),
)


@given(one=_ANYBODY, other=_ANYBODY, namesakes=st.integers(0, 9))
def test_the_score_is_the_sum_within_its_bounds_whoever_comes_first(
    one: Traits, other: Traits, namesakes: int
) -> None:
    found = resemblance(one, other, namesakes=namesakes)

    assert found.score == max(0, min(100, sum(each.points for each in found.evidence)))
    assert resemblance(other, one, namesakes=namesakes).score == found.score


@given(one=_ANYBODY, other=_ANYBODY)
def test_whoever_looks_alike_shares_a_key(one: Traits, other: Traits) -> None:
    if resemblance(one, other, namesakes=2).score >= SHOWN_FROM:
        assert set(keys_of(one).all) & set(keys_of(other).all)


@given(text=st.text(max_size=60), number=st.text(max_size=30))
def test_any_text_can_stand_where_facts_are_expected(text: str, number: str) -> None:
    odd = Traits(
        name=text,
        employers={employer_key(text): text},
        place=text,
        title=text,
        handles=(
            Held(HandleType.EMAIL, text),
            Held(HandleType.PHONE, number),
            Held(HandleType.LINKEDIN, text),
        ),
    )

    assert 0 <= resemblance(odd, odd, namesakes=1).score <= 100
    assert all(-(2**63) < key < 2**63 for key in keys_of(odd).all)


def test_what_is_compared_leaves_out_what_is_written_in_many_ways() -> None:
    assert employer_key("Müller & Söhne GmbH & Co. KG") == "muller sohne"
    assert employer_key("The Group") == "the group"
    assert employer_key("Škoda Auto a. s.") == employer_key("Skoda Auto") == "skoda auto"
    assert employer_key("Philips B.V.") == employer_key("Philips")
    assert employer_key("Allegro sp. z o.o.") == employer_key("Allegro")
    assert employer_key("J.P. Morgan") == employer_key("JP Morgan")
    assert employer_key("E.ON SE") == "e on"
    assert place_key("Greater London Area, United Kingdom") == "london"
    assert place_key("City of") == "city of"
    assert digits_of("+49301234567;ext=12") == "49301234567"
    assert mailbox_of("anna+jobs@one.example") == ("anna", "one.example")
    assert slug_of("anna-maria-schmidt-4a5b") == "annamariaschmidt"
