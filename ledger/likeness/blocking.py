"""Which people are worth comparing? Those who share one of a few keys.

Comparing everybody with everybody takes n² comparisons. So each person has keys, and only
people who share one are compared: the keys are chosen so that whoever `resemblance` would find
alike shares at least one. A key is a number of 63 bits. Keys of names alone are negative: they
serve where a name is rare, and are passed over where many share them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from ledger.likeness.nicknames import groups_of
from ledger.likeness.spelling import sound_of, words_of
from ledger.likeness.traits import Traits, digits_of, letters_of, mailbox_of, place_key, slug_of

# The end of a number, which national and international form share.
LAST_DIGITS = 8
_MAILBOX_MIN = 5
_SPELT_MIN = 6
# Somebody with dozens of employers or handles would be compared with half the ledger.
_KEYS_MAX = 60
_OF_NAMES = ("i:", "k:", "a:", "s:")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one person."""

    name: int | None
    """The key of the whole name, by which its bearers are counted."""
    all: tuple[int, ...]


def keys_of(traits: Traits) -> Keys:
    """Return the keys under which a person is compared with others."""
    words = words_of(traits.name)
    texts = list(_of_handles(traits))
    if len(words) > 1:
        texts += _of_name_and_more(traits, words)
        texts += _of_name(words)
    found = dict.fromkeys(_number(text) for text in texts)
    return Keys(name_key(traits.name), tuple(found)[:_KEYS_MAX])


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> int | None:
    """Return the key that a name shares with its other spellings; None for half a name."""
    words = words_of(name)
    if len(words) <= 1:
        return None
    return _number(f"n:{':'.join(sorted((sound_of(words[0]), sound_of(words[-1]))))}")


@lru_cache(maxsize=1 << 16)
def _number(text: str) -> int:
    # Never zero, so that a negative key differs from a positive one.
    digest = blake2b(text.encode(), digest_size=8).digest()
    number = (int.from_bytes(digest, "big") >> 1) or 1
    return -number if text.startswith(_OF_NAMES) else number


def _of_handles(traits: Traits) -> Iterator[str]:
    for handle in traits.handles:
        if not handle.is_shared:
            yield f"h:{handle.type}:{handle.key}"
    for phone in traits.phones:
        digits = digits_of(phone.key)
        if len(digits) >= LAST_DIGITS:
            yield f"p:{digits[-LAST_DIGITS:]}"
    for email in traits.emails:
        local, _ = mailbox_of(email.key)
        if len(local) >= _MAILBOX_MIN and not email.is_shared:
            yield f"m:{local}"
            yield from _spelt(letters_of(local))
    for link in traits.links:
        yield from _spelt(slug_of(link.key))


def _spelt(letters: str) -> Iterator[str]:
    if len(letters) >= _SPELT_MIN:
        yield f"s:{sound_of(letters)}"


def _of_name(words: tuple[str, ...]) -> Iterator[str]:
    yield from _parts(words)
    # Wang Xiaoming, Xiao Ming Wang: the same letters, cut and ordered otherwise.
    yield "a:" + "".join(sorted(sound_of("".join(words))))


def _of_name_and_more(traits: Traits, words: tuple[str, ...]) -> Iterator[str]:
    one, two = words[0], words[-1]
    for first, last in ((one, two), (two, one)):
        yield from _spelt(first + last)
        yield from _spelt(first[0] + last)
    place = place_key(traits.place)
    parts = tuple(_parts(words))
    for employer in traits.employers or ():
        yield from (f"e:{employer}:{part}" for part in parts)
        # Whose family name changed is found by where they work and live.
        yield f"g:{employer}:{place}:{sound_of(one)}"
    if place:
        yield from (f"l:{place}:{part}" for part in parts)


@lru_cache(maxsize=1 << 16)
def _parts(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return parts of a name that a slip in one of the two words leaves, in either order."""
    one, two = words[0], words[-1]
    found = [f"i:{sound_of(one)}:{two[0]}", f"i:{sound_of(two)}:{one[0]}"]
    for given, family in ((one, two), (two, one)):
        found += [f"k:{sound_of(family)}:{group}" for group in sorted(groups_of(given))]
    return tuple(found)
