"""Which facts are nobody's business at work, by their names; in for whoever asks for them."""

import re
from collections.abc import Callable, Iterable

from ledger.imports import texts
from ledger.imports.options import Options
from ledger.imports.remarks import Remarks

# Special categories of personal data (GDPR Art. 9), numbers of citizens, and what
# discrimination begins with. Whole words, since `race` is in `trace`.
_PRIVATE = """
race racial age sex ssn dob bday health veteran religion religious faith nationality pregnant
pregnancy anniversary spouse child children related sexuality
"""
_WORDS = frozenset(_PRIVATE.split())
_STEMS = ("birth", "born", "ethnic", "gender", "marital", "disab", "relig", "sexual", "death")
_PHRASES = ("social security", "national id", "trade union", "political", "date of birth")
_LISTED_MAX = 30
_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")


def is_private(name: str) -> bool:
    """Say whether a fact of this name is left behind unless somebody asks for it."""
    words = [word.casefold() for word in _BORDER.split(name) if word]
    if any(word in _WORDS or word.startswith(_STEMS) for word in words):
        return True
    return any(phrase in " ".join(words) for phrase in _PHRASES)


def note_left_out(
    names: Iterable[str],
    source: str,
    options: Options,
    remarks: Remarks,
    is_own: Callable[[str], bool] = is_private,
) -> None:
    """Say once which facts were not brought in, private ones apart."""
    kept = {name.casefold() for name in options.keeps}
    told = [name for name in names if name.casefold() not in kept]
    private = _listed([name for name in told if is_own(name)])
    if private:
        remarks.note(f"Left behind as private, unless you say to keep them: {private}.")
    others = _listed([name for name in told if not is_own(name)])
    if others:
        remarks.note(f"Not brought in from {source}: {others}.")


def _listed(names: list[str]) -> str:
    shown = ", ".join(texts.line(name)[:50] for name in names[:_LISTED_MAX])
    more = len(names) - _LISTED_MAX
    return f"{shown} and {more:,} more" if more > 0 else shown
