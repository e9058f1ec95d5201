"""Text as it may stand in an event: tidy, of bounded length, nothing that is no character."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

LINE_CHARACTERS_MAX = 1_000
TEXT_CHARACTERS_MAX = 1_000_000
_NO_LETTER = re.compile(r"[^a-z0-9]+")
# NUL and other controls but tab and line ends; halves of characters; marks that turn the
# direction of writing and would let a name show as another.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]"
)


def line(text: str) -> str:
    """Return a text as one tidy line in NFC, shortened where it is longer than a line is."""
    tidy = " ".join(_UNFIT.sub("", unicodedata.normalize("NFC", text)).split())
    if len(tidy) <= LINE_CHARACTERS_MAX:
        return tidy
    return tidy[: LINE_CHARACTERS_MAX - 1].rstrip() + "…"


def text(told: str) -> str:
    """Return a text of several lines, its line ends alike, shortened where it is too long."""
    lines = told.replace("\r\n", "\n").replace("\r", "\n")
    tidy = _UNFIT.sub("", lines).strip()
    return tidy if len(tidy) <= TEXT_CHARACTERS_MAX else tidy[: TEXT_CHARACTERS_MAX - 1] + "…"


@lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """Return a name of a field as it is compared: no case, accents, blanks, punctuation."""
    return _NO_LETTER.sub("", anyascii(name).casefold())
