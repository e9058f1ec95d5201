"""vCards of every version and maker: address books of phones, mail programs and the web."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from ledger import errors
from ledger.imports.encodings import encoding_of, head_of
from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.private import LeftOut
from ledger.imports.records import Person, Place, Reading, Record, Unused
from ledger.imports.remarks import Remarks
from ledger.imports.vcard import people
from ledger.imports.vcard.cards import Card, cards
from ledger.imports.vcard.contact import OF_CONTACT
from ledger.imports.vcard.facts import OF_FACTS, is_private
from ledger.imports.vcard.groups import Groups
from ledger.imports.vcard.lines import AsUtf8, content_lines
from ledger.imports.vcard.properties import Encoded, is_encoding

_NAMED = re.compile(r"\.(?:vcf|vcard)$", re.IGNORECASE)
_BEGINNING = re.compile(r"\ufeff?\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
# Lines in these cannot be told apart byte by byte.
_WIDE = re.compile(r"(?:utf|ucs)[_-]?(?:16|32|2|4)", re.IGNORECASE)


class VCard:
    """Reads vCards: one card a file or thousands, several files as one."""

    source = "vcard"

    def claims(self, files: Files) -> list[str]:
        """Claim files named .vcf or .vcard, and others that begin as a card."""
        return [name for name in files.names() if _NAMED.search(name) or _begins(files, name)]

    def read(self, files: Files, options: Options) -> Reading:
        """Tell each card as it is read, and groups of cards last."""
        if options.encoding and not is_encoding(options.encoding):
            raise errors.Unreadable(
                f"There is no encoding “{options.encoding}”: write it as utf-8, cp1252 or "
                "shift_jis, or leave it out.",
                file=files.filename,
            )
        book = _Book(files, options)
        reading = Reading(self.source, book.told(), rows_by_file=book.rows_by_file)
        reading.told_at = files.packed_at
        return reading


class _Book:
    """All the cards of one reading."""

    def __init__(self, files: Files, options: Options) -> None:
        self.rows_by_file: dict[str, int] = {}
        self._files = files
        self._options = options
        self._remarks = Remarks()
        self._groups = Groups(self._remarks)
        self._left_out = LeftOut("the cards", OF_FACTS | OF_CONTACT, options, is_private)

    def told(self) -> Iterator[Record]:
        """Yield the records of every card, groups last; then what there is to note."""
        for file in self._files.names():
            yield from self._of_file(file)
            if not self.rows_by_file[file]:
                yield Unused(file, "no card is in it")
        if not any(self.rows_by_file.values()):
            names = ", ".join(self._files.names()[:5])
            raise errors.Unreadable(
                f"There is no card in {names}: a vCard begins with BEGIN:VCARD. Export the "
                "contacts again as vCard (.vcf).",
                file=self._files.filename,
            )
        yield from self._groups.told()
        self._left_out.note(self._remarks)
        yield from self._remarks.told()

    def _of_file(self, file: str) -> Iterator[Record]:
        self.rows_by_file[file] = 0
        stream, encoded = _opened(self._files, file, self._options)
        with stream:
            for card in cards(content_lines(stream), encoded, self._remarks):
                self.rows_by_file[file] += 1
                yield from self._of_card(card, Place(file, card.line))

    def _of_card(self, card: Card, place: Place) -> Iterator[Record]:
        self._left_out.meet(card.by_name)
        self._left_out.meet(card.left_out)
        if people.kind_of(card) == people.GROUP:
            self._groups.take(card, place)
            return
        for record in people.records_of(card, place, self._options, self._remarks):
            if isinstance(record, Person):
                self._groups.meet(record, card)
            yield record


def _begins(files: Files, name: str) -> bool:
    with files.open(name) as stream:
        return _BEGINNING.match(head_of(stream)) is not None


def _opened(files: Files, file: str, options: Options) -> tuple[BinaryIO, Encoded]:
    """Open a file so that its lines can be told apart, and say how they are encoded."""
    codec = options.encoding or ""
    if not codec:
        with files.open(file) as stream:
            codec = encoding_of(stream).codec
    if _WIDE.match(codec):
        as_utf8 = io.BufferedReader(AsUtf8(files.open(file), codec))
        return as_utf8, Encoded("utf-8", is_sure=True)
    return files.open(file), Encoded(options.encoding)


READER = VCard()
