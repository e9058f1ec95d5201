"""The parts of a whole name, where its writing tells them: `Berg, Ana`, as Outlook has it."""

import re

from ledger.imports.texts import folded
from ledger.words import Profile

_NAME_CHARACTERS_MAX = 200
_TURNED = re.compile(
    r"([^\W\d_](?:[^\W\d_]|[ .'’-]){0,60}), ?([^\W\d_](?:[^\W\d_]|[ .'’-]){0,40})"  # noqa: RUF001
)
# What stands behind a name or a company's without being a first name.
_TITLES_BEHIND = """
jr sr ii iii iv phd md mba cpa cfa pmp esq dds rn pe msc bsc ma ba llm ing dipl dr prof mag
inc llc ltd gmbh ag kg co corp plc sa srl bv hr team support sales recruiting careers
"""
_BEHIND_NAMES = frozenset(_TITLES_BEHIND.split())


def turned(name: str) -> tuple[str, str] | None:
    """Return family name and first name of `Berg, Ana`; None for all that is not written so."""
    found = (
        _TURNED.fullmatch(" ".join(name.split())) if len(name) <= _NAME_CHARACTERS_MAX else None
    )
    if found is None or not _BEHIND_NAMES.isdisjoint(map(folded, found[2].split())):
        return None
    return found[1], found[2]


def profile_of(name: str) -> Profile:
    """Return what a whole name says of somebody, in its parts if they are told."""
    pair = turned(name)
    if pair is None:
        return Profile(name=name) if name else Profile()
    last, first = pair
    return Profile(first_name=first, last_name=last)
