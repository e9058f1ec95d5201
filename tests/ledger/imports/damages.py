"""What becomes of good files on their way: cut, spoilt, blown up, under wrong names."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.ledger.imports.small_files import Small, packed, small_files, workbook

_TEN_MEGABYTES = 10_000_000
_DEEP = 4_000
_BOMB_BYTES = 24 << 20
_SHARES = range(0, 100, 5)
_EXTENSIONS = (
    ".csv",
    ".vcf",
    ".ics",
    ".eml",
    ".mbox",
    ".json",
    ".jsonl",
    ".txt",
    ".xlsx",
    ".zip",
)
_CODECS = ("utf-16", "utf-16-be", "utf-32", "cp037", "shift_jis")


class Damaged(NamedTuple):
    """A file that something has happened to, and what."""

    what: str
    name: str
    content: bytes


def texts() -> list[Small]:
    """Return the small good files that are text."""
    return [small for small in small_files() if not small.content.startswith(b"PK")]


def cut_short() -> Iterator[Damaged]:
    """Yield every good file cut off at every twentieth of it."""
    for small in small_files():
        for share in _SHARES:
            cut = small.content[: len(small.content) * share // 100]
            yield Damaged(f"cut at {share} %", small.name, cut)


def under_other_names() -> Iterator[Damaged]:
    """Yield every good file with the extension of every other source."""
    for small in small_files():
        for extension in _EXTENSIONS:
            if not small.name.endswith(extension):
                name = Path(small.name).stem + extension
                yield Damaged(f"{small.source} as {extension}", name, small.content)


def spoilt() -> Iterator[Damaged]:
    """Yield every text in the wrong charset, with NUL, marks of direction and broken bytes."""
    for small in texts():
        text = small.content.decode("utf-8", "replace")
        for codec in _CODECS:
            yield Damaged(f"in {codec}", small.name, text.encode(codec, "replace"))
        for what, mark in (
            ("NUL", b"\0"),
            ("bidi", "\u202e".encode()),
            ("half a character", b"\xed\xa0\x80"),
            ("no UTF-8", b"\xff\xfe"),
            ("separators of lines", b"\x0b\x0c\x1c\x85\xe2\x80\xa8"),
            ("old Mac ends", b"\r"),
        ):
            spaced = small.content.replace(b"a", b"a" + mark).replace(b"\n", mark + b"\n")
            yield Damaged(f"{what} throughout", small.name, spaced)
            yield Damaged(f"{what} in front", small.name, mark + small.content)


def swapped_and_lying() -> Iterator[Damaged]:
    """Yield tables whose columns are swapped, lost or doubled under an unchanged header."""
    for small in texts():
        if not small.name.endswith(".csv"):
            continue
        header, _, rows = small.content.partition(b"\n")
        mark = b";" if b";" in header else b","
        names = header.split(mark)
        yield Damaged("columns reversed", small.name, mark.join(names[::-1]) + b"\n" + rows)
        yield Damaged("a header too short", small.name, names[0] + b"\n" + rows)
        yield Damaged("one name for all", small.name, mark.join(names[:1] * 9) + b"\n" + rows)
        yield Damaged("no header", small.name, rows)
        yield Damaged("only a header", small.name, header + b"\n")
        yield Damaged("headers on headers", small.name, (header + b"\n") * 50 + rows)


def of_ten_megabytes() -> Iterator[Damaged]:
    """Yield every text with a line of ten megabytes, at its end or within, in turns."""
    line = b"x" * _TEN_MEGABYTES
    for at, small in enumerate(texts()):
        head, mark, tail = small.content.partition(b"\n")
        if at % 2:
            yield Damaged("ten megabytes at its end", small.name, small.content + line)
        else:
            yield Damaged("ten megabytes within", small.name, head + mark + line + mark + tail)


def nested() -> Iterator[Damaged]:
    """Yield what opens again and again and never closes."""
    yield Damaged("lists in lists", "resume.json", b"[" * _DEEP)
    yield Damaged("objects in objects", "resume.json", b'{"basics":' * _DEEP)
    deep = b'[{"id": 1, "first_name": "Ana", "x": ' + b"[" * _DEEP + b"]" * _DEEP + b"}]"
    yield Damaged("lists in a candidate", "candidates.json", deep)
    yield Damaged("lists in an event", "rapport.jsonl", b'{"payload":' + b"[" * _DEEP)
    yield Damaged("calendars in calendars", "work.ics", b"BEGIN:VCALENDAR\n" * _DEEP)
    yield Damaged("events in events", "a.ics", b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * _DEEP)
    yield Damaged("cards in cards", "people.vcf", b"BEGIN:VCARD\n" * _DEEP)
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at)
        for at in range(2_000)
    )
    yield Damaged("parts in parts", "a.eml", b"From: a@x.example\nTo: b@x.example\n" + parts)
    mails = b"Content-Type: message/rfc822\n\n" * 2_000
    yield Damaged("mails in mails", "b.eml", b"From: a@x.example\nTo: b@x.example\n" + mails)


def bombs() -> Iterator[Damaged]:
    """Yield archives and workbooks that unpack to far more than they are, or lie about it."""
    zeroes = b"\0" * _BOMB_BYTES
    rows = b"Name,Email\n" + b"a,a@x.example\n" * (_BOMB_BYTES // 14)
    yield Damaged("zeroes", "zeroes.zip", packed({"Connections.csv": zeroes}))
    yield Damaged("a row again and again", "rows.zip", packed({"people.csv": rows}))
    yield Damaged("zips in a zip", "zips.zip", packed({"a.zip": packed({"b": zeroes})}))
    many = packed({f"{at}.csv": b"" for at in range(10_001)})
    yield Damaged("ten thousand files and one", "many.zip", many)
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        yield Damaged(f"zeroes as {part}", "people.xlsx", _with(part, zeroes))
        text = b'<?xml version="1.0"?><a>' + b"<b>" * (_BOMB_BYTES // 30)
        yield Damaged(f"elements as {part}", "people.xlsx", _with(part, text))
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10 if at else b"&a;")
        for at in range(20)
    )
    laughs += b"]><worksheet>&a19;</worksheet>"
    yield Damaged("a thousand laughs", "a.xlsx", _with("xl/worksheets/sheet1.xml", laughs))
    good = packed({"people.csv": b"Name,Email\nAna,ana@example.com\n"})
    for what, at, lie in (
        ("a false size", good.rfind(b"PK\x01\x02") + 24, b"\xff\xff\xff\x7f"),
        ("a false packed size", good.rfind(b"PK\x01\x02") + 20, b"\xff\xff\xff\x7f"),
        ("a false checksum", good.rfind(b"PK\x01\x02") + 16, b"\1\2\3\4"),
        ("a false place", good.rfind(b"PK\x01\x02") + 42, b"\xff\xff\xff\x7f"),
        ("a false count", good.rfind(b"PK\5\6") + 8, b"\xff\xff\xff\xff"),
        ("a false length of the list", good.rfind(b"PK\5\6") + 12, b"\xff\xff\xff\x7f"),
    ):
        yield Damaged(what, "people.zip", good[:at] + lie + good[at + len(lie) :])


def rubbish() -> Iterator[Damaged]:
    """Yield what no program meant: nothing, noise, and noise after a good beginning."""
    chance = random.Random(7)  # noqa: S311 - noise that is the same every time
    for small in small_files():
        begin = small.content[: min(60, len(small.content) // 3)]
        yield Damaged("empty", small.name, b"")
        yield Damaged("line ends", small.name, b"\r\n" * 500)
        yield Damaged("spaces", small.name, b" " * 5_000)
        yield Damaged("noise", small.name, chance.randbytes(3_000))
        yield Damaged("noise after its beginning", small.name, begin + chance.randbytes(3_000))
        yield Damaged("twice in one", small.name, small.content * 2)


def _with(part: str, content: bytes) -> bytes:
    """Return the good workbook with one part of it replaced."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for info in good.infolist():
            bad.writestr(info.filename, content if info.filename == part else good.read(info))
    return written.getvalue()
