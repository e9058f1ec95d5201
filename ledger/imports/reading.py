"""Reading one input whole: which sources are in it, and their records in batches."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Noted, Reading, Record
from ledger.imports.sources import TIMELESS, shares
from ledger.words import Profile

# What a transaction holds in memory on both sides; mails with their history are long.
_CHARACTERS_TOGETHER = 16 << 20
# Records are packed while the processor has them at hand; a few hundred are worth compressing.
_PACKED_TOGETHER = 250


class Input(NamedTuple):
    """What is known of an input before its rows are told."""

    sources: tuple[str, ...]
    filename: str
    sha256: str
    size_bytes: int
    bytes_total: int
    owner: Profile | None
    is_timeless: bool = False
    """Whether it says the same on any day, to anybody who brings it in."""


class Batch(NamedTuple):
    """Some records of one source, in order, and how far the reading came with them."""

    source: str
    told_at: datetime | None
    records: tuple[Record, ...]
    row_count: int
    """Data rows read so far, in all files."""
    bytes_read: int
    rows_by_file: dict[str, int]
    """Data rows of the files of this source so far."""
    is_end: bool = True
    """Whether what is written in one transaction ends here; else more of it follows."""


def read(files: Files, options: Options, *, together: int) -> Iterator[Input | Batch]:
    """Yield what the input is, and then its records, source by source, some at a time.

    So many of them are to be written in one transaction.
    Raise `errors.Unreadable` or `errors.TooLarge` where it cannot be read to its end.
    """
    found, unused = shares(files, options)
    readings = [share.reader.read(share.files, options) for share in found]
    yield Input(
        sources=tuple(reading.source for reading in readings),
        filename=files.filename,
        sha256=files.sha256,
        size_bytes=files.size_bytes,
        bytes_total=files.bytes_total,
        owner=next((reading.owner for reading in readings if reading.owner), None),
        is_timeless=TIMELESS.issuperset(reading.source for reading in readings),
    )
    row_count = 0
    for reading in readings:
        yield from _batches(reading, files, row_count, together)
        row_count += sum(reading.rows_by_file.values())
    if unused:
        yield Batch(readings[0].source, None, tuple(unused), row_count, files.bytes_read, {})


def _batches(reading: Reading, files: Files, before: int, together: int) -> Iterator[Batch]:
    is_begun = False
    for records, is_end in _some(reading.records, together):
        is_begun = True
        yield _batch(reading, records, files, before)._replace(is_end=is_end)
    if not is_begun:
        nothing = Noted(f"Nothing in it speaks of anybody ({reading.source}).")
        yield _batch(reading, (nothing,), files, before)
    else:
        # The last rows may have led to no record.
        yield _batch(reading, (), files, before)


def _some(
    records: Iterator[Record], together: int
) -> Iterator[tuple[tuple[Record, ...], bool]]:
    """Yield some records at a time, and whether so many are full; fewer of long texts."""
    some: list[Record] = []
    count = characters = 0
    for record in records:
        some.append(record)
        count += 1
        if isinstance(record, Engagement):
            characters += len(record.body or "")
        is_end = count == together or characters > _CHARACTERS_TOGETHER
        if is_end or len(some) == _PACKED_TOGETHER:
            yield tuple(some), is_end
            some.clear()
        if is_end:
            count = characters = 0
    if some:
        yield tuple(some), False


def _batch(reading: Reading, records: tuple[Record, ...], files: Files, before: int) -> Batch:
    rows = sum(reading.rows_by_file.values())
    return Batch(
        reading.source,
        reading.told_at,
        records,
        before + rows,
        files.bytes_read,
        dict(reading.rows_by_file),
    )
