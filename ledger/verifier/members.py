"""The files of an archive, in a folder or in a zip, each read as a stream."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from .broken import Broken
from .lines import LINE_BYTES_MAX

READ_BYTES = 1 << 18
# A few thousand proofs; nothing that is read whole is larger.
_WHOLE_BYTES_MAX = 64 << 20
_STRANGE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
# Python leaves this behind where somebody runs the verifier out of an unpacked archive.
_LEFT_BEHIND = "data/verifier/__pycache__"


class Members(Protocol):
    """What an archive is made of, wherever it lies."""

    def names(self) -> list[str]:
        """Return the paths of all files below the archive's root, with slashes."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file; raise `Broken` where they are not those written."""
        ...


def check_name(name: str) -> None:
    """Raise `Broken` for a path that leads out of the archive or means two things."""
    parts = name.split("/")
    if _STRANGE.search(name) or any(part in {"", ".", ".."} for part in parts):
        raise Broken("this is no name of a file in an archive", file=repr(name))


class Folder:
    """An archive that lies unpacked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        """Return the paths of all files; raise `Broken` for links and what is no file."""
        return sorted(self._below(self._path, ""))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        with (self._path / name).open("rb") as opened:
            yield from read_from(opened)

    def _below(self, folder: Path, before: str) -> Iterator[str]:
        with os.scandir(folder) as found:
            for each in found:
                name = before + each.name
                if each.is_dir(follow_symlinks=False):
                    if name != _LEFT_BEHIND:
                        yield from self._below(Path(each), name + "/")
                elif each.is_file(follow_symlinks=False):
                    check_name(name)
                    yield name
                else:
                    raise Broken("it is neither a file nor a folder", file=name)


def read_from(opened: BinaryIO) -> Iterator[bytes]:
    """Yield a file's bytes, some at a time."""
    while piece := opened.read(READ_BYTES):
        yield piece


def whole(members: Members, name: str) -> bytes:
    """Return all bytes of a small file."""
    together = bytearray()
    for piece in members.pieces(name):
        together += piece
        if len(together) > _WHOLE_BYTES_MAX:
            raise Broken("it is larger than it can be", file=name)
    return bytes(together)


def lines_of(members: Members, name: str) -> Iterator[bytes]:
    """Yield the lines of a file with their ends; the last may lack its own."""
    rest = b""
    for piece in members.pieces(name):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"
        if len(rest) > LINE_BYTES_MAX:
            raise Broken("a line is longer than any event", file=name)
    if rest:
        yield rest
