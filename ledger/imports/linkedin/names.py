"""Whether two names are the same, and whom a list of names names."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Zero-width and bidirectional controls: invisible, and copied into names by accident.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
# `PHR`, `Ph.D.`, `SHRM-CP`: what people write after the comma in their last name.
_CREDENTIAL = re.compile(r"(?=.*\.|.*[A-Z].*[A-Z])[A-Za-z][A-Za-z.\-®™]{1,11}")
_KEY_CHARACTERS_MAX = 900
# What LinkedIn calls somebody who closed the account or is not shown to the owner.
_NOBODY = frozenset(("", "linkedin member"))


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """Return the key by which two spellings of one name are equal; empty if nothing is left."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", folded))
    return " ".join(visible.split())[:_KEY_CHARACTERS_MAX].rstrip()


def is_nobody(key: str) -> bool:
    """Say whether a name key tells nothing: no name, or `LinkedIn Member`."""
    return key in _NOBODY


def split_names(joined: str, is_known: Callable[[str], bool]) -> list[str]:
    """Split names that LinkedIn joined by commas, although names contain commas themselves.

    Known names are found first, the longest first; a credential stays with the name before it.
    What is left between known names is given as it stands.
    """
    parts = [part.strip() for part in joined.split(",")]
    names: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(parts):
        length = _known_length(parts[at:], is_known)
        if length:
            names += [", ".join(unknown)] if unknown else []
            unknown = []
            names.append(", ".join(parts[at : at + length]))
        elif parts[at] and names and not unknown and _CREDENTIAL.fullmatch(parts[at]):
            names[-1] += f", {parts[at]}"
        elif parts[at]:
            unknown.append(parts[at])
        at += length or 1
    return names + ([", ".join(unknown)] if unknown else [])


def is_one_name(name: str) -> bool:
    """Say whether this can only be one name: only credentials follow its commas."""
    return all(_CREDENTIAL.fullmatch(part.strip()) for part in name.split(",")[1:])


def natural_key(*parts: str) -> str:
    """Join what identifies a row in every export; too long to be shown, it is hashed."""
    joined = ":".join(parts)
    if len(joined) <= _KEY_CHARACTERS_MAX:
        return joined
    return f"{parts[0]}:{hashlib.sha256(joined.encode()).hexdigest()}"


# No known name is longer than this many pieces: a name and four credentials.
_PIECES_MAX = 5


def _known_length(parts: list[str], is_known: Callable[[str], bool]) -> int:
    for length in range(min(len(parts), _PIECES_MAX), 0, -1):
        if is_known(name_key(", ".join(parts[:length]))):
            return length
    return 0
