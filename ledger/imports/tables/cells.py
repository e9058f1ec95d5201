"""A cell as what it says: a tidy line, a list, an address, a number somebody typed."""

import re

from ledger.imports import texts
from ledger.imports.phone_texts import bare

# Google's way to put several values into one cell.
_OF_GOOGLE = ":::"
_BETWEEN = re.compile(r":::|[;\n|]")
# A link may have commas in it, those of LinkedIn's Sales Navigator do.
_BETWEEN_LINKS = re.compile(
    r"\s*,\s*(?=https?://|www\.|(?:[\w-]+\.)+[a-z]{2,}/|@[\w.-]+@)", re.IGNORECASE
)
_BETWEEN_ADDRESSES = re.compile(r"(?:\s|[;,|]|:::)+")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[;,\n|]|:::)\s*")
# RFC 5321 §4.5.3.1: 64 before the @, 255 behind it.
_ADDRESS_CHARACTERS_MAX = 320
# The longest way to write a number, its extension and a word on it.
_NUMBER_CHARACTERS_MAX = 80
# All the numbers of one cell; a longer one is a text, which takes long to look through.
_NUMBERS_CHARACTERS_MAX = 1_000
# Behind it may stand the mark that ends a sentence.
_ADDRESS = re.compile(r"[^\s@/<>:]+@[^\s@/<>:]*[^\s@/<>:.,;!?'\")\]]")
# `Ana Berg <ana@example.com>`, `mailto:ana@example.com`.
_WRAPPED = re.compile(r"<([^\s@<>]+@[^\s@<>]+)>")
# A spreadsheet's way to keep a number a text: `="0049170"`, `'0049170`.
_KEPT = re.compile(r"""^(?:="(.*)"|'([+=@-].*|\d.*))$""", re.DOTALL)
# What a spreadsheet makes of a long number; its last digits may be lost.
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d+)", re.IGNORECASE)
# As most numbers are written: one, and nothing around it.
_PLAIN = re.compile(r"(?! )\+?(?:[ ()/-]{0,2}[0-9]){5,15}")
_NO_DIGIT = re.compile(r"\D+")
# What stands between the digits of nearly every number.
_BETWEEN_DIGITS = str.maketrans("", "", "+ ()/-.")
# Several numbers that neither a comma nor a semicolon divides: `030 123456 / 0171 2345678`.
_BETWEEN_WHOLE_NUMBERS = re.compile(
    r"\s+/\s*|\s*/\s+|\s+(?:or|and|oder|und|ou|et|o|y|e|lub|i)\s+|(?<=\d)\s+(?=\+)"
    r"|(?<=\d)/(?=\+|0\d\d)",
    re.IGNORECASE,
)
# ITU-T E.164 allows 15 digits; what has more in one cell are two numbers.
_WHOLE_NUMBER_DIGITS_MAX = 15
# What people and spreadsheets write where there is nothing: no letter and no digit, or these.
_NOTHING = re.compile(
    r"[^\w\n]{1,5}|_{1,5}|#?n/a|\(?null\)|k\. ?a\.|#(?:ref|value|name|null|num|div/0)[!?]",
    re.IGNORECASE,
)
_NOTHING_CHARACTERS_MAX = 20
_NOTHING_BEGINS = "nNkK"
# A number to dial has five digits at least; an extension has fewer, and adds up to three.
PHONE_DIGITS = range(5, 19)
_EXTENDED = re.compile(r"\d\D*[^\W\d_]\D*\d|\(0\)")


def line(cell: str) -> str:
    """Return a cell as one tidy line."""
    # Nearly every cell is tidy already, and this is asked of each.
    if "  " not in cell and cell.isascii() and cell.isprintable() and len(cell) < _LONG:
        return cell.strip()
    return texts.line(cell)


_LONG = texts.LINE_CHARACTERS_MAX


def text(cell: str) -> str:
    """Return a cell as a text of several lines."""
    return texts.text(cell)


def says_nothing(cell: str) -> bool:
    """Say whether a cell is empty, or holds but what stands for nothing: a dash, `n/a`."""
    # Asked of nearly every cell, and nearly all begin with a letter or a digit.
    if cell[:1].isalnum() and cell[0] not in _NOTHING_BEGINS:
        return False
    if len(cell) > _NOTHING_CHARACTERS_MAX:
        return cell.isspace()
    told = cell.strip()
    return not told or _NOTHING.fullmatch(told) is not None


def listed(cell: str) -> list[str]:
    """Return what a cell lists, by semicolons, line breaks, bars or `:::`."""
    return [line(part) for part in _BETWEEN.split(cell) if not says_nothing(part)]


def first(cell: str) -> str:
    """Return what a cell says, or the first of it where Google put several values into it."""
    if _OF_GOOGLE not in cell:
        return "" if says_nothing(cell) else line(cell)
    return next((line(part) for part in cell.split(_OF_GOOGLE) if not says_nothing(part)), "")


def links(cell: str) -> list[str]:
    """Return the links that a cell lists, by commas as well: one begins behind the comma."""
    return [link for part in listed(cell) for link in _BETWEEN_LINKS.split(part)]


def is_one(cell: str) -> bool:
    """Say whether a cell holds one value: no mark divides it."""
    return (
        ";" not in cell
        and "|" not in cell
        and "\n" not in cell
        and _OF_GOOGLE not in cell
        and ("," not in cell or _BETWEEN_LINKS.search(cell) is None)
    )


def listed_by_commas(cell: str) -> list[str]:
    """Return what a cell lists; by commas where no other mark divides it."""
    parts = listed(cell)
    if len(parts) != 1 or "," not in cell:
        return parts
    return [line(part) for part in cell.split(",") if not says_nothing(part)]


def typed(cell: str) -> str:
    """Return a cell without what a spreadsheet put around it to keep it a text."""
    kept = _KEPT.match(cell) if cell[:1] in {"=", "'"} else None
    return (kept[1] or kept[2] or "") if kept else cell


def addresses(cell: str) -> list[str]:
    """Return the e-mail addresses of a cell; what has no such form is none (X.500, names)."""
    if is_address(cell):
        return [cell]
    if "@" not in cell:
        return []
    wrapped = _WRAPPED.findall(cell)
    parts = wrapped or _BETWEEN_ADDRESSES.split(typed(cell.strip()))
    bare = (part.removeprefix("mailto:").strip("<>()[]\"'.,;!?") for part in parts)
    return [
        tidy
        for part in bare
        if len(part) <= _ADDRESS_CHARACTERS_MAX and _ADDRESS.fullmatch(tidy := line(part))
    ]


def numbers(cell: str) -> list[str]:
    """Return the phone numbers of a cell, as typed."""
    if is_plain_number(cell):
        return [cell]
    if len(cell) > _NUMBERS_CHARACTERS_MAX:
        return []
    parts = _BETWEEN_NUMBERS.split(cell) if _BETWEEN_NUMBERS.search(cell) else [cell]
    return [number for part in parts for number in _whole_numbers(part.strip())]


def _whole_numbers(part: str) -> list[str]:
    """Return the numbers of a text; those that stand side by side if it has two's digits."""
    if len(digits(part)) > _WHOLE_NUMBER_DIGITS_MAX:
        divided = _BETWEEN_WHOLE_NUMBERS.split(part)
        if len(divided) > 1:
            return [number for each in divided if (number := _number(each.strip()))]
    number = _number(part)
    return [number] if number else []


def is_address(cell: str) -> bool:
    """Say whether a cell is one e-mail address as most are written, and nothing around it."""
    return (
        len(cell) <= _ADDRESS_CHARACTERS_MAX
        and cell.isascii()
        and cell.isprintable()
        and _ADDRESS.fullmatch(cell) is not None
    )


def is_plain_number(cell: str) -> bool:
    """Say whether a cell is one phone number as most are written, and nothing around it."""
    return _PLAIN.fullmatch(cell) is not None


def digits(number: str) -> str:
    """Return the digits of a number."""
    bare = number.translate(_BETWEEN_DIGITS)
    return bare if bare.isdecimal() else _NO_DIGIT.sub("", number)


def is_shortened(cell: str) -> bool:
    """Say whether a spreadsheet shortened a long number, so that its last digits are lost."""
    found = _SCIENTIFIC.fullmatch(cell.strip())
    return found is not None and len(found[2] or "") < int(found[3])


def _number(part: str) -> str:
    if len(part) > _NUMBER_CHARACTERS_MAX:
        return ""
    told = typed(part)
    found = _SCIENTIFIC.fullmatch(told)
    if found:
        return "" if is_shortened(told) else f"{found[1]}{found[2]}"
    told = bare(told.removesuffix(".0"))
    count = len(digits(told))
    if count not in PHONE_DIGITS or "@" in told or "://" in told:
        return ""
    if count > _WHOLE_NUMBER_DIGITS_MAX and not _EXTENDED.search(told):
        return ""
    return line(told)
