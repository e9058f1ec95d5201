"""Where the files of an archive lie: in a zip, or in the folder that it was unpacked into."""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZipInfo

from ledger import errors

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BUFFER_BYTES = 1 << 18
# What operating systems put into folders by themselves; never into a zip of ours.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


class Files(Protocol):
    """Files by name, with `/` between folders."""

    def names(self) -> list[str]:
        """Return all names."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open a file; raise `KeyError` or `FileNotFoundError` if there is none."""
        ...


@contextmanager
def opened_files(path: Path) -> Generator[Files]:
    """Lend the files of a zip or a folder; raise `errors.Damaged` with the file named."""
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        packed = zipfile.ZipFile(path)
    except _DAMAGE as error:
        what = f"{path.name} is no whole zip: it was cut off or altered ({error})."
        raise errors.Damaged(what, file=path.name, what=str(error)) from error
    with packed:
        yield _Packed(packed, path)


@contextmanager
def opened_file(files: Files, name: str) -> Generator[IO[bytes]]:
    """Lend one file; what is wrong with the zip while it is read is `errors.Damaged`."""
    try:
        # A zip's member reads its lines in Python, a buffered reader in C.
        with io.BufferedReader(files.open(name), _BUFFER_BYTES) as stream:  # pyright: ignore[reportArgumentType] - reads like a raw one
            yield stream
    except KeyError as error:
        what = "it is missing"
        raise errors.Damaged(f"{name}: {what}.", file=name, what=what) from error
    except FileNotFoundError as error:
        what = "it is missing"
        raise errors.Damaged(f"{name}: {what}.", file=name, what=what) from error
    except _DAMAGE as error:
        what = f"it is damaged inside the zip ({error})"
        raise errors.Damaged(f"{name}: {what}.", file=name, what=what) from error


class _Packed:
    """The members of a zip."""

    def __init__(self, packed: zipfile.ZipFile, path: Path) -> None:
        self._packed = packed
        self._members: dict[str, ZipInfo] = {}
        end = 0
        for info in packed.infolist():
            objection = _objection(info, seen=info.filename in self._members, after=end)
            if objection:
                detail = f"{path.name}: {info.filename!r} {objection}."
                raise errors.Damaged(detail, file=info.filename, what=objection)
            # Members that share bytes would be one file under two names.
            end = info.header_offset + info.compress_size
            self._members[info.filename] = info

    def names(self) -> list[str]:
        return list(self._members)

    def open(self, name: str) -> IO[bytes]:
        return self._packed.open(self._members[name])


class _Folder:
    """The files of a folder, without what an operating system left there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        found: list[str] = []
        for folder, _, files in os.walk(self._path):
            inside = Path(folder).relative_to(self._path)
            found += [(inside / name).as_posix() for name in files if name not in _LITTER]
        return sorted(found)

    def open(self, name: str) -> IO[bytes]:
        file = self._path.joinpath(*name.split("/"))
        if not file.resolve().is_relative_to(self._path.resolve()):
            what = "it leads out of the folder"
            raise errors.Damaged(f"{name}: {what}.", file=name, what=what)
        return file.open("rb")


def _objection(info: ZipInfo, *, seen: bool, after: int) -> str:
    if seen:
        return "is there twice"
    if info.header_offset < after:
        return "overlaps another file"
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _READABLE:
        return "is packed in a way that no archive is"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file"
    if info.filename.startswith("/") or ".." in info.filename.split("/"):
        return "leads out of the archive"
    return ""
