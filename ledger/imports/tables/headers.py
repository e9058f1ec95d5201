"""What a column is called: headers as they are compared, and what each usually means."""

import re
from collections.abc import Sequence
from functools import cache

from ledger.imports.sensitive import words_of
from ledger.imports.tables.aliases import ALIASES
from ledger.imports.texts import folded

_DIGITS = re.compile(r"\d+")
# German, French and Dutch call the family name “Name” beside a first name; Spanish, Italian
# and Portuguese call the first name “Name” beside a family name.
_NAME_OR_LAST = frozenset(("name", "nom", "naam"))
_NAME_OR_FIRST = frozenset(("name", "nom", "naam", "nombre", "nome", "jmeno"))
# What stands in brackets says which of several: `Salary (EUR)`, `Name (Last, First)`.
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
# Beginnings of words for figures that look like numbers to dial: postal codes, pay, dates.
_STEMS = """
zip post plz cep psc codigopostal pocztow salar salair salario gehalt lohn verdienst vergut
compens sueldo stipend retribu wynagrodz mzd pay rate tarif tagessatz budget betrag amount
date datum fecha
"""
_OTHER_FIGURES = tuple(_STEMS.split())


def numbered(header: str) -> tuple[str, str]:
    """Return a folded header with `#` for its number, and the number."""
    plain = folded(header)
    found = _DIGITS.search(plain)
    return (_DIGITS.sub("#", plain), found[0]) if found else (plain, "")


def meanings_of(headers: Sequence[str]) -> list[str | None]:
    """Return what each column means by its header alone; None where it says nothing."""
    found = [_meaning(header) for header in headers]
    for at, (header, meaning) in enumerate(zip(headers, found, strict=True)):
        if meaning != "name":
            continue
        if "last_name" in found and "first_name" not in found:
            found[at] = "first_name" if folded(header) in _NAME_OR_FIRST else "name"
        elif "first_name" in found and folded(header) in _NAME_OR_LAST:
            found[at] = None if "last_name" in found else "last_name"
    return found


def known_count(headers: Sequence[str]) -> int:
    """Return how many different things a row would name if it were the header."""
    return len({meaning for header in headers if (meaning := _meaning(header))})


def says_other_figures(header: str) -> bool:
    """Say whether a header names figures that are no phone numbers: a postal code, pay."""
    return any(word.startswith(_OTHER_FIGURES) for word in words_of(header))


def _meaning(header: str) -> str | None:
    plain = folded(header)
    # `Email 2`, `Telefon1`: a number tells two columns of one meaning apart.
    found = _by_alias().get(plain) or _by_alias().get(_DIGITS.sub("", plain))
    bracketed = None if found else _BRACKETED.search(header)
    if bracketed is None:
        return found
    around = _by_alias().get(
        folded(f"{header[: bracketed.start()]} {header[bracketed.end() :]}")
    )
    inside = _by_alias().get(folded(bracketed[1]))
    if around is None or inside is None:
        return around
    # What sort it is, such as `Phone (mobile)`; or whose it is, such as `Name (company)`.
    return inside if inside.partition(":")[0] == around.partition(":")[0] else None


@cache
def _by_alias() -> dict[str, str]:
    return {
        folded(alias): meaning
        for meaning, aliases in ALIASES.items()
        for alias in aliases.split(";")
    }
