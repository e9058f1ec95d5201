"""How vCards are written: folded, broken, encoded, and put together again."""

import importlib
import io
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import errors
from ledger.imports.options import Options
from ledger.imports.vcard.lines import content_lines
from tests.ledger.imports.cards import card, reaches, read_card, told_of

# It tells no types of its own.
vobject: Any = importlib.import_module("vobject")
PICTURE = "/9j/4AAQSkZJRgABAQAAAQABAAD" * 3


def lines_of(content: bytes) -> list[tuple[int, bytes]]:
    return [(line.number, line.content) for line in content_lines(io.BytesIO(content))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_end_in_any_way(tmp_path: Path, end: str) -> None:
    cards = card("FN:Ana Berg", "EMAIL:ana@example.com", end=end) + card(
        "FN:Ben Costa", "TEL:+351 21 1234567", end=end
    )

    told = told_of(tmp_path, cards)

    assert [(one.profile.name, one.place.line) for one in told.people] == [
        ("Ana Berg", 1),
        ("Ben Costa", 6),
    ]


def test_a_folded_line_is_put_together_without_its_mark(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "FN:Ana", " ", " \u0020Be", "\trg", "EMAIL:ana@exam", " ple.com")

    assert ana.profile.name == "Ana Berg"
    assert reaches(ana) == [("email", "ana@example.com")]


def test_version_2_1_folds_at_a_space_that_stays(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "FN:Ana", " Berg", "TEL:+351211234567", version="2.1")

    assert ana.profile.name == "Ana Berg"


def test_a_line_folded_within_a_character_is_whole_again(tmp_path: Path) -> None:
    folded = (
        card("FN:Zoë Ång", "TEL:+351211234567").encode().replace(b"\xc3\xab", b"\xc3\r\n \xab")
    )

    assert told_of(tmp_path, folded).people[0].profile.name == "Zoë Ång"


def test_quoted_printable_goes_on_after_an_equals_sign(tmp_path: Path) -> None:
    ana = read_card(
        tmp_path,
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85ng;Zo=C3=",
        "=AB;;;",
        "ORG;QUOTED-PRINTABLE:Acme=",
        "",
        "TEL;CELL:+351211234567",
        version="2.1",
    )

    assert (ana.profile.first_name, ana.profile.last_name) == ("Zoë", "Ång")
    assert ana.profile.company == "Acme"
    assert reaches(ana) == [("phone", "+351211234567")]


def test_a_broken_off_value_does_not_swallow_the_end_of_its_card(tmp_path: Path) -> None:
    first = card(
        "TEL:+351211234567", "NOTE;ENCODING=QUOTED-PRINTABLE:half a sen=", version="2.1"
    )

    told = told_of(tmp_path, first + card("TEL:+351211234568"))

    assert [one.body for one in told.engagements] == ["half a sen"]
    assert len(told.people) == 2


def test_pictures_are_skipped_however_they_are_written(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        card("PHOTO;ENCODING=b;TYPE=JPEG:" + PICTURE, " " + PICTURE, "TEL:+351211234567"),
        card("PHOTO;BASE64;JPEG:", f"    {PICTURE}", "", "TEL:+351211234568", version="2.1"),
        card("photo;encoding=base64:", PICTURE, PICTURE, "TEL:+351211234569", version="2.1"),
        card(
            f"item1.PHOTO:data:image/jpeg;base64,{PICTURE}", "TEL:+351211234560", version="4.0"
        ),
    )

    assert len(told.people) == 4
    assert told.notes == ["Not brought in from the cards: PHOTO."]


def test_a_picture_is_not_kept_in_memory() -> None:
    picture = b"PHOTO;ENCODING=b:" + b"\r\n ".join([b"A" * 72] * 20_000)

    [line] = content_lines(io.BytesIO(picture))

    assert line.content == b"PHOTO;ENCODING=b:"
    assert line.is_heavy


def test_a_line_of_ten_megabytes_is_shortened_in_a_second(tmp_path: Path) -> None:
    begun = time.process_time()
    told = told_of(tmp_path, card("TEL:+351211234567", "NOTE:" + "a" * 10_000_000))

    assert time.process_time() - begun < 5
    assert len(told.engagements[0].body or "") == 1_000_000
    assert "Values longer than 4 MiB, shortened: 1." in told.notes


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_may_be_in_any_unicode(tmp_path: Path, codec: str) -> None:
    told = told_of(tmp_path, card("FN:Zoë Ång 🦊", "TEL:+351211234567").encode(codec))

    assert told.people[0].profile.name == "Zoë Ång 🦊"


def test_a_charset_is_that_of_one_value(tmp_path: Path) -> None:
    latin = "NICKNAME;CHARSET=ISO-8859-1:Zoë".encode("latin-1")
    japanese = "N;CHARSET=SHIFT_JIS:山田;太郎".encode("shift_jis")
    content = card("@", "@", "TEL:+81312345678", version="2.1").encode()
    content = content.replace(b"@", japanese, 1).replace(b"@", latin, 1)

    [yamada] = told_of(tmp_path, content).people

    assert (yamada.profile.last_name, yamada.profile.first_name) == ("山田", "太郎")
    assert yamada.profile.custom_fields == {"nickname": "Zoë"}


def test_an_encoding_that_is_told_holds_for_the_whole_file(tmp_path: Path) -> None:
    content = card("FN:Řehoř Ščučka", "TEL:+420601123456").encode("cp1250")

    told = told_of(tmp_path, content, options=Options(encoding="cp1250"))

    assert told.people[0].profile.name == "Řehoř Ščučka"
    assert told.notes == []


def test_what_is_no_utf_8_is_guessed_and_said_so(tmp_path: Path) -> None:
    told = told_of(tmp_path, card("FN:Zoë Ång", "TEL:+351211234567").encode("cp1252"))

    assert told.people[0].profile.name == "Zoë Ång"
    assert told.notes == [
        "Values that are not in UTF-8, read as Windows-1252, so look at their accents: 1."
    ]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "idna"])
def test_an_unknown_encoding_is_refused_with_its_name(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(errors.Unreadable, match=encoding):
        told_of(tmp_path, card("TEL:+351211234567"), options=Options(encoding=encoding))


VALUES = (
    "Ana Berg",
    "Zoë, the 2nd",
    "a;b",
    "back\\slash",
    "two\nlines",
    "“quoted”: x",
    "🦊" * 90,
)


@pytest.mark.parametrize("value", VALUES)
def test_a_well_formed_card_is_read_as_the_library_reads_it(tmp_path: Path, value: str) -> None:
    made = vobject.vCard()
    made.add("n").value = vobject.vcard.Name(family=value, given="Ana")
    made.add("fn").value = value
    made.add("email").value = "ana@example.com"
    made.add("note").value = value
    content = str(made.serialize())
    oracle = vobject.readOne(content)

    told = told_of(tmp_path, content)

    assert told.people[0].profile.last_name == " ".join(oracle.n.value.family.split())
    assert [one.body for one in told.engagements] == [oracle.note.value]


@given(st.lists(st.binary(max_size=6), max_size=8), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_no_byte_of_plain_lines_is_lost(parts: list[bytes], end: bytes) -> None:
    plain = [b"X:" + part.translate(None, b"\r\n=\0") for part in parts]

    told = lines_of(b"".join(line + end for line in plain))

    assert told == [(number, line) for number, line in enumerate(plain, 1)]


def test_a_line_end_cut_in_two_by_a_block_is_one_line_end() -> None:
    for size in range(65_530, 65_540):
        told = lines_of(b"X:" + b"a" * (size - 2) + b"\r\nY:b\r\n")

        assert [number for number, _ in told] == [1, 2]
