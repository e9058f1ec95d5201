"""Several files as one zip, written while it is read: the same files give the same bytes."""

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

from typing_extensions import override

from projections.copies.copy import File

# The first instant a zip can tell: when a copy is made is nobody's business.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE_FILE = 0o100644 << 16
_MADE_ON_UNIX = 3


class _Spout(RawIOBase):
    """What a zip is written to, and read from as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Any, /) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """Yield a zip of the files, piece by piece."""
    spout = _Spout()
    with zipfile.ZipFile(spout, "w", zipfile.ZIP_DEFLATED) as packed:  # pyright: ignore[reportArgumentType] - a raw stream will do
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, date_time=_NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _MADE_ON_UNIX
            entry.external_attr = _READABLE_FILE
            with packed.open(entry, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    if waiting := spout.take():
                        yield waiting
    yield spout.take()
