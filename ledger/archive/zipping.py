"""A zip written from its first byte to its last, the same one for the same files.

It holds no time, no attribute and no name of the machine that wrote it. Members are deflated in
a thread beside the one that makes them. What grows with their number, the list at the end, lies
in a temporary file, so that memory does not. (APPNOTE.TXT 6.3.10; zip64 where it is needed.)
"""

import tempfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from struct import pack
from types import TracebackType
from typing import Self

MEMBER_BLOCK_BYTES = 1 << 18
"""What is deflated at once, and up to which size a member's sizes stand before it."""

_LEVEL = 5
_RAW = -15
_LIST_BYTES_IN_MEMORY = 1 << 20
# 1980-01-01 00:00, the first instant a zip can tell.
_TIME, _DATE = 0, 0x21
_UTF8 = 0x800
_SIZES_FOLLOW = 0x8
_PLAIN, _ZIP64 = 20, 45
_DEFLATED = 8
# A file that everybody may read and its owner write, made on Unix.
_MADE_BY = 3 << 8
_ATTRIBUTES = 0o100644 << 16
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF

Hear = Callable[[bytes], None]
"""Is told every byte of a member, in order."""


class Zip:
    """Writes one zip; every method yields the bytes that come next."""

    def __init__(self) -> None:
        self._offset = 0
        self._count = 0
        self._listed = tempfile.SpooledTemporaryFile(_LIST_BYTES_IN_MEMORY)  # noqa: SIM115 - closed in __exit__
        self._deflating = ThreadPoolExecutor(1, "deflate")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._deflating.shutdown()
        self._listed.close()

    def member(self, name: str, pieces: Iterable[bytes], hear: Hear) -> Iterator[bytes]:
        """Yield one member.

        Whether its sizes stand before or after it depends on how large it is, and on nothing
        else: two who write the same files write the same zip.
        """
        blocks = _blocks(pieces)
        first, second = next(blocks, b""), next(blocks, None)
        offset = self._offset
        if second is None:
            hear(first)
            deflater = _Deflater()
            packed = deflater.deflate(first) + deflater.end()
            sizes = (deflater.crc, len(packed), len(first))
            yield self._counted(_header(name, _UTF8, _PLAIN, sizes, b"") + packed)
            self._list(name, _UTF8, _PLAIN, sizes, offset)
            return
        flags = _UTF8 | _SIZES_FOLLOW
        unsaid = pack("<HHQQ", 1, 16, 0, 0)
        yield self._counted(_header(name, flags, _ZIP64, (0, _FULL_32, _FULL_32), unsaid))
        sizes = yield from self._deflated(chain((first, second), blocks), hear)
        yield self._counted(b"PK\x07\x08" + pack("<LQQ", *sizes))
        self._list(name, flags, _ZIP64, sizes, offset)

    def end(self) -> Iterator[bytes]:
        """Yield the list of the members, and what says where it begins."""
        start = self._offset
        self._listed.seek(0)
        while listed := self._listed.read(MEMBER_BLOCK_BYTES):
            yield self._counted(listed)
        size = self._offset - start
        count = self._count
        if count >= _FULL_16 or start >= _FULL_32 or size >= _FULL_32:
            place = self._offset
            told = (44, _MADE_BY | _ZIP64, _ZIP64, 0, 0, count, count, size, start)
            yield b"PK\x06\x06" + pack("<QHHLLQQQQ", *told)
            yield b"PK\x06\x07" + pack("<LQL", 0, place, 1)
        few = min(count, _FULL_16)
        where = (min(size, _FULL_32), min(start, _FULL_32))
        yield b"PK\x05\x06" + pack("<HHHHLLH", 0, 0, few, few, *where, 0)

    def _deflated(
        self, blocks: Iterable[bytes], hear: Hear
    ) -> Generator[bytes, None, tuple[int, int, int]]:
        deflater = _Deflater()
        packed_count = 0
        waiting: Future[bytes] | None = None
        for block in blocks:
            # While this one is deflated, the one before it is sent and the next one is made.
            following = self._deflating.submit(deflater.deflate_heard, block, hear)
            if waiting is not None:
                packed = waiting.result()
                packed_count += len(packed)
                yield self._counted(packed)
            waiting = following
        packed = (waiting.result() if waiting is not None else b"") + deflater.end()
        packed_count += len(packed)
        yield self._counted(packed)
        return deflater.crc, packed_count, deflater.byte_count

    def _list(
        self, name: str, flags: int, needs: int, sizes: tuple[int, int, int], offset: int
    ) -> None:
        crc, packed, unpacked = sizes
        large = [each for each in (unpacked, packed, offset) if each >= _FULL_32]
        extra = pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        needs = _ZIP64 if large else needs
        told = name.encode()
        self._listed.write(
            b"PK\x01\x02"
            + pack("<HHHHHH", _MADE_BY | needs, needs, flags, _DEFLATED, _TIME, _DATE)
            + pack("<LLL", crc, min(packed, _FULL_32), min(unpacked, _FULL_32))
            + pack("<HHHHH", len(told), len(extra), 0, 0, 0)
            + pack("<LL", _ATTRIBUTES, min(offset, _FULL_32))
            + told
            + extra
        )
        self._count += 1

    def _counted(self, written: bytes) -> bytes:
        self._offset += len(written)
        return written


class _Deflater:
    """Deflates one member, and counts and checks what went in."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
        self.crc = 0
        self.byte_count = 0

    def deflate(self, block: bytes) -> bytes:
        self.crc = zlib.crc32(block, self.crc)
        self.byte_count += len(block)
        return self._deflate.compress(block)

    def deflate_heard(self, block: bytes, hear: Hear) -> bytes:
        hear(block)
        return self.deflate(block)

    def end(self) -> bytes:
        return self._deflate.flush()


def _header(
    name: str, flags: int, needs: int, sizes: tuple[int, int, int], extra: bytes
) -> bytes:
    told = name.encode()
    fixed = pack("<HHHHH", needs, flags, _DEFLATED, _TIME, _DATE)
    lengths = pack("<HH", len(told), len(extra))
    return b"PK\x03\x04" + fixed + pack("<LLL", *sizes) + lengths + told + extra


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield blocks of one size and a last, shorter one, however the pieces were cut."""
    together = bytearray()
    for piece in pieces:
        together += piece
        if len(together) < MEMBER_BLOCK_BYTES:
            continue
        whole = len(together) - len(together) % MEMBER_BLOCK_BYTES
        for start in range(0, whole, MEMBER_BLOCK_BYTES):
            yield bytes(together[start : start + MEMBER_BLOCK_BYTES])
        del together[:whole]
    if together:
        yield bytes(together)
