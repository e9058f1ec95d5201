"""A bag (BagIt 1.0, RFC 8493): is every file there, as it was put in, and no other?"""

import hashlib
import re
from collections.abc import Iterator

from .broken import Broken
from .members import Members, lines_of, whole

INFO = "bag-info.txt"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_TAGS = {"bagit.txt", INFO, _MANIFEST, _TAG_MANIFEST}
_SUMMED = re.compile(r"([0-9a-f]{64})  (.+)\n")
_FORMAT = "rapport-archive/1"
_LABELS = ("Payload-Oxum", "Rapport-Format", "Rapport-Workspace", "Rapport-First-Position")


class Bag:
    """The files of an archive, and what they say of themselves."""

    def __init__(self, members: Members) -> None:
        self.members = members
        self.names = members.names()
        if missing := sorted(_TAGS - set(self.names)):
            raise Broken("it is missing", file=missing[0])
        if whole(members, "bagit.txt") != _DECLARATION:
            raise Broken("this is no bag of version 1.0", file="bagit.txt")
        self.info = self._info()

    def _info(self) -> dict[str, str]:
        told: dict[str, str] = {}
        for raw in lines_of(self.members, INFO):
            label, between, value = _text(INFO, raw).partition(": ")
            if not between or not value.endswith("\n") or label in told:
                raise Broken("a line is not a label and a value", file=INFO)
            told[label] = value[:-1]
        for label in _LABELS:
            if label not in told:
                raise Broken(f"{label} is missing", file=INFO)
        if told["Rapport-Format"] != _FORMAT:
            raise Broken(
                f"the format is {told['Rapport-Format']}, not {_FORMAT}:"
                " verify it with the Rapport that wrote it",
                file=INFO,
            )
        return told

    def faults(self) -> Iterator[Broken]:
        """Yield every file that is missing, altered, or there without being listed."""
        try:
            yield from self._tag_faults()
            yield from self._payload_faults()
        except Broken as fault:
            yield fault

    def _tag_faults(self) -> Iterator[Broken]:
        sums = self._sums(_TAG_MANIFEST)
        if set(sums) != _TAGS - {_TAG_MANIFEST}:
            yield Broken("it lists other files than it should", file=_TAG_MANIFEST)
        for name in self.names:
            if not name.startswith("data/") and name not in _TAGS:
                yield Broken("it is not part of the archive", file=name)
        for name, told in sums.items():
            if name in _TAGS:
                yield from self._fault(name, told)[1]

    def _payload_faults(self) -> Iterator[Broken]:
        sums = self._sums(_MANIFEST)
        there = {name for name in self.names if name.startswith("data/")}
        for name in sorted(there - set(sums)):
            yield Broken("no manifest lists it", file=name)
        byte_count = 0
        for name, told in sums.items():
            if name not in there:
                yield Broken("it is missing", file=name)
                continue
            size, faults = self._fault(name, told)
            byte_count += size
            yield from faults
        if self.info["Payload-Oxum"] != f"{byte_count}.{len(sums)}":
            yield Broken("Payload-Oxum does not count what is there", file=INFO)

    def _fault(self, name: str, told: str) -> tuple[int, list[Broken]]:
        """Return a file's size, and what is wrong with it."""
        hashed = hashlib.sha256()
        size = 0
        try:
            for piece in self.members.pieces(name):
                hashed.update(piece)
                size += len(piece)
        except Broken as fault:
            return size, [fault]
        if hashed.hexdigest() != told:
            return size, [Broken("it was altered: its sum is another one", file=name)]
        return size, []

    def _sums(self, manifest: str) -> dict[str, str]:
        sums: dict[str, str] = {}
        for raw in lines_of(self.members, manifest):
            listed = _SUMMED.fullmatch(_text(manifest, raw))
            if listed is None:
                raise Broken("a line is not a sum and a file", file=manifest)
            if listed[2] in sums:
                raise Broken(f"it lists {listed[2]} twice", file=manifest)
            sums[listed[2]] = listed[1]
        return sums


def _text(file: str, raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Broken("it is not UTF-8", file=file) from None
