"""Reading a zip that a stranger may have made: checked before it is read, guarded while."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZipInfo

from ledger import errors

_CHUNK = 1 << 16
# The list of 10,000 members with names of 300 characters; zipfile reads it in one piece.
_LIST_BYTES_MAX = 4 << 20
_LOCAL_HEADER_BYTES = 30
_SHOWN_CHARACTERS_MAX = 80
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    ValueError,
    NotImplementedError,
    OSError,
)
# An office document is a zip too, and one file.
_OFFICE = ("[Content_Types].xml", "mimetype")


def is_zip(path: Path) -> bool:
    """Say whether this is an archive of files, by its first bytes or a name ending in .zip.

    Office documents are zips inside, but one file to whoever brings them in.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    if head == b"PK\x03\x04":
        return not _is_office(path)
    return head == b"PK\x05\x06" or path.suffix.lower() == ".zip"


class Zip:
    """One zip: its members as files."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = _Sparing(path, "r")
        try:
            self._zip = _opened(self._stream, path.name)
            self._members = _members(self._zip, path.name)
            _must_not_overlap(list(self._members.values()), path)
        except BaseException:
            self._stream.close()
            raise

    def sizes(self) -> dict[str, int]:
        """Return each member's size, as the zip states it."""
        return {name: info.file_size for name, info in self._members.items()}

    def size_bytes(self) -> int:
        """Return the size of the zip itself."""
        return self._path.stat().st_size

    def packed(self, name: str) -> int:
        """Return how many bytes of the zip a member takes."""
        return self._members[name].compress_size

    def packed_at(self) -> datetime | None:
        """Return when the newest member was written, taken for UTC; None if it does not say."""
        newest = max(info.date_time for info in self._members.values())
        try:
            return datetime(*newest, tzinfo=UTC)
        except ValueError:
            return None

    def open(self, name: str) -> BinaryIO:
        """Open a member; damage met while reading is `errors.Unreadable`."""
        try:
            stream = self._zip.open(self._members[name])
        except _DAMAGE as error:
            raise _damaged(name, error) from error
        return io.BufferedReader(_Guarded(name, stream), _CHUNK)

    def raw(self) -> Iterator[bytes]:
        """Yield the bytes of the zip itself."""
        with self._path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()
        self._stream.close()


class _Guarded(io.RawIOBase):
    """One member being read; what zipfile raises becomes one clear error."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self._name = name
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  # io hands over a memoryview
        try:
            chunk = self._stream.read(len(buffer))
        except _DAMAGE as error:
            raise _damaged(self._name, error) from error
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Sparing(io.FileIO):
    """A file that is never read in one huge piece, whatever a zip's last bytes ask for."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LIST_BYTES_MAX:
            detail = "It lists more files than Rapport takes. Bring in the unpacked folder."
            raise errors.TooLarge(detail)
        return super().read(size)


def _opened(stream: BinaryIO | io.FileIO, filename: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _DAMAGE as error:
        detail = f"{filename} is no whole zip ({error}): download it again."
        raise errors.Unreadable(detail, file=filename) from error


def _is_office(path: Path) -> bool:
    try:
        with _Sparing(path, "r") as stream, zipfile.ZipFile(stream) as archive:
            return any(name in archive.NameToInfo for name in _OFFICE)
    except (errors.TooLarge, *_DAMAGE):
        return False


def _members(archive: zipfile.ZipFile, filename: str) -> dict[str, ZipInfo]:
    members: dict[str, ZipInfo] = {}
    for info in archive.infolist():
        # Asked of a member without a name, zipfile itself breaks.
        if info.filename and info.is_dir():
            continue
        name = info.filename.replace("\\", "/")
        cure = _objection(info, seen=name in members)
        if cure:
            shown = ascii(name[:_SHOWN_CHARACTERS_MAX])
            detail = f"{shown} in {filename} {cure}"
            raise errors.Unreadable(detail, file=filename)
        members[name] = info
    return members


def _objection(info: ZipInfo, *, seen: bool) -> str:
    if not info.filename:
        return "has no name, as no export's has: unpack it and bring in the folder."
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted: unpack it with its password and bring in the folder."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file: it was not made by an export."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in a way Rapport does not read: unpack it and bring in the folder."
    if seen:
        return "is there twice: unpack it, keep one, and bring in the folder."
    return ""


def _must_not_overlap(members: list[ZipInfo], path: Path) -> None:
    # Members that share bytes turn kilobytes into terabytes (CVE-2024-0450).
    end = path.stat().st_size
    for info in sorted(members, key=lambda info: info.header_offset, reverse=True):
        start = info.header_offset
        if start < 0 or start + _LOCAL_HEADER_BYTES + info.compress_size > end:
            detail = f"The members of {path.name} overlap: download it again."
            raise errors.Unreadable(detail, file=path.name)
        end = start


def _damaged(name: str, error: Exception) -> errors.Unreadable:
    detail = f"{name} is damaged inside the zip ({error}): download the zip again."
    return errors.Unreadable(detail, file=name)
