"""Two names of one person, and two names of two."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.likeness.names import Likeness, clearly_differ, likeness
from ledger.likeness.spelling import words_of

_OF_ONE_PERSON = {
    ("Anna Müller", "Dr. Anna Müller, Ph.D."): Likeness.SAME,
    ("Anna Müller", "Muller, Anna"): Likeness.SAME,
    ("Jean-Luc Picard", "Jeanluc Picard"): Likeness.SAME,
    ("Siobhán O'Brannigan", "Siobhan O’Brannigan"): Likeness.SAME,  # noqa: RUF001
    ("Anna Schmidt", "Anna Schmidt-Berger"): Likeness.SAME,
    ("Anna Schmidt", "Anna Maria Schmidt"): Likeness.SAME,
    ("Иван Петров", "Ivan Petrov"): Likeness.SAME,
    ("Ma Li", "Li, Ma (she/her)"): Likeness.SAME,
    ("Anna Schmidt", "Schmidt Anna"): Likeness.SWAPPED,
    ("Schröder Jörg", "Jorg Schroder"): Likeness.SWAPPED,
    ("Anna Müller", "Anna Mueller"): Likeness.SPELT_OTHERWISE,
    ("Юлия Иванова", "Julia Ivanov"): Likeness.SPELT_OTHERWISE,
    ("Mohammed Ali", "Muhamad Ali"): Likeness.SPELT_OTHERWISE,
    ("محمد علي", "Mohammed Ali"): Likeness.SPELT_OTHERWISE,
    ("王小明", "Xiaoming Wang"): Likeness.SPELT_OTHERWISE,
    ("Thomas Weber", "Thmoas Weber"): Likeness.SPELT_OTHERWISE,
    ("Thomas Weber", "Thomas Webber"): Likeness.SPELT_OTHERWISE,
    ("Bob Smith", "Robert Smith"): Likeness.NICKNAME,
    ("Uli Beck", "Ulrich Beck"): Likeness.NICKNAME,
    ("Gabi Beck", "Gabriele Beck"): Likeness.NICKNAME,
    ("Andi Beck", "Andreas Beck"): Likeness.NICKNAME,
    ("Kuba Nowak", "Jakub Nowak"): Likeness.NICKNAME,
    ("A. Schmidt", "Anna Schmidt"): Likeness.INITIALS,
    ("J. T. Fontaine", "Jamal Tyler Fontaine"): Likeness.INITIALS,
    ("Schmidt", "Anna Schmidt"): Likeness.PART,
    ("Anna Schmidt", "Anna Berger"): Likeness.GIVEN_ONLY,
    ("김민준", "Minjun Kim"): Likeness.SPELT_OTHERWISE,
    ("يوسف خوري", "Youssef Khoury"): Likeness.SPELT_OTHERWISE,
    ("", "Anna Schmidt"): Likeness.UNTOLD,
    ("😀 …", "Anna Schmidt"): Likeness.UNTOLD,
}
_OF_TWO_PEOPLE = (
    ("Anna Schmidt", "Peter Schmidt"),
    ("Anna Schmidt", "Peter Berger"),
    ("Martin Schmidt", "Martina Schmidt"),
    ("Mario Rossi", "Maria Rossi"),
    ("Andrea Bauer", "Andreas Bauer"),
    ("Jan Novák", "Jana Nováková"),
    ("Hans Weber", "Hanna Weber"),
    ("A. Schmidt", "Anna Berger"),
    ("James Ryan", "Ryan Cooper"),
    ("Anna", "Peter"),
    ("Ulrich Beck", "Ulrike Beck"),
    ("Thomas Weber", "Thaddeus Weber"),
    ("يوسف خوري", "Peyton Zellner"),
    ("서연 사마", "Gonçalo dos Reis"),
    ("美咲 篠沢", "Raffaele Bellocampo"),
)


@pytest.mark.parametrize(("names", "alike"), _OF_ONE_PERSON.items())
def test_names_that_may_be_one_persons_do_not_clearly_differ(
    names: tuple[str, str], alike: Likeness
) -> None:
    assert likeness(*names) is alike
    assert not clearly_differ(*names)


@pytest.mark.parametrize(("one", "other"), _OF_TWO_PEOPLE)
def test_names_of_two_people_clearly_differ(one: str, other: str) -> None:
    assert clearly_differ(one, other)


def test_an_ideograph_that_is_read_otherwise_tells_nothing_of_the_person() -> None:
    assert likeness("田中太郎", "Taro Tanaka") is Likeness.UNTOLD


def test_one_letter_may_slip_in_a_short_word_and_two_in_a_long_one() -> None:
    assert not clearly_differ("Peter Holm", "Pieter Holm")
    assert clearly_differ("Peter Holm", "Pitner Holm")
    assert not clearly_differ("Harriet Holm", "Harirte Holm")
    assert clearly_differ("Harriet Holm", "Hxrixtt Holm")


_WORDS = ("Anna", "Hanna", "Ana", "A.", "Schmidt", "Schmit", "Ryan", "Петров")
_NAMES = st.lists(st.sampled_from(_WORDS))


@given(one=_NAMES.map(" ".join), other=_NAMES.map(" ".join))
def test_the_order_of_the_two_never_matters(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)


@given(name=st.text(max_size=300))
def test_no_name_clearly_differs_from_itself(name: str) -> None:
    assert not clearly_differ(name, name)
    assert all(word.isascii() and word.islower() for word in words_of(name))


def test_a_long_text_in_place_of_a_name_takes_no_time() -> None:
    started = time.process_time()

    clearly_differ("ab " * 300_000, "ba " * 300_000)

    assert time.process_time() - started < 1
