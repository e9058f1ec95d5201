"""What a column holds, by its cells: addresses, numbers and links show by their form."""

import re
from collections.abc import Callable, Sequence

from ledger.handles import handle_of_link
from ledger.imports.name_parts import turned
from ledger.imports.tables import cells
from ledger.imports.tables.first_names import FIRST_NAMES
from ledger.imports.texts import folded
from ledger.words import HandleType

# Four of five: some cells hold a remark or two addresses.
_SHARE_MIN = 0.8
# A third with a common first name: nobody else's columns come near.
_NAMES_SHARE_MIN = 0.34
# No address, number or link that anybody uses is longer.
_TYPED_MAX = 900
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
# A bare number may be a salary or an id: one to dial begins with + or 0, or is divided.
_DIALLED = re.compile(r"\s*(?:tel:)?['\"=]*(?:\+|0|\(\d).*|\s*\d+(?:[\s()./-]+\d+)+.*")
# A salary, in thousands or with its currency; a year and a number, as files are numbered.
_MONEY = re.compile(
    r"\D{0,4}\d{1,3}(?:[ '\u00a0\u202f]\d{3}|([.,])\d{3}(?:\1\d{3})?)(?:[.,]\d\d?)?\D{0,4}"
    r"|[1-9]\d*00\s*[-–]\s*[1-9]\d*00|.*[€$£¥].*"  # noqa: RUF001 - as people write it
    r"|.*\b(?:eur|euro|usd|gbp|chf|pln|czk|brl)\b.*",
    re.IGNORECASE,
)
_FILED = re.compile(r"\s*(?:19|20)\d\d[-/. ]\d+\s*")
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?(?:[T ].*)?|\d{1,2}([./-])\d{1,2}\1\d{2,4}(?:[ ,].*)?|\d{4}/\d\d/\d\d.*"
)
_NUMBER = re.compile(r"(?=.*\d)[-+]?[\d.,]+(?:E\+\d+)?", re.IGNORECASE)
_FORMS_OF_ADDRESS = """
mr mrs ms miss dr prof herr frau herrn m mme mlle sr sra srta sig sigra dhr mevr pan pani mx
"""
_HONORIFICS = frozenset(_FORMS_OF_ADDRESS.split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")  # noqa: RUF001 - as people write it
_NAME_WORDS = range(2, 5)


def is_typed(cell: str) -> bool:
    """Say whether a cell is an address, a number, a link or a date, as no header is."""
    told = cell.strip()
    return 0 < len(told) <= _TYPED_MAX and (
        _is_email(told)
        or _LINK.fullmatch(told) is not None
        or _DATE.fullmatch(told) is not None
        or _NUMBER.fullmatch(told) is not None
        or _is_phone(told)
    )


def meaning_of(values: Sequence[str]) -> str | None:
    """Return what a column's cells are by their form alone; None for words and the like."""
    if not values:
        return None
    for meaning, fits in _FORMS:
        fitting = sum(1 for value in values if len(value) <= _TYPED_MAX and fits(value))
        if fitting >= _SHARE_MIN * len(values):
            return meaning
    return None


def are_honorifics(values: Sequence[str]) -> bool:
    """Say whether a column holds forms of address (Mr, Dr.), not jobs."""
    fitting = sum(
        1 for value in values if all(folded(word) in _HONORIFICS for word in value.split())
    )
    return bool(values) and fitting >= _SHARE_MIN * len(values)


def are_last_name_first(values: Sequence[str]) -> bool:
    """Say whether most cells are a family name, a comma and a first name."""
    fitting = sum(1 for value in values if turned(value) is not None)
    return bool(values) and fitting * 2 > len(values)


def name_in(values: Sequence[str]) -> str | None:
    """Return which part of a name a column seems to hold: a weak hint."""
    pairs = [pair for value in values if (pair := turned(value)) is not None]
    firsts = [first for _, first in pairs] if are_last_name_first(values) else values
    hits = sum(1 for value in firsts if folded(value.split(" ")[0]) in FIRST_NAMES)
    if not values or hits < _NAMES_SHARE_MIN * len(values):
        return None
    if firsts is not values:
        return "last_name_first"
    words = [value.split() for value in values]
    if not all(_WORD.fullmatch(word) for each in words for word in each):
        return None
    whole = sum(1 for each in words if len(each) in _NAME_WORDS)
    return "name" if whole * 2 >= len(words) else "first_name"


def _is_email(value: str) -> bool:
    return "@" in value and bool(cells.addresses(value))


def _is_phone(value: str) -> bool:
    return (
        _DIALLED.fullmatch(value) is not None
        and _DATE.fullmatch(value) is None
        and _MONEY.fullmatch(value) is None
        and _FILED.fullmatch(value) is None
        and bool(cells.numbers(value))
        and sum(map(str.isalpha, value)) <= len("ext. mobile")
    )


def _is_link(value: str) -> bool:
    return _LINK.fullmatch(value.strip()) is not None


def _is_profile(value: str) -> bool:
    handle = handle_of_link(value) if "." in value else None
    return handle is not None and handle.type is not HandleType.WEBSITE


def _is_link_to(site: HandleType) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        handle = handle_of_link(value) if "." in value else None
        return handle is not None and handle.type is site

    return fits


_FORMS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _is_email),
    ("linkedin", _is_link_to(HandleType.LINKEDIN)),
    ("github", _is_link_to(HandleType.GITHUB)),
    ("link", _is_profile),
    ("website", _is_link),
    ("phone", _is_phone),
)
