"""The tables of a file: a text is one, a workbook has one on each sheet."""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from charset_normalizer import from_bytes

from ledger import errors
from ledger.imports import delimited
from ledger.imports.encodings import GUESSES, Encoding, encoding_of, head_of
from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.remarks import Remarks
from ledger.imports.tables import workbooks
from ledger.imports.tables.layout import Layout, layout_of_rows, layout_of_text

TEXTS = (".csv", ".tsv", ".tab", ".txt", ".psv")
_LOOKED_AT_MAX = 200
# What is no table whatever its name says: JSON, markup, cards, calendars, mail, pictures.
_OTHERS = re.compile(
    r"\s*(?:[{<]|\[\s*[{\[]|BEGIN:|%PDF|From \S+@|PK\x03|(?:Received|Return-Path|Subject):)",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
# A picture has a third of such characters, a damaged table a few.
_BINARY_SHARE_MIN = 0.1
_HINT_BYTES = 1 << 16
# What charset-normalizer calls the encodings of Western Europe.
_WESTERN = frozenset(("cp1252", "latin_1", "iso8859_15", "ascii", "utf_8", "cp1250", "cp858"))
_REMEMBERED_MAX = 64

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file, which can be read several times."""

    name: str
    """The file, and the sheet in it, as places name it."""
    layout: Layout
    rows: Callable[[], Rows]
    """The rows with data that are not blank, each with its line, as they stand."""

    def first_rows(self, count: int) -> list[list[str]]:
        """Return some rows from the beginning."""
        return [row for _, row in islice(self.rows(), count)]


def may_hold_tables(file: str) -> bool:
    """Say whether a file's name is that of a table."""
    return file.casefold().endswith((*TEXTS, *workbooks.ENDINGS))


def layouts_of(files: Files, file: str) -> list[Layout]:
    """Return how the tables of a file are laid out, reading little of it; empty for none."""
    if not may_hold_tables(file):
        return []
    if workbooks.is_workbook(files, file):
        return _book_layouts(files, file)
    with files.open(file) as stream:
        layout = _text_layout(head_of(stream))
    return [layout] if layout else []


def sheets_of(files: Files, file: str, options: Options, remarks: Remarks) -> list[Sheet]:
    """Return the tables of a file, ready to be read; empty where it holds none."""
    if workbooks.is_workbook(files, file):
        return _book_sheets(files, file)
    encoding = _encoding(files, file, options, remarks)
    with files.open(file) as stream:
        head = _decoded(stream.read(_HINT_BYTES), encoding)
    layout = _text_layout(head)
    if layout is None:
        return []

    def rows() -> Rows:
        found = delimited.rows(files, file, encoding, layout.delimiter, remarks)
        for number, line, row in found:
            if number >= layout.before_data:
                yield line, row

    return [Sheet(file, layout, rows)]


@lru_cache(maxsize=16)
def _text_layout(head: str) -> Layout | None:
    strange = len(_CONTROLS.findall(head)) + head.count("\ufffd")
    if _OTHERS.match(head) or strange > _BINARY_SHARE_MIN * len(head):
        return None
    return layout_of_text(head)


def _encoding(files: Files, file: str, options: Options, remarks: Remarks) -> Encoding:
    with files.open(file) as stream:
        found = encoding_of(stream)
    is_guessed = found.codec in GUESSES
    if is_guessed and options.encoding:
        try:
            codec = codecs.lookup(options.encoding).name
            b"".decode(codec)
        except (LookupError, ValueError):
            detail = f"There is no encoding “{options.encoding}”: say cp1252, shift_jis, …"
            raise errors.Invalid(detail, file=file) from None
        return Encoding(codec, "replace")
    if found.remark:
        hint = _hint(files, file) if found.codec == "cp1252" else ""
        remarks.note(f"{file} {found.remark}.{hint}")
    return found


def _hint(files: Files, file: str) -> str:
    with files.open(file) as stream:
        best = from_bytes(stream.read(_HINT_BYTES)).best()
    if best is None or best.encoding in _WESTERN:
        return ""
    return f" It may be {best.encoding} instead: try --encoding {best.encoding}."


def _decoded(head: bytes, encoding: Encoding) -> str:
    decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
    return decoder.decode(head).replace("\0", "")


# Which tables a workbook holds follows from its bytes; every source is asked about it.
_BOOKS: dict[str, list[Layout]] = {}


def _book_layouts(files: Files, file: str) -> list[Layout]:
    digest = hashlib.sha256()
    with files.open(file) as stream:
        while chunk := stream.read(_HINT_BYTES):
            digest.update(chunk)
    key = digest.hexdigest()
    if key not in _BOOKS:
        if len(_BOOKS) >= _REMEMBERED_MAX:
            _BOOKS.clear()
        _BOOKS[key] = [sheet.layout for sheet in _book_sheets(files, file)]
    return _BOOKS[key]


def _book_sheets(files: Files, file: str) -> list[Sheet]:
    book = workbooks.opened(files, file)
    return [
        sheet
        for name in book.sheet_names
        if (sheet := _book_sheet(book, file, name)) is not None
    ]


def _book_sheet(book: workbooks.Book, file: str, name: str) -> Sheet | None:
    first = [row for _, row in islice(workbooks.rows_of(book, name, file), _LOOKED_AT_MAX)]
    layout = layout_of_rows(first)
    if layout is None:
        return None

    def rows() -> Rows:
        return islice(workbooks.rows_of(book, name, file), layout.before_data, None)

    return Sheet(f"{file}/{name}", layout, rows)
