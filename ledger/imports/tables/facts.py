"""What a row says about somebody: the columns' meanings, compiled once, asked for each row."""

from collections.abc import Callable, Sequence
from typing import Any

from ledger.imports.tables import cells, names
from ledger.imports.tables.meanings import Meaning
from ledger.words import Education, Employment

Row = list[str]
Facts = dict[str, Any]
Columns = Sequence[tuple[Meaning, int]]
"""The columns that are brought in: what each means, and where it stands."""

_Read = Callable[[Row], Any]
_LINES = ("name", "last_name_first", "headline", "company", "title")
_PARTS = ("name", "first_name", "last_name")
# What Outlook writes for a day it has not.
_NO_DAY = "0/0/00"
_LISTS = ("skills", "languages")
_EMPLOYMENT = {
    "employer": "company_name",
    "employer_title": "title",
    "employer_start": "start_date",
    "employer_end": "end_date",
}
_EDUCATION = {
    "school": "school_name",
    "degree": "degree",
    "discipline": "discipline",
    "school_start": "start_date",
    "school_end": "end_date",
}


def compiled(columns: Columns) -> Callable[[Row], Facts]:
    """Return what reads the facts of a profile from a row."""
    reads: list[tuple[str, _Read]] = []
    at = _at(columns)
    if "first_name" in at or "middle_name" in at:
        reads.append(
            ("first_name", _joined(at.get("first_name", []), at.get("middle_name", [])))
        )
    if "last_name" in at:
        reads.append(("last_name", _family_name(columns)))
    reads += [(word, _first(at[word])) for word in _LINES if word in at]
    if "location" in at or "country" in at:
        reads.append(("location", _location(columns)))
    if "summary" in at:
        reads.append(("summary", _text(at["summary"])))
    reads += [(word, _list(at[word])) for word in _LISTS if word in at]
    if any(meaning.word in _EMPLOYMENT for meaning, _ in columns):
        reads.append(("employments", _parts(columns, _EMPLOYMENT, Employment)))
    if any(meaning.word in _EDUCATION for meaning, _ in columns):
        reads.append(("educations", _parts(columns, _EDUCATION, Education)))
    custom = [(meaning.about, index) for meaning, index in columns if meaning.word == "custom"]
    custom += [("Source", index) for index in at.get("source", [])]
    if custom:
        reads.append(("custom_fields", _custom(custom)))
    return _facts(tuple(reads))


def _facts(reads: tuple[tuple[str, _Read], ...]) -> Callable[[Row], Facts]:
    def read(row: Row) -> Facts:
        facts: Facts = {}
        for fact, told in reads:
            value = told(row)
            if value:
                facts[fact] = value
        if "last_name_first" in facts:
            facts = {**names.last_name_first(facts.pop("last_name_first")), **facts}
        if "name" in facts and ("first_name" in facts or "last_name" in facts):
            # A whole name beside its parts says nothing more; beside one, it says the other.
            name, first, last = (facts.pop(part, "") for part in _PARTS)
            if not (first and last):
                facts |= names.beside_one_part(name, first=first, last=last)
            else:
                facts |= {"first_name": first, "last_name": last}
        return facts

    return read


def _at(columns: Columns) -> dict[str, list[int]]:
    at: dict[str, list[int]] = {}
    for meaning, index in columns:
        at.setdefault(meaning.word, []).append(index)
    return at


def _first(indexes: Sequence[int]) -> _Read:
    first = cells.first
    if len(indexes) == 1:
        [index] = indexes
        return lambda row: first(row[index])

    def read(row: Row) -> str:
        return next((told for index in indexes if (told := first(row[index]))), "")

    return read


def _joined(*each: Sequence[int]) -> _Read:
    parts = [_first(indexes) for indexes in each if indexes]
    if len(parts) == 1:
        return parts[0]
    return lambda row: cells.line(" ".join(told for part in parts if (told := part(row))))


def _family_name(columns: Columns) -> _Read:
    """Return what reads a family name: what stands before it, itself, and a second one."""
    sorts: dict[str, list[int]] = {"before": [], "": [], "second": []}
    for meaning, index in columns:
        if meaning.word == "last_name":
            sorts.setdefault(meaning.about, []).append(index)
    return _joined(*sorts.values())


def _location(columns: Columns) -> _Read:
    # Parts of one address are joined; of several addresses the first that says anything
    # counts. A whole address, written in one cell, is the last to be asked.
    groups: dict[str, list[int]] = {}
    for meaning, index in columns:
        if meaning.word == "location":
            groups.setdefault(meaning.about, []).append(index)
    ordered = [groups[about] for about in sorted(groups)]
    country = [index for meaning, index in columns if meaning.word == "country"]
    if len(groups) == 1 and len(ordered[0]) == 1 and not country:
        return _first(ordered[0])

    def read(row: Row) -> str:
        parts: list[str] = []
        for group in ordered:
            parts = [told for index in group if (told := cells.first(row[index]))]
            if parts:
                break
        where = next((told for index in country if (told := cells.first(row[index]))), "")
        if where and not any(part.endswith(where) for part in parts):
            parts.append(where)
        return cells.line(", ".join(dict.fromkeys(parts)))

    return read


def _text(indexes: Sequence[int]) -> _Read:
    return lambda row: cells.text(
        "\n\n".join(row[index] for index in indexes if not cells.says_nothing(row[index]))
    )


def _list(indexes: Sequence[int]) -> _Read:
    def read(row: Row) -> tuple[str, ...]:
        found = (one for index in indexes for one in cells.listed_by_commas(row[index]))
        return tuple(dict.fromkeys(found))

    return read


def _parts(
    columns: Columns, fields: dict[str, str], kind: type[Employment] | type[Education]
) -> _Read:
    groups: dict[str, list[tuple[str, int]]] = {}
    for meaning, index in columns:
        if meaning.word in fields:
            groups.setdefault(meaning.about, []).append((fields[meaning.word], index))

    def read(row: Row) -> tuple[Employment | Education, ...]:
        found: list[Employment | Education] = []
        for group in groups.values():
            told = {name: line for name, index in group if (line := cells.first(row[index]))}
            if told:
                found.append(kind(**told))
        return tuple(found)

    return read


def _custom(fields: Sequence[tuple[str, int]]) -> _Read:
    def read(row: Row) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, index in fields:
            cell = row[index]
            if not cell or name in found or cells.says_nothing(cell):
                continue
            told = cells.text(cell)
            if told and told != _NO_DAY:
                found[name] = told
        return found

    return read
