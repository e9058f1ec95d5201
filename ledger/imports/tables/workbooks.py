"""A workbook's sheets as rows of text: what stands in a cell, as a person would type it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from ledger import errors
from ledger.imports.files import LIMITS, Files
from ledger.imports.tables.grids import Grid

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# The whole book is held in memory: 100,000 people with 20 columns take 12 MB packed.
_BYTES_MAX = 64 << 20
# 100,000 people with 20 columns unpack to 100 MB.
_UNPACKED_BYTES_MAX = 256 << 20
_CHUNK = 1 << 20
_LOCAL_HEADER = 30
# What a workbook is wrapped in under a password ([MS-OFFCRYPTO] §1.3.2).
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Book = CalamineWorkbook
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)


def is_workbook(files: Files, file: str) -> bool:
    """Say whether a table is a workbook, by its first bytes: some are called .csv."""
    with files.open(file) as stream:
        return stream.read(4) in _BEGINNINGS


def opened(files: Files, file: str) -> Book:
    """Return a workbook; raise `errors.Unreadable` or `errors.TooLarge`, naming the file."""
    if files.size(file) > _BYTES_MAX:
        detail = f"{file} is larger than {_BYTES_MAX >> 20} MB: save its sheets as CSV."
        raise errors.TooLarge(detail, file=file)
    with files.open(file) as stream:
        content = stream.read()
    if content.startswith(b"PK"):
        _must_be_sound(io.BytesIO(content), file)
    elif _LOCKED in content:
        detail = (
            f"{file} is locked with a password: open it in its own program, take the password"
            " off, save it and bring that in."
        )
        raise errors.Unreadable(detail, file=file)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(file, error) from error


def rows_of(book: Book, sheet: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a sheet that is not empty, with its number as the program shows it."""
    try:
        found = book.get_sheet_by_name(sheet)
        for number, row in enumerate(found.iter_rows(), start=1):
            cells = [_typed(value) for value in row]
            if any(cells):
                yield number, cells
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(f"{file}/{sheet}", error) from error


def _typed(value: object) -> str:  # noqa: PLR0911 - one answer for each type
    """Return a value as a person types it: a phone number is no fraction."""
    match value:
        case str():
            return value.replace("\0", "")
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta() | int():
            return str(value)
        case _:
            return ""


def _must_be_sound(content: BinaryIO, file: str) -> None:
    """Look through the zip that a workbook is, before a reader trusts what it claims."""
    try:
        with zipfile.ZipFile(content) as archive:
            infos = archive.infolist()
        spent = 0
        for info in infos:
            spent += _unpacked(content, info, file, _UNPACKED_BYTES_MAX - spent)
    except _DAMAGE as error:
        raise _damaged(file, error) from error


def _unpacked(content: BinaryIO, info: zipfile.ZipInfo, file: str, bytes_max: int) -> int:
    """Return how large a member really is, whatever it says; its sheet's grid is measured."""
    if info.flag_bits & 1:
        detail = f"{file} is locked with a password: save it without one."
        raise errors.Unreadable(detail, file=file)
    grid = Grid(file)
    size = 0
    for chunk in _chunks(content, info):
        size += len(chunk)
        is_bomb = size > LIMITS.ratio_counts_from and size > LIMITS.ratio_max * max(
            1, info.compress_size
        )
        if is_bomb or size > bytes_max:
            detail = f"{file} unpacks to more than any table of people: save it as CSV."
            raise errors.TooLarge(detail, file=file)
        grid.see(chunk)
    return size


def _chunks(content: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    content.seek(info.header_offset)
    header = content.read(_LOCAL_HEADER)
    lengths = header[26:28], header[28:30]
    content.seek(sum(int.from_bytes(length, "little") for length in lengths), io.SEEK_CUR)
    packed = content.read(info.compress_size)
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("packed in a way spreadsheets do not use")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflater.eof:
        yield inflater.decompress(packed, _CHUNK)
        packed = inflater.unconsumed_tail


def _damaged(file: str, error: Exception) -> errors.Unreadable:
    detail = f"{file} is no whole workbook ({error}): save it again, or save it as CSV."
    return errors.Unreadable(detail, file=file)
