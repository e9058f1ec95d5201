"""Do two names name one person? Spelling, order, short forms and marriage change a name."""

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

from ledger.likeness.nicknames import are_forms_of_one_name
from ledger.likeness.spelling import consonants_of, script_of, sound_of, words_of

# A slip of the finger is one letter; in long words, two.
_LONG = 7
_SHORT = 4
_SOUND_MIN = 3
# Scripts that write no vowels: of those, consonants are compared.
_ABJADS = frozenset(("ARABIC", "HEBREW"))
# Read otherwise in each language that uses it, so that its Latin spelling is a guess.
_IDEOGRAPHS = "CJK"
_ALPHABETS = frozenset(("LATIN", "CYRILLIC", "GREEK"))
# Of the letters of two spellings of one name this share is common, of two names hardly half.
_ALIKE = 0.75
_UNLIKE = 0.5
_FEMININE = ("a", "e", "ia", "ina", "ine", "ne", "le", "elle", "ette", "lle")
# Family names that follow the person's gender, but are one family's.
_FOLLOWING = ("ova", "eva", "aya", "ska", "ina")


class Likeness(IntEnum):
    """How alike two names are; the higher, the more it says that they name one person."""

    UNTOLD = 0
    """One is empty, or in a script that cannot be compared with the other's."""
    DIFFERENT = 1
    GIVEN_ONLY = 2
    """The same given name with another family name, as after a marriage."""
    PART = 3
    """One is a part of the other: only the given or the family name."""
    INITIALS = 4
    NICKNAME = 5
    SPELT_OTHERWISE = 6
    """A typing slip, or another transliteration."""
    SWAPPED = 7
    """Given and family name in the other order."""
    SAME = 8


@lru_cache(maxsize=1 << 14)
def likeness(one: str, other: str) -> Likeness:
    """Return how alike two names are, whichever comes first."""
    left, right = words_of(one), words_of(other)
    if not left or not right:
        return Likeness.UNTOLD
    if "".join(left) == "".join(right):
        return Likeness.SAME
    if sorted(left) == sorted(right):
        return Likeness.SWAPPED
    found = _of_words(left, right)
    scripts = {script_of(one), script_of(other)}
    if found is not Likeness.DIFFERENT or len(scripts) == 1 or scripts <= _ALPHABETS:
        return found
    share = _common_share(left, right, is_without_vowels=bool(scripts & _ABJADS))
    if share >= _ALIKE:
        return Likeness.SPELT_OTHERWISE
    is_guess = share >= _UNLIKE or _IDEOGRAPHS in scripts
    return Likeness.UNTOLD if is_guess else Likeness.DIFFERENT


def clearly_differ(one: str, other: str) -> bool:
    """Say whether two names can hardly be one person's.

    Typing slips, transliteration, initials, short forms, swapped parts and another family name
    after a marriage leave it open; so does a name that is missing. Members of one family
    clearly differ, and so do names in two scripts that have little in common when read.
    """
    found = likeness(one, other)
    if found is not Likeness.UNTOLD:
        return found is Likeness.DIFFERENT
    left, right = words_of(one), words_of(other)
    is_told = bool(left and right)
    return is_told and _common_share(left, right, is_without_vowels=False) < _UNLIKE


def _of_words(left: tuple[str, ...], right: tuple[str, ...]) -> Likeness:
    if (len(left), left) > (len(right), right):
        left, right = right, left
    if len(left) != len(right) and _are_cut_otherwise(left, right):
        return Likeness.SPELT_OTHERWISE
    pairs = _paired(left, right)
    kinds = [kind for kind, _ in pairs if kind is not Likeness.DIFFERENT]
    whole_count = sum(kind is not Likeness.INITIALS for kind in kinds)
    if whole_count and len(kinds) == len(left):
        if len(left) == 1 < len(right):
            return Likeness.PART
        places = [at for _, at in pairs]
        in_order = Likeness.SAME if places == sorted(places) else Likeness.SWAPPED
        return min(*kinds, in_order)
    if whole_count > 1:
        return Likeness.PART
    # One word in common: as given name it outlives a marriage, as family name it is a family's.
    given = _word_likeness(left[0], right[0], is_given=True)
    if len(left) > 1 and given > Likeness.INITIALS:
        return Likeness.GIVEN_ONLY
    return Likeness.DIFFERENT


def _are_cut_otherwise(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether the same letters are cut otherwise: Xiao Ming Wang, Wang Xiaoming."""
    joined = sound_of("".join(left))
    turns = range(len(right))
    return any(sound_of("".join(right[at:] + right[:at])) == joined for at in turns)


def _common_share(
    left: tuple[str, ...], right: tuple[str, ...], *, is_without_vowels: bool
) -> float:
    """Return which share of their letters two names have in common, in whichever order."""
    heard = consonants_of if is_without_vowels else sound_of
    first = heard("".join(left))
    turns = (heard("".join(right[at:] + right[:at])) for at in range(len(right)))
    return max(Indel.normalized_similarity(first, turn) for turn in turns)


def _paired(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[Likeness, int]]:
    """Return for each word of the shorter name how like its best partner is, and which."""
    free = list(range(len(right)))
    pairs: list[tuple[Likeness, int]] = []
    for at, word in enumerate(left):
        best, partner = Likeness.DIFFERENT, -1
        for place in free:
            is_given = at == 0 or place == 0
            kind = _word_likeness(word, right[place], is_given=is_given)
            if kind > best:
                best, partner = kind, place
        if partner >= 0:
            free.remove(partner)
        pairs.append((best, partner))
    return pairs


@lru_cache(maxsize=1 << 16)
def _word_likeness(one: str, other: str, *, is_given: bool) -> Likeness:
    if one == other:
        # A single letter is an initial even where both have the same one.
        return Likeness.SAME if len(one) > 1 else Likeness.INITIALS
    if len(one) == 1 or len(other) == 1:
        return Likeness.INITIALS if one[0] == other[0] else Likeness.DIFFERENT
    if is_given and _are_of_two_genders(one, other):
        return Likeness.DIFFERENT
    sound = sound_of(one)
    if len(sound) >= _SOUND_MIN and sound == sound_of(other):
        return Likeness.SPELT_OTHERWISE
    if is_given and are_forms_of_one_name(one, other):
        return Likeness.NICKNAME
    # Of sounds as of letters, since "Muhamad" is three letters from "Mohammed".
    is_slip = _is_slip(one, other) or (len(sound) > _SHORT and _is_slip(sound, sound_of(other)))
    return Likeness.SPELT_OTHERWISE if is_slip else Likeness.DIFFERENT


def _is_slip(one: str, other: str) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if longer < _SHORT:
        return False
    allowed = 2 if shorter >= _LONG else 1
    if OSA.distance(one, other, score_cutoff=allowed) > allowed:
        return False
    # Of four letters nearly every other name is one letter away.
    return one[0] == other[0] or longer > _SHORT


def _are_of_two_genders(one: str, other: str) -> bool:
    """Say whether these are a man's and a woman's form: Paul, Paula; Mario, Maria."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return short[:-1] == long[:-1] and {short[-1], long[-1]} == {"a", "o"}
    if long == f"{short}s" and short.endswith("a"):
        return True
    if short[-1] in "aeiouy" or (long.endswith(_FOLLOWING[:-1]) and len(long) > _LONG - 1):
        return False
    return any(long == short + ending for ending in _FEMININE)
