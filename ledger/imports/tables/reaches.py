"""How a row says somebody can be reached: its handles, strongest first."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from ledger.handles import handle_of, handle_of_link, is_shared_mailbox
from ledger.imports.remarks import Remarks
from ledger.imports.tables import cells
from ledger.imports.tables.facts import Row
from ledger.imports.tables.found import (
    Found,
    email_key,
    handle_key,
    linkedin_key,
    ordered,
    phone_key,
)
from ledger.imports.tables.meanings import Meaning
from ledger.words import Handle, HandleType

NO_ADDRESS = "Cells taken for e-mail addresses that hold none, left out"
NO_NUMBER = "Cells taken for phone numbers that hold none, left out"
NO_LINK = "Cells taken for links that hold none, left out"
SHORTENED = "Numbers that a spreadsheet shortened (4.9E+11), left out"
# What the strongest handle of a row may be, in this order.
_ORDER = ("external_id", "linkedin", "github", "link", "email", "phone", "shared_phone")
# LinkedIn allows 100 characters, GitHub 39.
_ACCOUNT_CHARACTERS_MAX = 100
_LINKS = frozenset(("linkedin", "github", "link", "website"))
_LABELS = {"email_label": {"email"}, "phone_label": {"phone"}, "website_label": _LINKS}


_Read = Callable[[Row], list[Found]]


def compiled(
    columns: Sequence[tuple[Meaning, int]], source: str, remarks: Remarks
) -> Callable[[Row], list[Found]]:
    """Return what reads the handles of a row."""
    columns_of_handles = ranked(columns, source, remarks)
    readers = tuple((index, read) for _, _, index, read in columns_of_handles)
    # One column each of different sorts cannot say the same twice, nor in the wrong order.
    sorts = [meaning.word for _, meaning, *_ in columns_of_handles]
    is_plain = len(set(sorts)) == len(sorts) and not {"link", "website"}.intersection(sorts)

    def read(row: Row) -> list[Found]:
        found: list[Found] = []
        is_single = is_plain
        for index, told in readers:
            if row[index]:
                more = told(row)
                is_single = is_single and len(more) <= 1
                found += more
        return found if is_single else ordered(found)

    return read


def ranked(
    columns: Sequence[tuple[Meaning, int]], source: str, remarks: Remarks
) -> list[tuple[int, Meaning, int, _Read]]:
    """Return the columns of handles, the strongest first, and what reads a cell of each."""
    found: list[tuple[int, Meaning, int, _Read]] = []
    labels: dict[str, int] = {}
    for meaning, index in columns:
        word = meaning.word
        if word in _LABELS:
            labels |= dict.fromkeys(_LABELS[word], index)
        elif reader := _reader(meaning, index, labels.pop(word, -1), source, remarks):
            rank = _ORDER.index(word) if word in _ORDER else len(_ORDER)
            found.append((rank, meaning, index, reader))
    return sorted(found, key=itemgetter(0))


def _reader(
    meaning: Meaning, index: int, label: int, source: str, remarks: Remarks
) -> _Read | None:
    match meaning.word:
        case "email":
            return _emails(index, meaning.about, label, remarks)
        case "phone" | "shared_phone":
            return _phones(index, meaning, label, remarks)
        case "linkedin" | "github" | "link" | "website":
            return _links(index, meaning.word, label, remarks)
        case "messenger":
            return _others(index)
        case "external_id":
            return _ids(index, meaning.about or source)
        case _:
            return None


def _emails(index: int, sort: str, label: int, remarks: Remarks) -> _Read:
    fixed = sort or None

    def read(row: Row) -> list[Found]:
        cell = row[index]
        if cell.isspace():
            return []
        told = (cell,) if cells.is_address(cell) else cells.addresses(cell)
        if not told:
            remarks.count(NO_ADDRESS)
        called, is_primary = _label(row, label) if label >= 0 else (fixed, False)
        return [
            Found(
                HandleType.EMAIL,
                one,
                called,
                email_key(one),
                is_primary,
                recognises=not is_shared_mailbox(one),
            )
            for one in told
        ]

    return read


def _phones(index: int, meaning: Meaning, label: int, remarks: Remarks) -> _Read:
    fixed = meaning.about or None
    shared = meaning.word == "shared_phone"

    def read(row: Row) -> list[Found]:
        cell = row[index]
        if cell.isspace():
            return []
        told = (cell,) if cells.is_plain_number(cell) else cells.numbers(cell)
        if not told:
            remarks.count(SHORTENED if cells.is_shortened(cell) else NO_NUMBER)
        called, is_primary = _label(row, label) if label >= 0 else (fixed, False)
        return [
            Found(HandleType.PHONE, one, called, phone_key(one), is_primary, shared, not shared)
            for one in told
        ]

    return read


def _links(index: int, word: str, label: int, remarks: Remarks) -> _Read:
    is_profile = word == "linkedin"

    def read(row: Row) -> list[Found]:
        cell = row[index]
        if cell.isspace():
            return []
        called, is_primary = _label(row, label) if label >= 0 else (None, False)
        key = linkedin_key(cell) if is_profile else None
        if key:
            value = cells.line(cell)
            return [Found(HandleType.LINKEDIN, value, called, key, is_primary)]
        links = [_link(part, word, called, is_primary) for part in cells.links(cell)]
        found = [link for link in links if link is not None]
        if len(found) < len(links):
            remarks.count(NO_LINK)
        return found

    return read


def _link(told: str, word: str, label: str | None, is_primary: bool) -> Found | None:  # noqa: FBT001
    if word == "linkedin" and (key := linkedin_key(told)):
        return Found(HandleType.LINKEDIN, told, label, key, is_primary)
    handle = _handle(told, word)
    if handle is None:
        return None
    recognises = handle.type is not HandleType.WEBSITE
    return Found(
        handle.type, handle.value, label, handle_key(handle), is_primary, recognises=recognises
    )


def _handle(told: str, word: str) -> Handle | None:
    if word in {"linkedin", "github"} and told and " " not in told and "." not in told:
        # A bare account name.
        name = told.strip("@/").removeprefix("in/")
        is_name = len(name) <= _ACCOUNT_CHARACTERS_MAX and any(map(str.isalpha, name))
        if "/" in name or not is_name:
            return None
        site = "www.linkedin.com/in" if word == "linkedin" else "github.com"
        return Handle(type=HandleType(word), value=f"https://{site}/{name}")
    found = handle_of(told) if word == "link" else handle_of_link(told)
    return None if found is None or found.type is HandleType.PHONE else found


def _others(index: int) -> _Read:
    def read(row: Row) -> list[Found]:
        return [
            Found(HandleType.MESSENGER, one, None, f"m {one.casefold()}", recognises=False)
            for one in cells.listed(row[index])
        ]

    return read


def _ids(index: int, source: str) -> _Read:
    def read(row: Row) -> list[Found]:
        told = cells.line(cells.typed(row[index])).removesuffix(".0")
        if not told:
            return []
        value = f"{source}:{told}"[:1_000]
        return [Found(HandleType.EXTERNAL_ID, value, None, f"x {value.casefold()}")]

    return read


def _label(row: Row, index: int) -> tuple[str | None, bool]:
    # Google marks the preferred one with a star.
    told = cells.line(row[index])
    is_primary = told.startswith("* ")
    return told.removeprefix("* ") or None, is_primary
