"""A secret in a file of its own: made once, readable by us alone, never half written."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


def make(path: Path, secret: bytes) -> None:
    """Write a secret where there is none; what somebody else wrote first stays.

    Raise `OSError` where nothing can be written there.
    """
    with _beside(path, secret) as neighbour, suppress(FileExistsError):
        # Linked, since a rename would put ours in the place of another's.
        os.link(neighbour, path)


def replace(path: Path, secret: bytes) -> None:
    """Write a secret in the place of the one before; raise `OSError` where that cannot be."""
    with _beside(path, secret) as neighbour:
        neighbour.replace(path)


@contextmanager
def _beside(path: Path, secret: bytes) -> Generator[Path]:
    """Write a secret to a file beside its place, for as long as it takes to put it there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Readable by us alone (0600) from the first byte on.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(secret)
            opened.flush()
            os.fsync(opened.fileno())
        yield neighbour
    finally:
        neighbour.unlink(missing_ok=True)
