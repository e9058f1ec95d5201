"""A zip, taken only as an archive is written: member after member, and nothing else anywhere.

What two programs could read differently is refused: bytes before, between and after the
members, a list that differs from what stands before each member, names that come twice, times,
comments, anything behind the end of a deflated stream. So two zips that pass with the same
files differ, if at all, in how these are deflated. (APPNOTE.TXT 6.3.10.)
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from .broken import Broken
from .members import READ_BYTES, check_name

_RAW = -15
_TIME, _DATE = 0, 0x21
_UTF8, _SIZES_FOLLOW = 0x800, 0x8
_PLAIN, _ZIP64 = 20, 45
_DEFLATED = 8
_MADE_BY = 3 << 8
_ATTRIBUTES = 0o100644 << 16
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_STRANGE = "the zip is not as an archive is written; unpack it and verify the folder"


class Zip:
    """An archive in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with ZipFile(path) as found:
                listed = found.infolist()
        except (BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
            raise Broken(f"it is no whole zip ({error})", file=path.name) from None
        self._members = {each.filename: each for each in listed}
        self._starts: dict[str, int] = {}
        if len(self._members) != len(listed):
            raise Broken("two members have one name", file=path.name)
        with path.open("rb") as opened:
            self._check(opened, listed)

    def names(self) -> list[str]:
        """Return the names of all members."""
        return sorted(self._members)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member; raise `Broken` where they are not those packed."""
        member = self._members[name]
        inflate = zlib.decompressobj(_RAW)
        sum_, left, size = 0, member.compress_size, 0
        with self._path.open("rb") as opened:
            opened.seek(self._starts[name])
            while left or inflate.unconsumed_tail:
                packed = inflate.unconsumed_tail
                if not packed:
                    packed = opened.read(min(READ_BYTES, left))
                    left -= len(packed)
                try:
                    piece = inflate.decompress(packed, READ_BYTES)
                except zlib.error:
                    raise Broken("what is packed cannot be unpacked", file=name) from None
                if not packed or inflate.unused_data or (inflate.eof and left):
                    raise Broken(
                        "the packed member is longer or shorter than it says", file=name
                    )
                sum_ = zlib.crc32(piece, sum_)
                size += len(piece)
                yield piece
        rest = inflate.flush()
        sum_, size = zlib.crc32(rest, sum_), size + len(rest)
        yield rest
        if not inflate.eof or (sum_, size) != (member.CRC, member.file_size):
            raise Broken("it is not what was packed", file=name)

    def _check(self, opened: BinaryIO, listed: list[ZipInfo]) -> None:
        place = 0
        for member in listed:
            check_name(member.filename)
            before, after = _around(member)
            self._expect(opened, place, before, member.filename)
            self._starts[member.filename] = place + len(before)
            end = place + len(before) + member.compress_size
            self._expect(opened, end, after, member.filename)
            if member.header_offset != place:
                raise Broken(_STRANGE, file=member.filename)
            place = end + len(after)
        start = place
        for member in listed:
            told = _listed(member)
            self._expect(opened, place, told, member.filename)
            place += len(told)
        end = _end(len(listed), start, place - start)
        self._expect(opened, place, end, self._path.name)
        if opened.read(1):
            raise Broken("something follows the end of the zip", file=self._path.name)

    @staticmethod
    def _expect(opened: BinaryIO, place: int, told: bytes, file: str) -> None:
        opened.seek(place)
        if opened.read(len(told)) != told:
            raise Broken(_STRANGE, file=file)


def _is_streamed(member: ZipInfo) -> bool:
    return bool(member.flag_bits & _SIZES_FOLLOW)


def _around(member: ZipInfo) -> tuple[bytes, bytes]:
    """Return what stands before and after the packed bytes of a member."""
    sizes = (member.CRC, member.compress_size, member.file_size)
    name = member.filename.encode()
    if _is_streamed(member):
        unsaid = pack("<HHQQ", 1, 16, 0, 0)
        said = pack("<LLL", 0, _FULL_32, _FULL_32)
        before = _header(_ZIP64, _UTF8 | _SIZES_FOLLOW, said, name, unsaid)
        return before, b"PK\x07\x08" + pack("<LQQ", *sizes)
    if max(sizes) > _FULL_32:
        raise Broken(_STRANGE, file=member.filename)
    return _header(_PLAIN, _UTF8, pack("<LLL", *sizes), name, b""), b""


def _header(needs: int, flags: int, said: bytes, name: bytes, extra: bytes) -> bytes:
    fixed = pack("<HHHHH", needs, flags, _DEFLATED, _TIME, _DATE)
    return b"PK\x03\x04" + fixed + said + pack("<HH", len(name), len(extra)) + name + extra


def _listed(member: ZipInfo) -> bytes:
    """Return what the list at the end says of a member."""
    numbers = (member.file_size, member.compress_size, member.header_offset)
    large = [each for each in numbers if each >= _FULL_32]
    extra = pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    is_streamed = _is_streamed(member)
    needs = _ZIP64 if is_streamed or large else _PLAIN
    flags = _UTF8 | (_SIZES_FOLLOW if is_streamed else 0)
    name = member.filename.encode()
    packed, offset = min(numbers[1], _FULL_32), min(numbers[2], _FULL_32)
    return (
        b"PK\x01\x02"
        + pack("<HHHHHH", _MADE_BY | needs, needs, flags, _DEFLATED, _TIME, _DATE)
        + pack("<LLL", member.CRC, packed, min(numbers[0], _FULL_32))
        + pack("<HHHHH", len(name), len(extra), 0, 0, 0)
        + pack("<LL", _ATTRIBUTES, offset)
        + name
        + extra
    )


def _end(count: int, start: int, size: int) -> bytes:
    """Return what stands behind the list, so many members, its start and size."""
    large = b""
    if count >= _FULL_16 or start >= _FULL_32 or size >= _FULL_32:
        told = (44, _MADE_BY | _ZIP64, _ZIP64, 0, 0, count, count, size, start)
        large = b"PK\x06\x06" + pack("<QHHLLQQQQ", *told)
        large += b"PK\x06\x07" + pack("<LQL", 0, start + size, 1)
    few = min(count, _FULL_16)
    where = (min(size, _FULL_32), min(start, _FULL_32))
    return large + b"PK\x05\x06" + pack("<HHHHLLH", 0, 0, few, few, *where, 0)
