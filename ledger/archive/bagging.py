"""A bag of files (BagIt 1.0, RFC 8493) as one zip, written from its first byte to its last.

Every payload file is summed while it is written; the sums lie in a temporary file until the
manifest is due, so that memory does not grow with the number of files.
"""

import hashlib
import re
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from ledger.archive.formats import INFO
from ledger.archive.zipping import Zip

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"

_MANIFEST_BYTES_IN_MEMORY = 1 << 20
# A folder or file of our own making: nothing to escape, nothing that leads elsewhere.
_PATH = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9._ @+-]+(?:/[A-Za-z0-9._ @+-]+)*")


@dataclass(frozen=True, slots=True)
class Summed:
    """A payload file that was written: its path under data/, its size and its sum."""

    path: str
    byte_count: int
    sha256: str


class Bag:
    """Writes one bag; every method yields the bytes of the zip that come next."""

    def __init__(self) -> None:
        self._zip = Zip()
        self._manifest = tempfile.SpooledTemporaryFile(_MANIFEST_BYTES_IN_MEMORY)  # noqa: SIM115 - closed in __exit__
        self._tags: list[str] = []
        self._file_count = 0
        self._byte_count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.__exit__(kind, error, trace)
        self._manifest.close()

    def begin(self) -> Iterator[bytes]:
        """Yield the declaration: from its first bytes on, this is a bag."""
        yield from self._tag("bagit.txt", DECLARATION)

    def payload(self, path: str, pieces: Iterable[bytes]) -> Generator[bytes, None, Summed]:
        """Yield a file under data/; return its size and sum."""
        assert _PATH.fullmatch(path), path
        hashed = hashlib.sha256()
        byte_count = 0

        def hear(block: bytes) -> None:
            nonlocal byte_count
            hashed.update(block)
            byte_count += len(block)

        yield from self._zip.member(f"data/{path}", pieces, hear)
        summed = Summed(path, byte_count, hashed.hexdigest())
        self._manifest.write(f"{summed.sha256}  data/{path}\n".encode())
        self._file_count += 1
        self._byte_count += byte_count
        return summed

    def end(self, info: Mapping[str, str]) -> Iterator[bytes]:
        """Yield what describes the bag and sums its files: last, since it is known only now."""
        self._manifest.seek(0)
        yield from self._tag_of(MANIFEST, iter(lambda: self._manifest.read(1 << 16), b""))
        told = {"Payload-Oxum": f"{self._byte_count}.{self._file_count}", **info}
        lines = "".join(f"{label}: {value}\n" for label, value in told.items())
        yield from self._tag(INFO, lines.encode())
        # The list of these does not list itself.
        yield from self._tag(TAG_MANIFEST, "".join(self._tags).encode())
        yield from self._zip.end()

    def _tag(self, name: str, content: bytes) -> Iterator[bytes]:
        yield from self._tag_of(name, (content,))

    def _tag_of(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        hashed = hashlib.sha256()
        yield from self._zip.member(name, pieces, hashed.update)
        self._tags.append(f"{hashed.hexdigest()}  {name}\n")
