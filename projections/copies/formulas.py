"""Texts that a spreadsheet would take for formulas, and how they are kept from being one.

After OWASP's advice on CSV injection, and beyond it: forms of the same signs in other widths
count, and so does what stands after white space, quotation marks or a line break in a cell.
"""

import unicodedata

_SIGNS = frozenset("=+-@")
_QUOTES = frozenset("\"'`´‘’“”«»")  # noqa: RUF001 - as people type them
_LEADING = frozenset("\t\r\n")


def is_formula(text: str) -> bool:
    """Say whether some program takes a text for a formula."""
    if text[:1] in _LEADING:
        return True
    return any(_begins_formula(line) for line in text.splitlines())


def safe(text: str) -> str:
    """Return a text with an apostrophe before each line that would be a formula."""
    if not is_formula(text):
        return text
    lines = text.splitlines(keepends=True)
    marked = "".join(f"'{line}" if _begins_formula(line) else line for line in lines)
    return f"'{marked}" if marked[:1] in _LEADING else marked


def _begins_formula(line: str) -> bool:
    for mark in line:
        if (
            mark in _QUOTES
            or mark.isspace()
            or unicodedata.category(mark) in {"Cc", "Cf", "Zs"}
        ):
            continue
        return unicodedata.normalize("NFKC", mark)[:1] in _SIGNS
    return False
