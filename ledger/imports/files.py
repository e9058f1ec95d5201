"""Opening what somebody brings in: a zip, a folder or single files, never unpacked to disk."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from ledger import errors
from ledger.imports.disk import Disk, must_be_readable, walk
from ledger.imports.zips import Zip, is_zip

_CHUNK = 1 << 16
# What operating systems leave behind in folders and in the archives they pack.
_LITTER = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_DRIVE = re.compile(r"[A-Za-z]:/")
# Names are shown and stored: PostgreSQL and JSON have no place for these.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NAME_CHARACTERS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may hold."""

    # LinkedIn archives hold some 70 members, a Takeout of mail a few hundred.
    member_count_max: int = 10_000
    # Ten years of a recruiter's mail are below this; reading them takes minutes, not hours.
    bytes_max: int = 2 << 30
    # Deflate reaches 1,032:1 on zeroes; tables of text stay below 30:1.
    ratio_max: int = 200
    ratio_counts_from: int = 10 << 20


LIMITS = Limits()


class _Holder(Protocol):
    """Where the members lie."""

    def sizes(self) -> dict[str, int]: ...
    def size_bytes(self) -> int: ...
    def packed(self, name: str) -> int: ...
    def packed_at(self) -> datetime | None: ...
    def open(self, name: str) -> BinaryIO: ...
    def raw(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


class Files:
    """The files of one input, by name; what is read is counted, whatever the input claims."""

    def __init__(self, filename: str, holder: _Holder, *, limits: Limits) -> None:
        self.filename = _UNSHOWABLE.sub("\ufffd", filename)
        self._holder = holder
        self._meter = _Meter(limits, holder.packed)
        try:
            self._sizes = _checked(holder.sizes(), self.filename, limits)
        except errors.Refused:
            holder.close()
            raise

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the zip or file itself, or of a folder's sorted names and contents."""
        digest = hashlib.sha256()
        for chunk in self._holder.raw():
            digest.update(chunk)
        return digest.hexdigest()

    @cached_property
    def size_bytes(self) -> int:
        """How large the input is as it lies on disk."""
        return self._holder.size_bytes()

    def names(self) -> list[str]:
        """Return the names of the files, sorted, folders with `/`."""
        return list(self._sizes)

    def size(self, name: str) -> int:
        """Return a file's size in bytes, as the input states it."""
        return self._sizes[name]

    def only(self, names: Sequence[str]) -> "Files":
        """Return some of the files as an input of their own, read and counted with this one."""
        part = copy(self)
        part._sizes = {name: self._sizes[name] for name in names}  # noqa: SLF001 - our own kind
        return part

    @property
    def bytes_read(self) -> int:
        """How many bytes were read so far, those of a file read twice once."""
        return self._meter.read_bytes

    @property
    def bytes_total(self) -> int:
        """How many bytes the files hold, as the input states it."""
        return sum(self._sizes.values())

    @property
    def packed_at(self) -> datetime | None:
        """When the newest member of a zip was written, as the zip says; None for files."""
        return self._holder.packed_at()

    def open(self, name: str) -> BinaryIO:
        """Open one file for reading; each call starts at its beginning.

        Reading raises `errors.TooLarge` past a limit and `errors.Unreadable` where the data is
        damaged, both naming the file.
        """
        counted = _Counted(name, self._holder.open(name), self._meter.spend)
        return io.BufferedReader(counted, _CHUNK)

    def close(self) -> None:
        """Let go of the input."""
        self._holder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_files(*paths: Path, limits: Limits = LIMITS) -> Files:
    """Open one zip, one folder, or one or more single files as one input.

    A zip is told by its content, so its name does not matter. Raises `errors.Unreadable` for
    what is not there, empty, damaged, encrypted, or names files outside itself.
    """
    for path in paths:
        must_be_readable(path)
    first = paths[0]
    if len(paths) == 1 and first.is_dir():
        return Files(
            first.resolve().name,
            Disk(walk(first, count_max=limits.member_count_max)),
            limits=limits,
        )
    if len(paths) == 1 and is_zip(first):
        return Files(first.name, Zip(first), limits=limits)
    for path in paths:
        if path.is_dir() or is_zip(path):
            detail = f"{path.name} is an archive or a folder: bring it in by itself."
            raise errors.Unreadable(detail, file=path.name)
    found = {path.name: path for path in paths}
    if len(found) < len(paths):
        detail = "Two of the files have the same name: bring them in one after the other."
        raise errors.Unreadable(detail)
    others = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return Files(first.name + others, Disk(found), limits=limits)


class _Meter:
    """Counts what is read, whatever the input claims."""

    def __init__(self, limits: Limits, packed: Callable[[str], int]) -> None:
        self._limits = limits
        self._packed = packed
        self._read: dict[str, int] = {}
        self.read_bytes = 0

    def spend(self, name: str, offset: int, /) -> None:
        """Count how far a file was read; raise `errors.TooLarge` past a limit."""
        # A file read twice is counted once: what counts is how far anybody got.
        before = self._read.get(name, 0)
        if offset <= before:
            return
        self._read[name] = offset
        self.read_bytes += offset - before
        limits = self._limits
        if offset > limits.ratio_counts_from and offset > limits.ratio_max * self._packed(name):
            detail = (
                f"{name} unpacks to more than {limits.ratio_max} times its size, as no export "
                "does. Unpack it yourself, look at it, and bring in the folder."
            )
            raise errors.TooLarge(detail, file=name)
        if self.read_bytes > limits.bytes_max:
            detail = (
                f"Reading {name}, the files came to more than {limits.bytes_max:,} bytes. "
                "Bring in its parts one by one."
            )
            raise errors.TooLarge(detail, file=name)


class _Counted(io.RawIOBase):
    """One file being read, each byte counted."""

    def __init__(self, name: str, stream: BinaryIO, spend: "_Spend") -> None:
        self._name = name
        self._stream = stream
        self._spend = spend
        self._offset = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  # io hands over a memoryview
        chunk = self._stream.read(min(len(buffer), _CHUNK))
        buffer[: len(chunk)] = chunk
        self._offset += len(chunk)
        self._spend(self._name, self._offset)
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Spend(Protocol):
    def __call__(self, name: str, offset: int, /) -> None: ...


def _checked(sizes: dict[str, int], filename: str, limits: Limits) -> dict[str, int]:
    if len(sizes) > limits.member_count_max:
        detail = (
            f"{filename} holds {len(sizes):,} files, more than {limits.member_count_max:,}. "
            "Bring in its folders one by one."
        )
        raise errors.TooLarge(detail, file=filename)
    for name in sizes:
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or _DRIVE.match(name):
            detail = f"{filename} names a file outside itself ({name!r}): it was tampered with."
            raise errors.Unreadable(detail, file=filename)
        if len(name) > _NAME_CHARACTERS_MAX or _UNSHOWABLE.search(name):
            detail = f"{filename} has a file no export names so ({name[:80]!a}): rename it."
            raise errors.Unreadable(detail, file=filename)
    kept = {name: size for name, size in sorted(sizes.items()) if not _LITTER.search(name)}
    if not kept:
        detail = f"{filename} holds no files: download or unpack it again."
        raise errors.Unreadable(detail, file=filename)
    return kept
