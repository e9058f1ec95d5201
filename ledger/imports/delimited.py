"""A text file with a delimiter as rows, each with its line, whatever the file went through."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from ledger import errors
from ledger.imports.encodings import Encoding
from ledger.imports.files import Files
from ledger.imports.remarks import Remarks

# A cell beyond this is a quotation mark that never closes; a mail pasted with its pictures
# comes to ten million characters.
_CELL_CHARACTERS_MAX = 16_000_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

csv.field_size_limit(_CELL_CHARACTERS_MAX)


def rows(
    files: Files, file: str, encoding: Encoding, delimiter: str, remarks: Remarks
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield each row as its number (from 0, blank lines too), its first line, and its cells.

    Blank lines are counted and not told. Raises `errors.Unreadable` with the line of what is
    no table, such as a quotation mark that never closes and swallows the rest of the file.
    """
    with files.open(file) as stream:
        reader = csv.reader(_lines(stream, file, encoding, remarks), delimiter=delimiter)
        line, width, last = 1, 0, list[str]()
        start = 1
        try:
            for number, row in enumerate(reader):
                if row:
                    yield number, line, row
                    width, last, start = width or len(row), row, line
                line = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(file, line, str(error)) from error
    if last and (len(last) != width or "\n" in last[-1]):
        with files.open(file) as stream:
            _must_close(stream, file, encoding, delimiter, start)


def _must_close(
    stream: BinaryIO, file: str, encoding: Encoding, delimiter: str, line: int
) -> None:
    """Look once more at the last row, which begins on this line, more strictly."""
    lines = islice(_lines(stream, file, encoding, Remarks()), line - 1, None)
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise _unreadable(file, line, "a quotation mark opens and never closes") from error


def _unreadable(file: str, line: int, what: str) -> errors.Unreadable:
    detail = f"{file}, line {line}: {what}. Download the export again."
    return errors.Unreadable(detail, file=file, line=line)


def first_rows(head: str, delimiter: str, *, count_max: int) -> Iterator[list[str]]:
    """Yield the rows at the beginning of a text, blank lines as empty rows."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        for _, row in zip(range(count_max), reader, strict=False):
            yield row
    except csv.Error:
        return


def _lines(stream: BinaryIO, file: str, encoding: Encoding, remarks: Remarks) -> Iterable[str]:
    text = io.TextIOWrapper(stream, encoding.codec, encoding.errors, newline="")
    return text if encoding.is_clean else _cleaned(text, file, encoding, remarks)


def _cleaned(
    text: Iterable[str], file: str, encoding: Encoding, remarks: Remarks
) -> Iterator[str]:
    may_hold_surrogates = encoding.errors == "surrogatepass"
    for line in text:
        if "\0" in line or (may_hold_surrogates and _LONE_SURROGATE.search(line)):
            remarks.note(f"{file} held characters that are none; taken out.")
            yield _LONE_SURROGATE.sub("\ufffd", line.replace("\0", ""))
        else:
            yield line
