"""The documents of a JSON file: one object, the objects of a list, or one on each line.

Each has its line, and in a list its JSON Pointer (RFC 6901) behind the name of the file, since
programs write whole lists on one line.
"""

import json
import re
from collections.abc import Callable, Iterator, Sized
from typing import NamedTuple, cast

from ledger import errors
from ledger.imports.encodings import encoding_of, head_of
from ledger.imports.files import Files
from ledger.imports.records import Place, Skipped
from ledger.imports.remarks import Remarks

# Held in memory twice over while it is read, and a reader has 512 MB: some 8,000 people with
# all their applications. What is larger comes line by line (NDJSON), of any size.
BYTES_MAX = 64 << 20
# One person with all there is about them is below a tenth of this.
LINE_BYTES_MAX = 8 << 20
# A value takes up to 64 bytes of memory however short it is written; 64 MB of people hold less.
VALUES_MAX = 5_000_000
_SPACE = re.compile(r"[ \t\r\n]*")
_BEGINNING = re.compile(r"\ufeff?\s*[\[{]")
_LISTS = ("data", "candidates", "opportunities", "results", "values")
_SCHEMA = re.compile(r'"\$schema"\s*:\s*"https?://json-schema\.org/')
_TWICE = "Names told twice in one object, of which the last counts"
_IN_PARTS = "Export it with one candidate on each line (NDJSON), or in parts."
IS_SCHEMA = "a JSON Schema: it says how such files look and holds nobody"


class Document(NamedTuple):
    """One JSON value of a file, and where it begins."""

    place: Place
    value: object


def beginning(files: Files, file: str) -> str:
    """Return the beginning of a file that looks like JSON, empty for others."""
    with files.open(file) as stream:
        head = head_of(stream)
    return head if _BEGINNING.match(head) else ""


def is_schema(head: str) -> bool:
    """Say whether a file describes other files (JSON Schema) and is none of them."""
    return _SCHEMA.search(head) is not None


def must_hold_more(files: Files, rows: Sized) -> None:
    """Raise `errors.Unreadable` where schemas are all there is, so that nothing was read."""
    if not rows:
        name = files.names()[0]
        detail = f"{name} is {IS_SCHEMA}. Bring in the data themselves."
        raise errors.Unreadable(detail, file=name)


def documents(files: Files, file: str, remarks: Remarks) -> Iterator[Document | Skipped]:
    """Yield the documents of a file as they are asked for, and lines that are broken.

    Raise `errors.Unreadable` where what follows cannot be told apart any more, and
    `errors.TooLarge` for one value that does not fit into memory.
    """
    with files.open(file) as stream:
        encoding = encoding_of(stream)
    if encoding.remark:
        remarks.note(f"{file} {encoding.remark}.")
    reading = _Reading(file, remarks)
    head = beginning(files, file)
    if not encoding.codec.startswith("utf-16") and _is_by_line(file, head):
        yield from reading.by_line(files, encoding.codec)
        return
    if files.size(file) > BYTES_MAX:
        raise _too_large(file, BYTES_MAX)
    with files.open(file) as stream:
        # Whatever size the input states: it is what is read that counts.
        raw = stream.read(BYTES_MAX + 1)
    if len(raw) > BYTES_MAX:
        raise _too_large(file, BYTES_MAX)
    if sum(map(raw.count, (b",", b"[", b"{"))) > VALUES_MAX:
        detail = f"{file} holds more than {VALUES_MAX:,} values in one piece. {_IN_PARTS}"
        raise errors.TooLarge(detail, file=file)
    yield from reading.whole(raw.decode(encoding.codec, "replace").lstrip("\ufeff"))


class _Reading:
    """One file being read."""

    def __init__(self, file: str, remarks: Remarks) -> None:
        self._file = file

        def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
            told = dict(pairs)
            if len(told) < len(pairs):
                remarks.count(_TWICE)
            return told

        # Events hold no fractions: as text they stay what they are.
        self._decode: Callable[[str, int], tuple[object, int]] = json.JSONDecoder(
            object_pairs_hook=once, parse_float=str, parse_constant=_refuse
        ).raw_decode

    def whole(self, text: str) -> Iterator[Document]:
        """Yield what one text holds: an object, or each element of a list."""
        at = _after_space(text, 0)
        line = 1 + text.count("\n", 0, at)
        if text[at : at + 1] == "[":
            yield from self._elements(text, at, line)
            return
        value, end = self._value(text, at, line)
        yield from self._unwrapped(value, line)
        rest = _after_space(text, end)
        while rest < len(text):
            # Objects one after the other, each over several lines and on lines of its own.
            begins_on = line + text.count("\n", at, rest)
            if begins_on == line:
                raise self._broken(line, is_cut=False)
            line, at = begins_on, rest
            value, end = self._value(text, at, line)
            yield from self._unwrapped(value, line)
            rest = _after_space(text, end)

    def by_line(self, files: Files, codec: str) -> Iterator[Document | Skipped]:
        """Yield the object on each line; a line that is none is skipped alone."""
        with files.open(self._file) as stream:
            for number in range(1, 1 << 62):
                raw = stream.readline(LINE_BYTES_MAX)
                if not raw:
                    return
                if len(raw) == LINE_BYTES_MAX:
                    raise _too_large(self._file, LINE_BYTES_MAX)
                told = raw.decode(codec, "replace").strip().lstrip("\ufeff")
                if not told:
                    continue
                place = Place(self._file, number)
                try:
                    value, end = self._decode(told, 0)
                except (ValueError, RecursionError):
                    yield Skipped(place, "a line that is no JSON")
                    continue
                if told[end:].strip():
                    yield Skipped(place, "a line with more than one JSON value")
                else:
                    yield Document(place, value)

    def _elements(self, text: str, at: int, line: int) -> Iterator[Document]:
        start = at
        at = _after_space(text, at + 1)
        mark = "" if text[at : at + 1] == "]" else ","
        index = 0
        while mark == ",":
            line += text.count("\n", start, at)
            start = at
            value, end = self._value(text, at, line)
            yield Document(Place(f"{self._file}#/{index}", line), value)
            index += 1
            at = _after_space(text, end)
            mark = text[at : at + 1]
            if mark not in {",", "]"}:
                raise self._broken(line + text.count("\n", start, at), is_cut=not mark)
            if mark == ",":
                at = _after_space(text, at + 1)
        rest = _after_space(text, at + 1)
        if rest < len(text):
            raise self._broken(line + text.count("\n", start, rest), is_cut=False)

    def _unwrapped(self, value: object, line: int) -> Iterator[Document]:
        """Yield an object, or those in the list that a web interface answers with."""
        if isinstance(value, dict):
            told = cast("dict[str, object]", value)
            name = next((each for each in _LISTS if isinstance(told.get(each), list)), "")
            if name and "id" not in told:
                for index, each in enumerate(cast("list[object]", told[name])):
                    yield Document(Place(f"{self._file}#/{name}/{index}", line), each)
                return
        yield Document(Place(self._file, line), value)

    def _value(self, text: str, at: int, line: int) -> tuple[object, int]:
        try:
            return self._decode(text, at)
        except RecursionError as error:
            detail = (
                f"{self._file} is nested deeper from line {line} on than any export is: it was "
                "not made by the program it claims to be from."
            )
            raise errors.Unreadable(detail, file=self._file, line=line) from error
        except json.JSONDecodeError as error:
            is_cut = error.pos >= len(text) or error.msg.startswith("Unterminated")
            raise self._broken(error.lineno, is_cut=is_cut) from error
        except ValueError as error:
            raise self._broken(line, is_cut=False) from error

    def _broken(self, line: int, *, is_cut: bool) -> errors.Unreadable:
        detail = (
            f"{self._file} breaks off in line {line}: download it again."
            if is_cut
            else f"{self._file} is no JSON from line {line} on: export it again."
        )
        return errors.Unreadable(detail, file=self._file, line=line)


def _is_by_line(file: str, head: str) -> bool:
    if file.lower().endswith((".ndjson", ".jsonl")):
        return True
    first, end, rest = head.lstrip("\ufeff").partition("\n")
    return bool(end) and first.strip().endswith("}") and rest.lstrip().startswith("{")


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _too_large(file: str, bytes_max: int) -> errors.TooLarge:
    detail = f"{file} holds more than {bytes_max:,} bytes in one piece. {_IN_PARTS}"
    return errors.TooLarge(detail, file=file)
