"""Bringing in a mailbox of 100 MB: the reader alone, and the whole way into the ledger.

    python -m bench.mbox [--megabytes 100]

The mailbox is made up from a seed: short answers with their history, HTML beside plain text,
files of every size, newsletters, as they lie in a recruiter's Takeout.
"""

import argparse
import base64
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import Figure, show
from bench.stage import Stage, stage
from ledger.imports import reading
from ledger.imports.apart import RECORDS_TOGETHER
from ledger.imports.bringer import Bringer
from ledger.imports.files import open_files
from ledger.imports.funnel import bring_in
from ledger.imports.options import Options
from projections.knowledge import Knowledge

ME = "olga@agency.example"
_PEOPLE = 2_000
_MB_A_MINUTE_WANTED = 100.0
_READER_MB_A_SECOND_WANTED = 3.0
_SPOKEN = """
candidate offer interview Monday team role salary remote contract Porto Berlin engineer thanks
meeting call notice weeks company product platform senior lead question answer tomorrow agreed
sent attached profile references visa office hybrid schedule feedback für möglich Gespräch près
équipe mañana
"""
_WORDS = _SPOKEN.split()
_BEGAN = datetime(2019, 1, 7, 8, 0, tzinfo=UTC)


def write_mbox(file: Path, megabytes: float, seed: int = 11) -> int:
    """Write a made-up mailbox of about this size, as Takeout would; return its bytes."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    written = 0
    with file.open("wb") as out:
        number = 0
        while written < megabytes * 1e6:
            number += 1
            written += out.write(_mail(chance, number))
    return written


def _mail(chance: random.Random, number: int) -> bytes:
    person = min(int(chance.expovariate(12) * _PEOPLE), _PEOPLE - 1)
    name, address = f"Person {person}", f"person{person}@example{person % 40}.org"
    is_sent = chance.random() < 0.4
    at = _BEGAN + timedelta(minutes=13 * number)
    sender, reader = (ME, address) if is_sent else (f"{name} <{address}>", ME)
    thread = number - number % 4
    headers = [
        f"From {number}@xxx {at:%a %b %d %H:%M:%S} +0000 {at:%Y}",
        f"X-GM-THRID: {10**18 + thread}",
        f"X-Gmail-Labels: {'Gesendet' if is_sent else 'Posteingang'},Wichtig",
        *([] if is_sent else [f"Delivered-To: {ME}", _RECEIVED, _DKIM]),
        f"From: {sender}",
        f"To: {reader}",
        f"Subject: =?UTF-8?Q?Gespr=C3=A4ch_{thread}?=",
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000",
        f"Message-ID: <{number}.{chance.getrandbits(64):x}@mail.example>",
        "MIME-Version: 1.0",
    ]
    return ("\n".join(headers) + "\n" + _content(chance) + "\n\n").encode()


def _content(chance: random.Random) -> str:
    words = _paragraphs(chance, chance.randint(20, 150))
    history = "\n> ".join(_paragraphs(chance, chance.randint(0, 400)).split("\n"))
    plain = (
        f"{words}\n\nBest regards,\nPerson\nhttps://www.linkedin.com/in/person\n\n"
        f"On 3 Feb 2020, Somebody <somebody@example.org> wrote:\n> {history}\n"
    )
    plain_part = f"Content-Type: text/plain; charset=UTF-8\n\n{plain}"
    shape = chance.random()
    if shape < 0.3:
        return plain_part
    marked = plain.replace("\n", "<br>\n").replace("ü", "=C3=BC")
    style = "<style>p { margin: 0 }</style>" + '<td style=3D"padding:0">' * 40
    html_part = (
        "Content-Type: text/html; charset=UTF-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        f"<html><head>{style}</head><body>{marked}</body></html>\n"
    )
    if shape < 0.4:
        return html_part
    both = (
        "Content-Type: multipart/alternative; boundary=alt\n\n"
        f"--alt\n{plain_part}\n--alt\n{html_part}\n--alt--\n"
    )
    if shape < 0.9:
        return both
    content = base64.encodebytes(chance.randbytes(chance.randint(20_000, 300_000))).decode()
    return (
        f"Content-Type: multipart/mixed; boundary=mix\n\n--mix\n{both}\n--mix\n"
        'Content-Type: application/pdf; name="cv.pdf"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="cv.pdf"\n\n{content}--mix--\n'
    )


def _paragraphs(chance: random.Random, count: int) -> str:
    words = chance.choices(_WORDS, k=count)
    return "\n".join(" ".join(words[at : at + 11]) for at in range(0, count, 11))


_RECEIVED = (
    "Received: from mx.example.org (mx.example.org. [192.0.2.7])\n"
    "        by mx.mail.example with ESMTPS id x1\n"
    "        for <olga@agency.example>; Mon, 07 Jan 2019 08:00:00 +0000"
)
_DKIM = "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=key;\n        b=" + "A" * 340


def read_alone(file: Path) -> float:
    """Return how many seconds the reader takes for a mailbox, without the ledger."""
    started = time.perf_counter()
    with open_files(file) as files:
        for _ in reading.read(files, Options(), together=RECORDS_TOGETHER):
            pass
    return time.perf_counter() - started


def measure(on: Stage, megabytes: float) -> Iterator[Figure]:
    """Yield how fast a mailbox is read, and how fast it is brought in."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "All mail.mbox"
        size_mb = write_mbox(file, megabytes) / 1e6
        rate = size_mb / read_alone(file)
        wanted = _READER_MB_A_SECOND_WANTED
        told = f"{size_mb:.0f} MB, each read twice"
        yield Figure("reading of mail", rate, wanted, "MB/s", is_ceiling=False, told=told)
        started = time.perf_counter()
        report = bring_in(
            on.ledger,
            Knowledge(on.database, on.workspace),
            file,
            by=Bringer(on.owner),
            is_dry_run=False,
            tell=lambda _: None,
            options=Options(adds_correspondents=True),
        )
        rate = 60 * size_mb / (time.perf_counter() - started)
    told = f"{report.event_count:,} events from {size_mb:.0f} MB"
    wanted = _MB_A_MINUTE_WANTED
    yield Figure("import of mail", rate, wanted, "MB/min", is_ceiling=False, told=told)


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--megabytes", type=float, default=100)
    given = arguments.parse_args()
    with stage() as on:
        show(measure(on, given.megabytes))


if __name__ == "__main__":
    main()
