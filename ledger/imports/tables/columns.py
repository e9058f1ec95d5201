"""What each column of a table means, and why: said, remembered, known, called so, or seen."""

import hashlib
import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass

from ledger import errors
from ledger.imports.options import Options
from ledger.imports.sensitive import (
    holds_citizen_numbers,
    is_sensitive,
    may_hold_citizen_numbers,
)
from ledger.imports.tables import contents, headers, meanings
from ledger.imports.tables.mapping import Mapping
from ledger.imports.taken_for import Column, Table, Why

_SAMPLES_MAX = 3
_SAMPLE_CHARACTERS_MAX = 80
# What a header says of these, the cells can disprove by their form.
_SAID_TOO_SOON = """
email phone linkedin github website link first_name last_name name company title
"""
_DISPROVED = frozenset(_SAID_TOO_SOON.split())
_FORMED = frozenset(("email", "phone", "linkedin", "github"))
# One of ten cells is what the header says: then it is not swapped, but badly kept.
_SWAPPED_MAX = 0.1

# No header and nobody says what the column means.
_UNSAID: frozenset[Why] = frozenset(("content", "unknown"))
# What a column without a header is called.
_NUMBERED = re.compile(r"Column \d+")

Given = Map[str, str | None]


@dataclass(frozen=True, slots=True)
class Understood:
    """How a table was understood, and what the report should say of it."""

    table: Table
    notes: tuple[str, ...]

    def identifies(self) -> bool:
        """Say whether any column tells who somebody is."""
        return any(meanings.identifies(column.meaning) for column in self.table.columns)


def signature_of(names: Sequence[str]) -> str:
    """Return what tables with the same columns have in common, to remember a mapping by."""
    plain = "\x1f".join(headers.folded(name) or name for name in names)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:32]


def understand(
    file: str,
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    mapping: Mapping | None,
    options: Options,
) -> Understood:
    """Return what the columns of a table mean, by their headers and some of their rows."""
    signature = signature_of(names)
    values = [_values(rows, at) for at in range(len(names))]
    found, notes = _found(names, values, mapping)
    kept = {headers.folded(name) for name in options.keeps}
    # What was remembered by an older release may mean nothing to this one.
    remembered = {
        name: meaning
        for name, meaning in options.remembered.get(signature, {}).items()
        if meaning is None or meanings.is_meaning(meaning)
    }
    columns: list[Column] = []
    for name, cells, (meaning, why) in zip(names, values, found, strict=True):
        said = _said(name, options.columns, "given") or _said(name, remembered, "remembered")
        told, because = said or (meaning, why)
        is_unsaid = because in _UNSAID and may_hold_citizen_numbers(cells)
        if is_unsaid or is_sensitive(name) or holds_citizen_numbers(cells):
            if headers.folded(name) not in kept:
                columns.append(Column(name, None, "sensitive"))
                continue
            is_field = told is not None and told.startswith("custom:")
            told, because = told if is_field else f"custom:{name}", "given"
        columns.append(Column(name, told, because, _samples(cells)))
    left_out = [f"“{column.header}”" for column in columns if column.why == "sensitive"]
    if left_out:
        notes.append(
            f"{file}: left out because the law protects it most: {', '.join(left_out)}. "
            "A column is brought in all the same where it is asked for: by its line on the page"
            " that checks the file, or with --keep."
        )
    return Understood(Table(file, signature, tuple(columns)), tuple(notes))


def must_exist(given: Options, tables: Sequence[Sequence[str]], file: str) -> None:
    """Refuse a given column that no table has, or a meaning that there is not."""
    there = {headers.folded(name) for names in tables for name in names} | {
        name for names in tables for name in names
    }
    for name, meaning in given.columns.items():
        if name not in there and headers.folded(name) not in there:
            shown = ", ".join(f"“{each}”" for names in tables for each in names)[:2_000]
            detail = f"{file} has no column “{name}”. Its columns are: {shown}."
            raise errors.Invalid(detail, file=file, column=name)
        if meaning is not None and not meanings.is_meaning(meaning):
            detail = (
                f"{file}: “{meaning}” is nothing that the column “{name}” can mean. "
                f"Say one of: {meanings.choices()}."
            )
            raise errors.Invalid(detail, file=file, column=name)


def _found(
    names: Sequence[str], values: Sequence[list[str]], mapping: Mapping | None
) -> tuple[list[tuple[str | None, Why]], list[str]]:
    """Return what each column means by the mapping, its header or its cells, and why."""
    known = mapping.meanings_of(names) if mapping else [(False, None)] * len(names)
    by_header = headers.meanings_of(names)
    notes: list[str] = []
    found: list[tuple[str | None, Why]] = []
    for name, cells, mapped, called in zip(names, values, known, by_header, strict=True):
        if mapped[0]:
            found.append((mapped[1], "header"))
            continue
        seen = contents.meaning_of(cells)
        if seen == "phone" and not called and headers.says_other_figures(name):
            seen = None
        if called and _is_disproved(called, seen, cells):
            found.append((seen, "content"))
            notes.append(f"“{name}” holds {_SHOWN[seen or '']}: read as such.")
        elif called == "title" and contents.are_honorifics(cells):
            found.append((f"custom:{name}", "content"))
        elif called == "name" and contents.are_last_name_first(cells):
            found.append(("last_name_first", "content"))
        elif called:
            found.append((called, "header"))
        else:
            # A page under a strange header is anybody's: a picture, a résumé, a record.
            is_theirs = seen != "website" or _NUMBERED.fullmatch(name)
            found.append((seen, "content") if seen and is_theirs else (None, "unknown"))
    _name_by_content(values, found)
    return found, notes


_SHOWN = {
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "linkedin": "LinkedIn profiles",
    "github": "GitHub profiles",
}


def _is_disproved(called: str, seen: str | None, cells: Sequence[str]) -> bool:
    word = called.partition(":")[0]
    if word not in _DISPROVED or seen not in _FORMED or seen == word:
        return False
    if word in {"website", "link"}:
        return seen in {"email", "phone"}
    fitting = sum(1 for cell in cells if contents.meaning_of([cell]) == word)
    return fitting <= _SWAPPED_MAX * len(cells)


def _name_by_content(values: Sequence[list[str]], found: list[tuple[str | None, Why]]) -> None:
    """Look for names where no header names any: first names are followed by family names."""
    if any(meaning in meanings.NAMES for meaning, _ in found):
        return
    for at, (meaning, _) in enumerate(found):
        part = contents.name_in(values[at]) if meaning is None else None
        if part is None:
            continue
        found[at] = (part, "content")
        after = at + 1
        if part == "first_name" and after < len(found) and found[after][0] is None:
            found[after] = ("last_name", "content")
        return


def _said(name: str, said: Given, why: Why) -> tuple[str | None, Why] | None:
    if name in said:
        return said[name], why
    plain = headers.folded(name)
    for header, meaning in said.items():
        if plain and headers.folded(header) == plain:
            return meaning, why
    return None


def _values(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    shown = dict.fromkeys(
        " ".join(cell[:1_000].split())[:_SAMPLE_CHARACTERS_MAX] for cell in cells
    )
    return tuple(shown)[:_SAMPLES_MAX]
