"""Files as they lie on disk: what a folder holds, links and other surprises refused."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ledger import errors

_CHUNK = 1 << 16


class Disk:
    """Files as they lie on disk."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = dict(sorted(paths.items()))
        self._sizes = {name: path.stat().st_size for name, path in self._paths.items()}

    def sizes(self) -> dict[str, int]:
        """Return each file's size."""
        return self._sizes

    def size_bytes(self) -> int:
        """Return how many bytes all files take."""
        return sum(self._sizes.values())

    def packed(self, name: str) -> int:
        """Return how many bytes a file takes on disk."""
        return self._sizes[name]

    def packed_at(self) -> datetime | None:
        """Return nothing: when a file was copied says nothing about what is in it."""
        return None

    def open(self, name: str) -> BinaryIO:
        """Open a file."""
        return self._paths[name].open("rb")

    def raw(self) -> Iterator[bytes]:
        """Yield the one file's bytes, or all sorted names and contents."""
        alone = len(self._paths) == 1
        for name, path in self._paths.items():
            if not alone:
                # The length keeps a name from being mistaken for the end of another's content.
                yield f"{name}\0{self._sizes[name]}\0".encode("utf-8", "surrogateescape")
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk

    def close(self) -> None:
        """Nothing is held open between reads."""


def must_be_readable(path: Path) -> None:
    """Refuse what is not there, not a file, or empty."""
    if not path.exists():
        detail = f"There is no file or folder {path}: check the name."
        raise errors.Unreadable(detail, file=path.name)
    if path.is_dir():
        return
    if not path.is_file():
        detail = f"{path.name} is no ordinary file: copy its content into one."
        raise errors.Unreadable(detail, file=path.name)
    if path.stat().st_size == 0:
        detail = f"{path.name} is empty: download it again."
        raise errors.Unreadable(detail, file=path.name)


def walk(folder: Path, *, count_max: int) -> dict[str, Path]:
    """Return the files below a folder by their names in it, links refused.

    Stops soon after `count_max` files: whoever asks says so in words.
    """
    found: dict[str, Path] = {}
    for root, folders, names in os.walk(folder):
        for name in folders:
            _must_not_be_link(Path(root, name), folder)
        for name in names:
            path = Path(root, name)
            _must_not_be_link(path, folder)
            found[path.relative_to(folder).as_posix()] = path
        if len(found) > count_max:
            break
    return found


def _must_not_be_link(path: Path, folder: Path) -> None:
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        shown = path.relative_to(folder).as_posix()
        detail = f"{shown} is a link, not a file: put the file itself in its place."
        raise errors.Unreadable(detail, file=shown)
