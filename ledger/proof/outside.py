"""Checkpoints kept outside the database: what it said before, whoever changed it since."""

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ledger import errors
from ledger.verifier.broken import Broken
from ledger.verifier.checkpoints import Told, checkpoint

_SUFFIX = ".checkpoint"
_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Outside:
    """A folder with a file for each checkpoint, named by its size, and the latest once more."""

    folder: Path

    def keep(self, size: int, note: bytes) -> None:
        """Write a checkpoint; it is on disk when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _written(self.folder / f"{size:0{_DIGITS}}{_SUFFIX}", note)
        if size >= max(self.sizes(), default=0):
            _written(self.folder / "latest", note)

    def sizes(self) -> list[int]:
        """Return the sizes of all that are kept, the smallest first."""
        found = self.folder.glob(f"{'[0-9]' * _DIGITS}{_SUFFIX}")
        return sorted(int(each.name.removesuffix(_SUFFIX)) for each in found)

    def told(self, size: int) -> Told:
        """Return what the checkpoint of a size says; raise `errors.Damaged` if it is none."""
        path = self.folder / f"{size:0{_DIGITS}}{_SUFFIX}"
        try:
            _, told = checkpoint(path.read_bytes())
        except Broken as broken:
            raise errors.Damaged(f"{path} is no checkpoint: {broken.told}.") from None
        if told.size != size:
            raise errors.Damaged(f"{path} is a checkpoint of {told.size:,} events.")
        return told

    def put_aside(self) -> Path:
        """Move the folder away, whole; return where it lies now."""
        aside = self.folder.with_name(
            f"{self.folder.name}.aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        )
        self.folder.rename(aside)
        return aside


def _written(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, so that it outlives a power cut."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        neighbour.replace(path)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            # A name is on disk only when its folder is.
            os.fsync(folder)
        finally:
            os.close(folder)
