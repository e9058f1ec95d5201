"""How made-up people are reached: addresses and numbers that are unique and reach nobody."""

import re
import unicodedata
from functools import lru_cache

from api.demo.chance import Dice
from api.demo.places import AMERICAN_AREAS, BRITISH_PHONES, GERMAN_PHONES

# What Unicode does not take apart into a letter and its marks.
_SPELLINGS = str.maketrans({
    "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",  # noqa: RUF001 - a letter
    "æ": "ae", "Æ": "Ae", "þ": "th", "Þ": "Th", "ð": "d", "ä": "ae", "ö": "oe", "ü": "ue",
    "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
})  # fmt: skip
_NO_LETTERS = re.compile(r"[^a-z]+")
# Fictional numbers of one country: prefixes of 1,000 numbers in Europe, of 100 in America.
_RANGE = {"GB": len(BRITISH_PHONES) * 1_000, "DE": len(GERMAN_PHONES) * 1_000}
_AMERICAN_RANGE = len(AMERICAN_AREAS) * 100
_MILLION = 1_000_000


@lru_cache(maxsize=4_096)
def latin(name: str) -> str:
    """Return a name without marks, as an address of the nineties would spell it."""
    spelt = unicodedata.normalize("NFKD", name.translate(_SPELLINGS))
    return "".join(letter for letter in spelt if not unicodedata.combining(letter))


@lru_cache(maxsize=16_384)
def word(name: str) -> str:
    """Return a name as one word of small Latin letters."""
    return _NO_LETTERS.sub("", (name if name.isascii() else latin(name)).lower())


def _scattered(number: int, size: int) -> int:
    """Return a number's own place below a size; no two numbers below it share one."""
    # 7,919 is a prime and divides none of the sizes, so the steps meet every place once.
    return number * 7_919 % size


def email(dice: Dice, names: tuple[str, str], company: str, number: int) -> str:
    """Return an address in the domain for examples (RFC 2606), its number nobody else's."""
    first, last = map(word, names)
    own = _scattered(number, _MILLION) if number < _MILLION else number
    if dice.happens(0.12):
        return f"{first}.{last}{own}@{word(company)}.example"
    host = dice.pick(("mail", "post", "inbox", "letterbox"))
    return f"{first}{dice.pick(('.', '_', '-', ''))}{last}{own}@{host}.example"


def phone(dice: Dice, country: str, number: int) -> str:
    """Return a number set aside for fiction, or nothing where there is none left or known."""
    size = _RANGE.get(country, _AMERICAN_RANGE)
    is_known = dice.happens(0.4)
    if not is_known or number >= size:
        return ""
    place = _scattered(number, size)
    if country == "DE":
        return f"{GERMAN_PHONES[place // 1_000]}{place % 1_000:03}"
    if country == "GB":
        return f"{BRITISH_PHONES[place // 1_000]}{place % 1_000:03}"
    return f"+1 {AMERICAN_AREAS[place // 100]} 555 01{place % 100:02}"


def slug(dice: Dice, written: tuple[str, str], spelt: tuple[str, str], number: int) -> str:
    """Return the last part of a profile's address; about three in a hundred are no ASCII."""
    first, last = map(word, spelt)
    mark = f"{number * 0x9E3779B1 % 2**32:08x}"
    keeps_letters = dice.happens(0.06)
    if keeps_letters and not "".join(written).isascii():
        letters = "-".join(" ".join(written).lower().replace(".", "").split())
        return unicodedata.normalize("NFC", f"{letters}-{mark}")
    if dice.happens(0.15):
        return f"{first}{last}{number + 1}"
    return f"{first}-{last}-{mark}" if dice.happens(0.9) else f"{last}-{first}-{mark}"
