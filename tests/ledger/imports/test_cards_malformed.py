"""Files that no program meant to write: each ends in rows and reasons, or in a refusal."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import errors
from tests.ledger.imports.cards import Told, card, told_of

CARDS = (
    card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85ng;Zo=C3=",
        "=AB;;;",
        "item1.EMAIL;type=pref:zoe@example.com",
        "item1.X-ABLabel:_$!<Work>!$_",
        "ADR;WORK:;;1 Elm St;Porto;;4000;Portugal",
        "PHOTO;ENCODING=BASE64;JPEG:",
        " /9j/4AAQSkZJRgABAQAAAQABAAD",
        "AGENT:",
        "BEGIN:VCARD",
        "FN:Eva",
        "TEL:+351211234568",
        "END:VCARD",
        "REV:20121005T210525Z",
        version="2.1",
    )
    + card(
        "UID:urn:uuid:1-2",
        "FN:Ana Berg\\, PhD",
        'TEL;VALUE=uri;PREF=1;TYPE="work,voice":tel:+351-21-1234567;ext=1',
        "ORG:Acme;Lab",
        "NOTE:Met in Porto\\nin May",
        " \u00e5nd June",
        version="4.0",
    )
    + card("KIND:group", "FN:Chemists", "MEMBER:urn:uuid:1-2", version="4.0")
)
RESUMES = json.dumps(
    [
        {
            "basics": {
                "name": "Ana Berg",
                "email": "ana@example.com",
                "location": {"city": "Porto", "countryCode": "PT"},
                "profiles": [{"network": "GitHub", "username": "ana"}],
            },
            "work": [{"name": "Acme", "position": "Chemist", "startDate": "2019"}],
            "skills": [{"name": "Labs", "keywords": ["HPLC"]}],
        }
    ]
    * 2,
    indent=1,
)
CANDIDATES = "\n".join(
    json.dumps(
        {
            "id": number,
            "first_name": "Ana",
            "email_addresses": [{"value": f"ana{number}@example.com"}],
            "phone_numbers": [{"value": "+351211234567"}],
            "applications": [{"id": 1, "jobs": [{"name": "Chemist"}], "status": "hired"}],
            "custom_fields": {"salary": {"value": 1.5}},
        }
    )
    for number in range(3)
)
OPPORTUNITIES = json.dumps(
    {
        "data": [
            {
                "id": "o-1",
                "name": "Ana",
                "emails": ["ana@example.com"],
                "stage": {"text": "Screen"},
                "archived": {"reason": "Hired"},
                "createdAt": 1_600_000_000_000,
                "applications": [{"id": "a", "posting": {"text": "Chemist"}}],
            }
        ]
    }
)
WHOLE = {
    "vcf": CARDS.encode(),
    "resume.json": RESUMES.encode(),
    "ndjson": CANDIDATES.encode(),
    "json": OPPORTUNITIES.encode(),
}
SECONDS_MAX = 2.0


def malformed(suffix: str) -> Iterator[tuple[str, bytes]]:
    """Yield ways to break one file, each with its name."""
    whole = WHOLE[suffix]
    for percent in range(0, 100, 5):
        yield f"cut at {percent} %", whole[: len(whole) * percent // 100]
        yield f"begun at {percent} %", whole[len(whole) * percent // 100 :]
    yield "no line ends", whole.replace(b"\r", b"").replace(b"\n", b"")
    yield "NUL for spaces", whole.replace(b" ", b"\0")
    yield "NUL at the end", whole + b"\0" * 100_000
    yield "no UTF-8", whole.replace(b"a", b"\xe9\xff")
    yield "half a character", whole.replace(b"Ana", b"\xf0\x9f\xa6")
    yield "directions of writing", whole.replace(b"Ana", "\u202eanA\u2066".encode())
    yield "lone surrogates", whole.replace(b"Ana", b"\xed\xa0\x80 \\ud800")
    yield "an odd byte in UTF-16", whole.decode().encode("utf-16") + b"\0"
    yield "UTF-16 that is none", b"\xff\xfe" + whole
    yield "UTF-32", whole.decode().encode("utf-32")
    yield "three marks", b"\xef\xbb\xbf" * 3 + whole
    yield "a line of megabytes", whole.replace(b"Ana", b"A" * 3_000_000)
    yield "escapes without end", whole.replace(b"Ana", b"\\" * 300_001)
    yield "colons", whole.replace(b":", b"::")
    yield "no colons", whole.replace(b":", b" ")
    yield "semicolons", whole.replace(b"Porto", b";" * 300_000)
    yield "open quotes", whole.replace(b'"', b"", 1).replace(b":", b'":"', 3)
    yield "quotes", whole.replace(b"Ana", b'"' * 100_001)
    yield "braces", whole.replace(b"Ana", b"[" * 100_001)
    yield "deep nesting", whole.replace(b'"Ana"', b"[" * 50_000 + b"]" * 50_000)
    yield "only its beginning, often", whole[:20] * 10_000
    yield "itself, often", whole * 100
    yield "noise", whole[:100] + random.Random(7).randbytes(200_000)  # noqa: S311 - no secret


CASES = [(suffix, name) for suffix in WHOLE for name, _ in malformed(suffix)]


def read_or_refuse(folder: Path, content: bytes, suffix: str) -> Told | None:
    """Read a file; None where it is refused with a sentence that names it."""
    begun = time.process_time()
    told, said = None, f"part0.{suffix}"
    try:
        told = told_of(folder, content, suffix=suffix)
    except (errors.Unreadable, errors.TooLarge) as refusal:
        said = refusal.detail
    assert f"part0.{suffix}" in said
    assert time.process_time() - begun < SECONDS_MAX
    if told:
        for record in told.records:
            # As it is stored: UTF-8 without NUL.
            assert "\0" not in str(record)
            str(record).encode()
    return told


def test_there_are_hundreds_of_ways_to_break_a_file() -> None:
    assert len(CASES) >= 250


@pytest.mark.parametrize(("suffix", "people"), [("vcf", 3), ("resume.json", 2), ("ndjson", 3)])
def test_unbroken_files_tell_of_everybody(tmp_path: Path, suffix: str, people: int) -> None:
    told = read_or_refuse(tmp_path, WHOLE[suffix], suffix)

    assert told
    assert len(told.people) == people
    assert told.skipped == []


@pytest.mark.parametrize(("suffix", "name"), CASES)
def test_a_malformed_file_is_read_or_refused(tmp_path: Path, suffix: str, name: str) -> None:
    read_or_refuse(tmp_path, dict(malformed(suffix))[name], suffix)


Edit = tuple[int, int, bytes]
EDITS = st.lists(
    st.tuples(st.integers(0, 1 << 12), st.integers(0, 40), st.binary(max_size=12)),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("suffix", WHOLE)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS)
def test_a_mutated_file_is_read_or_refused(
    tmp_path: Path, suffix: str, edits: list[Edit]
) -> None:
    content = bytearray(WHOLE[suffix])
    for at, length, put in edits:
        start = at % (len(content) + 1)
        content[start : start + length] = put

    read_or_refuse(tmp_path, bytes(content), suffix)
