"""The parts of a whole name, where its writing tells them: `Berg, Ana`, as Outlook has it."""

import re

from ledger.imports.texts import folded

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


def straight(name: str) -> str:
    """Return a name as one says it: `Berg, Ana` is Ana Berg.

    Its parts are not told apart: what stands in a mail would win over an address book's.
    """
    pair = turned(name)
    return f"{pair[1]} {pair[0]}" if pair else name
