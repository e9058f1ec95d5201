"""A name as words that can be compared: Latin letters, no titles, in the order it is spoken."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Common before or after a name, and no part of it.
_TITLES = frozenset(
    word
    for line in (
        "dr prof professor mr mrs ms miss mx sir dame herr frau hr mme mlle dott sra",
        "jr sr ii iii iv phd md mba msc bsc llm llb cpa cfa pmp phr sphr shrm esq emba dba mph",
        "dipl med rer",
    )
    for word in line.split()
)
# `(she/her)`, as people put it after their names.
_PRONOUNS = re.compile(r"\([^()]*/[^()]*\)")
# `SHRM-CP`, `Ph.D.`: what people write after the comma.
_CREDENTIAL = re.compile(r"(?=.*\.|.*[A-Z].*[A-Z])[A-Za-z][A-Za-z.\-]{1,11}")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼ"))  # noqa: RUF001 - as people type them
# anyascii writes a character of these scripts as a syllable that begins with a capital.
_SYLLABLE = re.compile(r"[A-Z][^A-Z]*|[^A-Z]+")
_WORDS_MAX = 8
_NAME_MAX = 200

# Spellings of one sound across languages and transliterations, the longest first.
_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("chr", "kr"), ("ae", "a"), ("oe", "o"), ("ue", "u"),
    ("ph", "f"), ("th", "t"), ("kh", "k"), ("sh", "s"), ("ck", "k"), ("dt", "t"), ("ei", "ai"),
    ("ey", "ai"), ("ou", "u"), ("x", "ks"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
    ("z", "s"),
)  # fmt: skip
_HARD_C = re.compile(r"c(?!h)")
_DOUBLED = re.compile(r"(.)\1+")
# Scripts without vowels write some of them by the letters that are read as v and y elsewhere.
_VOWELS = re.compile(r"[aeiouyv]")


@lru_cache(maxsize=1 << 16)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in small Latin letters, the given name first.

    `Dr. Müller, Anna-Lena` is `anna lena muller`. What is no letter is left out, and so is what
    comes after the eighth word.
    """
    told = unicodedata.normalize("NFKC", name[:_NAME_MAX]).translate(_APOSTROPHES)
    told = _PRONOUNS.sub(" ", told)
    before, comma, after = told.partition(",")
    if comma and not _are_credentials(after):
        before = f"{after.partition(',')[0]} {before}"
    words = _latin(before)
    return tuple([word for word in words if word not in _TITLES] or words)[:_WORDS_MAX]


@lru_cache(maxsize=1 << 16)
def sound_of(word: str) -> str:
    """Return a key that spellings of one word share: Müller, Mueller; Julia, Yuliya."""
    sound = word
    for spelt, heard in _SOUNDS:
        sound = sound.replace(spelt, heard)
    return _DOUBLED.sub(r"\1", _HARD_C.sub("k", sound))


def consonants_of(word: str) -> str:
    """Return what is left of a word in a script that writes no vowels."""
    return _VOWELS.sub("", sound_of(word))


@lru_cache(maxsize=1 << 16)
def script_of(name: str) -> str:
    """Return the script a name is written in, by its first letter: LATIN, CYRILLIC, HANGUL …"""
    for mark in name:
        if mark.isalpha():
            return unicodedata.name(mark, "").partition(" ")[0]
    return ""


def _are_credentials(text: str) -> bool:
    return all(
        _CREDENTIAL.fullmatch(part) or part.strip(".").casefold() in _TITLES
        for part in text.replace(",", " ").split()
    )


def _latin(text: str) -> list[str]:
    found: list[str] = []
    for written in "".join(mark if _is_letter(mark) else " " for mark in text).split():
        if written.isascii() or script_of(written) in {"LATIN", "CYRILLIC", "GREEK"}:
            found.append(_letters(anyascii(written)))
        else:
            found += [_letters(each) for each in _SYLLABLE.findall(anyascii(written))]
    return [word for word in found if word]


def _letters(text: str) -> str:
    return "".join(mark for mark in text.lower() if "a" <= mark <= "z")


def _is_letter(mark: str) -> bool:
    return mark.isalpha() or unicodedata.category(mark) in {"Mn", "Mc"}
