"""Tags as Rapport compares them: two spellings of one tag have one key."""

import unicodedata

from ledger import errors


def key_of(tag: str) -> str:
    """Return the key of a tag; raise `errors.Invalid` where nothing of it can be seen."""
    # Full case folding (Unicode 3.13): in capitals or not, Straße and ΟΔΟΣ are one tag.
    key = " ".join(unicodedata.normalize("NFC", tag).casefold().split())
    if not key:
        raise errors.Invalid("This tag is empty: give it a letter at least.")
    return unicodedata.normalize("NFC", key)
