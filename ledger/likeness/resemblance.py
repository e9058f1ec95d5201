"""How much do two people look like one, and why? Evidence in words, each with its points.

The score is the sum of the points, kept between 0 and 100. A name alone never suffices, unless
hardly anybody else has it: what tells people apart counts against them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ledger.likeness.names import Likeness, likeness
from ledger.likeness.spelling import words_of
from ledger.likeness.traits import (
    Held,
    Traits,
    digits_of,
    letters_of,
    mailbox_of,
    place_key,
    slug_of,
)
from ledger.words import HandleType

SHOWN_FROM = 40
"""The score from which two people are shown as look-alikes of each other."""
FAINT_FROM = 25
"""The score from which somebody who asks about one person is told."""
RARE_MAX = 2
"""A name that only the two have is rare."""
_COMMON_MIN = 6
_DIGITS_MIN = 7
_MAILBOX_MIN = 5
_SPELT_MIN = 6

_OF_NAMES = {
    Likeness.SAME: (30, "Both are called {one}."),
    Likeness.SWAPPED: (26, "Given and family name in the other order: {one}, {other}."),
    Likeness.SPELT_OTHERWISE: (24, "The name spelt otherwise: {one}, {other}."),
    Likeness.NICKNAME: (22, "One given name is a form of the other: {one}, {other}."),
    Likeness.INITIALS: (16, "One name has initials: {one}, {other}."),
    Likeness.PART: (8, "Parts of the names are the same: {one}, {other}."),
    Likeness.GIVEN_ONLY: (
        10,
        "The same given name, another family name, as after a marriage: {one}, {other}.",
    ),
    Likeness.DIFFERENT: (-40, "The names clearly differ: {one}, {other}."),
}
_SAME_HANDLE = {HandleType.EMAIL: 60, HandleType.PHONE: 45, HandleType.LINKEDIN: 70}
# Providers at which anybody has an address: what two people there have in common is nothing.
_PROVIDERS = """
aol.com free.fr freenet.de gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com
icloud.com laposte.net libero.it live.com mac.com mail.com mail.ru mailbox.org me.com msn.com
orange.fr outlook.com posteo.de proton.me protonmail.com qq.com seznam.cz t-online.de web.de
wp.pl yahoo.com yandex.ru 163.com
"""
_PROVIDERS_OF_ANYBODY = frozenset(_PROVIDERS.split())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against two people being one."""

    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much two people look like one."""

    score: int
    """From 0 to 100: the sum of the points, kept within."""
    evidence: tuple[Evidence, ...]
    """What weighs most first."""


def resemblance(one: Traits, other: Traits, *, namesakes: int) -> Resemblance:
    """Return how much two people look like one.

    `namesakes` is how many people the ledger knows by the commoner of their names, themselves
    included.
    """
    alike = likeness(one.name, other.name)
    named = list(_of_names(one, other, alike, namesakes))
    if alike is Likeness.DIFFERENT and not any(held in other.handles for held in one.handles):
        # Nothing else weighs as much, so the rest is not looked at.
        return summed(named)
    found = [
        *named,
        *_of_work_and_place(one, other, alike),
        *_of_same_handles(one, other),
        *_of_phones(one, other),
        *_of_emails(one, other, alike),
        *_of_spellings(one, other, alike),
    ]
    if sum(each.points for each in found) >= FAINT_FROM:
        # What speaks against it matters only where something speaks for it.
        found += _of_conflicts(one, other)
    return summed(found)


def summed(evidence: list[Evidence]) -> Resemblance:
    """Return the evidence with its score."""
    score = max(0, min(100, sum(each.points for each in evidence)))
    ordered = sorted(evidence, key=lambda each: abs(each.points), reverse=True)
    return Resemblance(score, tuple(ordered))


def _of_names(
    one: Traits, other: Traits, alike: Likeness, namesakes: int
) -> Iterator[Evidence]:
    if alike is Likeness.UNTOLD:
        return
    points, words = _OF_NAMES[alike]
    if alike is Likeness.SAME and one.name.casefold() != other.name.casefold():
        words = "The same name, written otherwise: {one}, {other}."
    yield Evidence(points, words.format(one=one.name, other=other.name))
    if alike < Likeness.NICKNAME:
        return
    if namesakes <= RARE_MAX:
        yield Evidence(12, "Nobody else in the ledger is called so.")
    elif namesakes >= _COMMON_MIN:
        yield Evidence(-8, f"{namesakes} people in the ledger are called so.")


def _of_work_and_place(one: Traits, other: Traits, alike: Likeness) -> Iterator[Evidence]:
    if alike in {Likeness.DIFFERENT, Likeness.UNTOLD}:
        # Colleagues and neighbours are no look-alikes.
        return
    ours, theirs = one.employers or {}, other.employers or {}
    for key in [key for key in ours if key in theirs][:1]:
        yield Evidence(22, f"Both work or worked at {ours[key]}.")
    if one.place and place_key(one.place) == place_key(other.place):
        yield Evidence(10, f"Both are in {one.place.partition(',')[0]}.")
    if one.title and one.title.casefold() == other.title.casefold():
        yield Evidence(5, f"Both are {one.title}.")


def _of_same_handles(one: Traits, other: Traits) -> Iterator[Evidence]:
    theirs = {(held.type, held.key) for held in other.handles}
    for held in one.handles:
        if (held.type, held.key) in theirs:
            if held.is_shared:
                yield Evidence(
                    8, f"Both are reached by {held.key}, which several people share."
                )
            else:
                yield Evidence(_SAME_HANDLE.get(held.type, 50), f"Both claim {held.key}.")


def _of_phones(one: Traits, other: Traits) -> Iterator[Evidence]:
    for ours in one.phones:
        for theirs in other.phones:
            if ours.key == theirs.key:
                continue
            left, right = digits_of(ours.key), digits_of(theirs.key)
            if left == right:
                told = f"One switchboard, two extensions: {ours.key}, {theirs.key}."
                yield Evidence(8, told)
            elif _are_one_number(ours, theirs):
                points = 8 if ours.is_shared or theirs.is_shared else 45
                told = f"The same phone number, written otherwise: {ours.key}, {theirs.key}."
                yield Evidence(points, told)
                return


def _are_one_number(ours: Held, theirs: Held) -> bool:
    """Say whether one is the national form of the other; two whole numbers are two numbers."""
    if ours.key.startswith("+") and theirs.key.startswith("+"):
        return False
    short, long = sorted(
        (digits_of(ours.key).lstrip("0"), digits_of(theirs.key).lstrip("0")), key=len
    )
    # A country's code has three digits at most.
    return len(short) >= _DIGITS_MIN and long.endswith(short) and len(long) - len(short) <= 3  # noqa: PLR2004


def _of_emails(one: Traits, other: Traits, alike: Likeness) -> Iterator[Evidence]:
    for ours in one.emails:
        for theirs in other.emails:
            local, domain = mailbox_of(ours.key)
            their_local, their_domain = mailbox_of(theirs.key)
            is_same = local == their_local and len(local) >= _MAILBOX_MIN
            if ours.key == theirs.key or not is_same or ours.is_shared:
                continue
            if domain == their_domain:
                yield Evidence(50, f"One mailbox with two tags: {ours.key}, {theirs.key}.")
            elif alike is Likeness.SAME and _spells(local, one.name):
                # It says little more than the name does.
                yield Evidence(12, f"The same name before the @: {ours.key}, {theirs.key}.")
            else:
                yield Evidence(28, f"The same name before the @: {ours.key}, {theirs.key}.")
            return


def _of_spellings(one: Traits, other: Traits, alike: Likeness) -> Iterator[Evidence]:
    """Yield what an address tells of a name that the other record does not tell."""
    if alike not in {Likeness.UNTOLD, Likeness.PART, Likeness.INITIALS, Likeness.GIVEN_ONLY}:
        return
    for named, reached in ((one, other), (other, one)):
        for email in reached.emails:
            if not email.is_shared and _spells(mailbox_of(email.key)[0], named.name):
                yield Evidence(30, f"{email.key} spells the name {named.name}.")
                return
        for link in reached.links:
            if _spells(slug_of(link.key), named.name):
                yield Evidence(30, f"The profile {link.key} spells the name {named.name}.")
                return


def _spells(text: str, name: str) -> bool:
    letters = letters_of(text)
    return len(letters) >= _SPELT_MIN and letters in _spellings_of(name)


@lru_cache(maxsize=1 << 16)
def _spellings_of(name: str) -> frozenset[str]:
    """Return how addresses spell a whole name: annaschmidt, schmidtanna, aschmidt, schmidta."""
    words = words_of(name)
    if len(words) <= 1:
        return frozenset()
    one, two = words[0], words[-1]
    return frozenset((one + two, two + one, one[0] + two, two + one[0], "".join(words)))


def _of_conflicts(one: Traits, other: Traits) -> Iterator[Evidence]:
    for type_, points in ((HandleType.LINKEDIN, -30), (HandleType.GITHUB, -15)):
        ours = [held.key for held in one.handles if held.type is type_]
        theirs = [held.key for held in other.handles if held.type is type_]
        if ours and theirs and not set(ours) & set(theirs):
            yield Evidence(points, f"Two profiles at one site: {ours[0]}, {theirs[0]}.")
    yield from _of_one_employers_addresses(one, other)


def _of_one_employers_addresses(one: Traits, other: Traits) -> Iterator[Evidence]:
    """Yield that an employer gave them different addresses, as it does to two people."""
    their_keys = {held.key for held in other.emails}
    for ours in one.emails:
        local, domain = mailbox_of(ours.key)
        if domain in _PROVIDERS_OF_ANYBODY or ours.key in their_keys:
            continue
        for theirs in other.emails:
            their_local, their_domain = mailbox_of(theirs.key)
            is_alias = _spells(local, one.name) and _spells(their_local, other.name)
            if domain == their_domain and local != their_local and not is_alias:
                yield Evidence(-25, f"Two addresses at {domain}: {ours.key}, {theirs.key}.")
                return
