"""Whatever is wrong with a mail: a record, or a reason, in little time."""

import base64
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import errors
from ledger.events import EngagementRecorded
from ledger.imports.options import Options
from ledger.imports.records import Engagement
from tests.ledger.imports.mails import ME, SEPARATOR, Told, mail, mbox

# On a machine that does other work as well; alone, each takes a tenth of it.
# Of processor time, on a machine that may be busy.
_SECONDS_MAX = 5.0
_MEGABYTES = 10


def _both(*more: str, number: int = 1) -> str:
    pdf = base64.encodebytes(bytes(range(256)) * 8).decode()
    text = (
        "--mix\nContent-Type: multipart/alternative; boundary=alt\n\n"
        "--alt\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
        "Grüße \naus Köln\n\nBest regards,\nAna\n\nOn Tue, 3 Feb 2026, Olga wrote:\n> Hi\n"
        "--alt\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<style>p {}</style><p>Gr=C3=BC=\n=C3=9Fe <a href=3D'https://x.example'>x</a></p>\n"
        "--alt--\n--mix\nContent-Type: application/pdf; name*0*=utf-8''M%C3; name*1*=%BC.pdf\n"
        f"Content-Transfer-Encoding: base64\n\n{pdf}--mix--\n"
    )
    head = (
        "Content-Type: multipart/mixed; boundary=mix",
        "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
    )
    return mail(text, *head, *more, number=number)


WELL = {
    "takeout.mbox": mbox(
        _both("X-GM-THRID: 17", "X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=,Wichtig"),
        _both("References: <a@b> <c@d>", f"Delivered-To: {ME}", number=2),
        mail(">From here", sender=ME, to="Ben <ben@costa.example>, c@d.example", number=3),
    ),
    "one.eml": _both("Received: by x; Tue, 3 Feb 2026 10:00:00 +0100").encode(),
    "crlf.eml": _both().replace("\n", "\r\n").encode(),
    "latin.eml": mail("Grüße", "Content-Type: text/plain; charset=iso-8859-1").encode(
        "latin-1"
    ),
}
CUT = [(name, share) for name in WELL for share in range(0, 100, 5)]


def _nested(depth: int) -> str:
    levels = "".join(
        f"--b{at}\nContent-Type: multipart/mixed; boundary=b{at + 1}\n\n" for at in range(depth)
    )
    return mail(levels, "Content-Type: multipart/mixed; boundary=b0")


def _html(marked: str) -> str:
    return mail(marked, "Content-Type: text/html")


BAD: dict[str, Callable[[], str | bytes]] = {
    "only NUL": lambda: bytes(4_096),
    "NUL within": lambda: mail("a\0b", "X-A: \0", sender="A\0na <ana@berg.example>"),
    "bidi": lambda: mail("a\u202eb\u2066c", sender="\u202eana <ana@berg.example>"),
    "half characters": lambda: mail("x").encode() + b"\xed\xa0\x80\xff\xfe",
    "UTF-16": lambda: mail("x").encode("utf-16"),
    "UTF-16 claimed": lambda: mail("odd", "Content-Type: text/plain; charset=utf-16"),
    "UTF-7 claimed": lambda: mail("+AAAA+////x", "Content-Type: text/plain; charset=utf-7"),
    "charset of a thousand letters": lambda: mail(
        "ü", f"Content-Type: text/plain; charset={'x' * 1_000}"
    ),
    "charset with a NUL": lambda: mail("ü", "Content-Type: text/plain; charset=a\0b"),
    "charset that is none": lambda: mail("ü" * 99, "Content-Type: text/plain; charset=zlib"),
    "charset in time squared": lambda: mail(
        "ü" * 100_000, "Content-Type: text/plain; charset=punycode"
    ),
    "a line of 10 MB": lambda: mail("x" * (_MEGABYTES << 20)),
    "a header of 10 MB": lambda: mail("x", "X-Long: " + "y" * (_MEGABYTES << 20)),
    "a subject of 1 MB": lambda: mail("x", "Subject: " + "y" * (1 << 20), without=("Subject",)),
    "a mail of one line of 10 MB": lambda: "From: " + "x" * (_MEGABYTES << 20),
    "an mbox of one line of 10 MB": lambda: "From x" + " " * (_MEGABYTES << 20),
    "60,000 recipients": lambda: mail(
        to=", ".join(f"P {number} <p{number}@x.example>" for number in range(60_000))
    ),
    "30,000 headers": lambda: mail("x", *["To: p@x.example"] * 30_000),
    "many folds": lambda: mail("x", "X-Folded: a" + "\n b" * 200_000),
    "unclosed quotes": lambda: mail(to='"' * 100_001),
    "unclosed comments": lambda: mail(to="(" * 100_000),
    "unclosed angles": lambda: mail(to="<" * 100_000),
    "only at signs": lambda: mail(to="@" * 100_000),
    "encoded words": lambda: mail(sender="=?utf-8?B?" * 20_000),
    "encoded words that are none": lambda: mail("x", "Subject: " + "=?a?q?" * 50_000),
    "parameters": lambda: mail("x", "Content-Type: a/b" + "; name*0*=x" * 50_000),
    "a parameter never closed": lambda: mail("x", 'Content-Type: a/b; name="' + "\\" * 100_000),
    "a number of a piece too high": lambda: mail("x", "Content-Type: a/b; name*99999999=x"),
    "nesting of 5,000": lambda: _nested(5_000),
    "50,000 parts": lambda: mail(
        "--b\n\nx\n" * 50_000, "Content-Type: multipart/mixed; boundary=b"
    ),
    "50,000 ends": lambda: mail(
        "--b\n\nx\n--b--\n" * 50_000, "Content-Type: multipart/mixed; boundary=b"
    ),
    "a boundary of 1 MB": lambda: mail(
        "x", f"Content-Type: multipart/mixed; boundary={'b' * (1 << 20)}"
    ),
    "dashes": lambda: mail("--\n" * 100_000, "Content-Type: multipart/mixed; boundary=b"),
    "base64 of nothing": lambda: mail("=" * 1_000_000, "Content-Transfer-Encoding: base64"),
    "base64 of one letter": lambda: mail("A", "Content-Transfer-Encoding: base64"),
    "quoted-printable of nothing": lambda: mail(
        "=" * 1_000_000, "Content-Transfer-Encoding: quoted-printable"
    ),
    "an encoding nobody knows": lambda: mail("x", "Content-Transfer-Encoding: x-uuencode"),
    "HTML never closed": lambda: _html("<" * 1_000_000),
    "HTML comments never closed": lambda: _html("<!--" * 250_000),
    "HTML nested": lambda: _html("<div>" * 100_000),
    "HTML entities": lambda: _html("&#x110000;&#0;&#55296;&#" + "9" * 5_000),
    "many quoted lines": lambda: mail("> x\n" * 100_000),
    "many blank lines": lambda: mail("> x\n" + "\n" * 100_000 + "> y"),
    "many attributions": lambda: mail("On 3 Feb a@b.example wrote:\n" * 20_000),
    "many header blocks": lambda: mail("From: a\nSent: b\n" * 20_000),
    "many farewells": lambda: mail("Best regards,\n" * 50_000),
    "many marks": lambda: mail("⁂ quoted\n" * 50_000),
    "a flowed text of one paragraph": lambda: mail(
        "word \n" * 100_000, "Content-Type: text/plain; format=flowed"
    ),
    "separators": lambda: f"{SEPARATOR}\n\n" * 20_000,
    "separators and headers": lambda: f"{SEPARATOR}\nA: b\n\n" * 5_000,
    "a separator alone": lambda: SEPARATOR,
    "an id of 1 MB": lambda: mail(
        "x", f"Message-ID: <{'a' * (1 << 20)}>", without=("Message-ID",)
    ),
    "references": lambda: mail("x", "References: " + "<a@b> " * 100_000),
    "references never closed": lambda: mail("x", "References: " + "<" * 200_000),
    "a date of 1 MB": lambda: mail("x", "Date: " + "1 " * (1 << 19), without=("Date",)),
    "a date in the year 99999": lambda: mail(
        "x", "Date: Tue, 3 Feb 99999 10:30:00 +0100", without=("Date",)
    ),
    "labels": lambda: mail("x", "X-Gmail-Labels: " + "a," * 100_000),
    "a status that is no number": lambda: mail("x", "X-Mozilla-Status: zzzz"),
    "no header but a colon": lambda: ":\n:\n\n",
    "noise": lambda: random.Random(3).randbytes(1 << 20),  # noqa: S311 - made-up data
}


def must_be_recordable(read: Told) -> None:
    """Check that everything told can become an event."""
    for one in read.records:
        if isinstance(one, Engagement):
            EngagementRecorded(
                kind=one.kind,
                direction=one.direction,
                subject=one.subject,
                body=one.body,
                conversation_id=one.conversation_id,
                external_id=one.external_id,
                participants=one.participants,
                attachments=one.attachments,
            ).model_dump_json()


def read_in_time(path: Path) -> Told | None:
    """Read a file as fast as even a bad one must be read; None if it is refused."""
    started = time.process_time()
    read: Told | None = None
    with suppress(errors.Unreadable):
        read = Told(path, Options(me=(ME,), adds_correspondents=True))
    assert time.process_time() - started < _SECONDS_MAX
    if read:
        must_be_recordable(read)
    return read


@pytest.mark.parametrize(("name", "share"), CUT)
def test_a_file_cut_anywhere_is_read_as_far_as_it_goes(
    tmp_path: Path, name: str, share: int
) -> None:
    whole = WELL[name]
    path = tmp_path / name
    path.write_bytes(whole[: len(whole) * share // 100])

    read = read_in_time(path)

    assert (read is None) is (share == 0)


@pytest.mark.parametrize("ending", ["eml", "mbox"])
@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_leads_to_records_or_reasons(tmp_path: Path, what: str, ending: str) -> None:
    content = BAD[what]()
    path = tmp_path / f"bad.{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    read = read_in_time(path)

    assert read is not None
    # Of what is not even text, nobody is made out to have taken part.
    if what in ("noise", "only NUL", "UTF-16"):
        assert read.engagements == []


@pytest.mark.parametrize("name", WELL)
def test_the_files_that_are_made_bad_are_good(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(WELL[name])

    read = read_in_time(path)

    assert read is not None
    assert len(read.engagements) + len(read.skipped) == (4 if name.endswith("mbox") else 1)
    assert all("damaged" not in note for note in read.notes)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.sampled_from(sorted(WELL)),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=20)),
        min_size=1,
        max_size=6,
    ),
)
def test_a_file_changed_anywhere_leads_to_records_or_reasons(
    tmp_path: Path, name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    content = WELL[name]
    for where, dropped, put in changes:
        at = int(where * len(content))
        content = content[:at] + put + content[at + dropped :]
    path = tmp_path / name
    path.write_bytes(content or b"\n")

    # What begins as a zip is opened as one, and refused.
    assert read_in_time(path) is not None or content.startswith(b"PK")
