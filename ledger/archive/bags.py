"""Is a bag what it was when it was closed: every file there, none added, all sums right?

BagIt 1.0 (RFC 8493) as the archive writes it: SHA-256 manifests, a Payload-Oxum, no fetch file.
"""

import hashlib
import re
from collections.abc import Generator, Iterable, Iterator
from typing import IO

from ledger import errors
from ledger.archive.bagging import DECLARATION, MANIFEST, TAG_MANIFEST
from ledger.archive.formats import INFO
from ledger.archive.places import Files, opened_file

_CHUNK = 1 << 18
_SUM = re.compile(r"([0-9a-f]{64})  (\S.*)")
_LABELLED = re.compile(r"([A-Za-z][A-Za-z-]*): (.*)")
_TAG_BYTES_MAX = 1 << 20
# A line each for a hundred million files would still be refused before memory is full.
_MANIFEST_BYTES_MAX = 1 << 30
_TAGS = {"bagit.txt", INFO, MANIFEST, TAG_MANIFEST}


class OpenBag:
    """A bag whose own description is checked; its payload is checked as it is read."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.names = files.names()
        missing = _TAGS - set(self.names)
        if missing:
            raise damaged(min(missing), "it is missing")
        tags = self._sums(TAG_MANIFEST, _TAG_BYTES_MAX)
        if set(tags) != _TAGS - {TAG_MANIFEST}:
            raise damaged(TAG_MANIFEST, "it does not list the files that describe the bag")
        for name, told in tags.items():
            with opened_file(files, name) as stream:
                _must_be(name, _sum(stream)[1], told)
        if self._text("bagit.txt", _TAG_BYTES_MAX).encode() != DECLARATION:
            raise damaged("bagit.txt", "it is of another kind of bag")
        self.info = dict(self._labelled())
        self.sums = self._sums(MANIFEST, _MANIFEST_BYTES_MAX)
        there = {name for name in self.names if name not in _TAGS}
        for name in sorted(there ^ set(self.sums)):
            raise damaged(name, "it is missing" if name in self.sums else "it is not listed")
        self._sizes: dict[str, int] = {}
        """How large the payload files are whose sums were found right."""

    def blocks(self, name: str, line_bytes_max: int) -> Generator[bytes]:
        """Yield a payload file in whole lines, and at its end raise if its sum is another.

        A line that is cut off, or longer than it may be, ends the last block.
        """
        hashed = hashlib.sha256()
        size, rest = 0, b""
        with opened_file(self._files, name) as stream:
            while chunk := stream.read(_CHUNK):
                hashed.update(chunk)
                size += len(chunk)
                lines, end, beginning = chunk.rpartition(b"\n")
                if end:
                    yield rest + lines + end
                    rest = beginning
                else:
                    rest += chunk
                if len(rest) > line_bytes_max:
                    break
        if rest:
            yield rest
        _must_be(name, hashed.hexdigest(), self.sums[name])
        self._sizes[name] = size

    def content(self, name: str) -> bytes:
        """Return a small payload file."""
        return self._text(name, _TAG_BYTES_MAX).encode()

    def check_files(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the name of each file once its sum was found to be right."""
        for name in names:
            with opened_file(self._files, name) as stream:
                size, found = _sum(stream)
            _must_be(name, found, self.sums[name])
            self._sizes[name] = size
            yield name

    def check_count(self) -> None:
        """Raise `errors.Damaged` unless there is as much as is said; all was read by now."""
        oxum = f"{sum(self._sizes.values())}.{len(self._sizes)}"
        if self.info.get("Payload-Oxum") != oxum:
            raise damaged(INFO, f"Payload-Oxum is not {oxum}, as the files are")

    def _sums(self, name: str, bytes_max: int) -> dict[str, str]:
        sums: dict[str, str] = {}
        for line in self._lines_of(name, bytes_max):
            found = _SUM.fullmatch(line)
            if found is None or found[2] in sums:
                raise damaged(name, f"this is no line of it: {line[:80]!r}")
            sums[found[2]] = found[1]
        return sums

    def _labelled(self) -> Iterator[tuple[str, str]]:
        for line in self._lines_of(INFO, _TAG_BYTES_MAX):
            found = _LABELLED.fullmatch(line)
            if found is None:
                raise damaged(INFO, f"this is no line of it: {line[:80]!r}")
            yield found[1], found[2]

    def _lines_of(self, name: str, bytes_max: int) -> list[str]:
        text = self._text(name, bytes_max)
        if not text.endswith("\n"):
            raise damaged(name, "it is cut off")
        return text[:-1].split("\n")

    def _text(self, name: str, bytes_max: int) -> str:
        with opened_file(self._files, name) as stream:
            content = bytearray()
            # A reader that is asked for a gigabyte sets one aside, however little there is.
            while len(content) <= bytes_max and (chunk := stream.read(_CHUNK)):
                content += chunk
        if len(content) > bytes_max:
            raise damaged(name, f"it is larger than {bytes_max:,} bytes")
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise damaged(name, "it is no text in UTF-8") from error


def damaged(name: str, what: str, line: int | None = None) -> errors.Damaged:
    """Return the refusal of a bag, with the file named and the line, if it is one's."""
    if line is None:
        return errors.Damaged(f"{name}: {what}.", file=name, what=what)
    return errors.Damaged(f"{name}, line {line}: {what}.", file=name, line=line, what=what)


def _sum(stream: IO[bytes]) -> tuple[int, str]:
    hashed = hashlib.sha256()
    size = 0
    while chunk := stream.read(_CHUNK):
        hashed.update(chunk)
        size += len(chunk)
    return size, hashed.hexdigest()


def _must_be(name: str, found: str, told: str) -> None:
    if found != told:
        raise damaged(name, "it was altered: its SHA-256 is not the one that is listed")
