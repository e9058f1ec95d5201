import base64
import hashlib
import tracemalloc
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import chain, pairwise, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.mail.flowed import unflowed
from ledger.imports.mail.headers import read_headers
from ledger.imports.mail.parts import Contents, contents_of
from ledger.imports.mail.transfer import Hashed, Held
from tests.ledger.imports.mails import mail, told

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 500


def contents(text: str | bytes) -> Contents:
    content = text if isinstance(text, bytes) else text.encode()
    lines = iter(content.splitlines(keepends=True))
    return contents_of(*read_headers(lines), lines)


def part(media_type: str, content: str, *more: str) -> str:
    return "\n".join([f"Content-Type: {media_type}", *more, "", content])


def multipart(kind: str, *parts: str, boundary: str = "b1") -> str:
    inner = "".join(f"--{boundary}\n{one}\n" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inner}--{boundary}--\n'


def body(folder: Path, text: str) -> str | None:
    head, _, rest = text.partition("\n\n")
    return told(folder, mail(rest, head)).one.body


def test_plain_text_is_preferred_to_html_wherever_it_stands(tmp_path: Path) -> None:
    plain, html = part("text/plain", "plain words"), part("text/html", "<p>marked words</p>")

    assert body(tmp_path, multipart("alternative", plain, html)) == "plain words"
    assert body(tmp_path, multipart("alternative", html, plain)) == "plain words"
    assert (
        body(tmp_path, multipart("alternative", part("text/plain", " \n"), html))
        == "marked words"
    )
    assert body(tmp_path, multipart("alternative", html)) == "marked words"


def test_texts_that_are_no_alternatives_are_all_told(tmp_path: Path) -> None:
    inner = multipart(
        "alternative", part("text/plain", "one"), part("text/html", "1"), boundary="b2"
    )
    mixed = multipart(
        "mixed", inner, part("text/plain", "two"), part("text/html", "<b>three</b>")
    )

    assert body(tmp_path, mixed) == "one\n\ntwo\n\nthree"


def test_an_attached_text_is_no_part_of_the_words(tmp_path: Path) -> None:
    attached = part(
        "text/plain", "its text", 'Content-Disposition: attachment; filename="a.txt"'
    )
    named = part('text/plain; name="b.txt"', "its text")

    one = told(
        tmp_path,
        mail(
            *reversed(
                multipart("mixed", part("text/plain", "x"), attached, named).split("\n\n", 1)
            )
        ),
    ).one

    assert one.body == "x"
    assert [file.filename for file in one.attachments] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_are_noted_with_name_type_size_and_digest(line_end: str) -> None:
    encoded = base64.encodebytes(PDF).decode()
    files = [
        part(
            "application/pdf",
            encoded,
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment; filename*=utf-8''M%C3%BCller.pdf",
        ),
        part("text/csv; name=a.csv", "a;b\n1;2\n", "Content-Disposition: attachment"),
        part(
            "text/plain; name=q.txt",
            "Gr=C3=BC=\n=C3=9Fe",
            "Content-Transfer-Encoding: QUOTED-PRINTABLE",
        ),
        part("image/png", "", "Content-ID: <1@x>"),
        part("message/rfc822", f"Subject: inner\n\n{part('text/plain', 'x')}"),
    ]

    read = contents(multipart("mixed", *files).replace("\n", line_end))

    noted = [(file.filename, file.media_type, file.size_bytes) for file in read.attachments]
    assert noted == [
        ("Müller.pdf", "application/pdf", len(PDF)),
        ("a.csv", "text/csv", len(f"a;b{line_end}1;2{line_end}")),
        ("q.txt", "text/plain", len("Grüße".encode())),
        ("unnamed", "image/png", 0),
        ("forwarded mail", "message/rfc822", read.attachments[-1].size_bytes),
    ]
    assert read.attachments[0].sha256 == hashlib.sha256(PDF).hexdigest()
    assert read.attachments[2].sha256 == hashlib.sha256("Grüße".encode()).hexdigest()
    assert read.words == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("..\\..\\windows\\system32\\evil.exe", "evil.exe"),
        ("/etc/passwd", "passwd"),
        ("a" * 300 + ".pdf", "a" * 190 + ".pdf"),
        ("..", ".."),
        ("\u202efdp.exe", "fdp.exe"),
        ("/", "unnamed"),
    ],
)
def test_a_name_of_a_file_is_no_path_and_of_bounded_length(written: str, kept: str) -> None:
    escaped = written.replace("\\", "\\\\")
    read = contents(part(f'application/pdf; name="{escaped}"', "x"))

    assert [file.filename for file in read.attachments] == [kept]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (base64.b64encode("Grüße".encode()).decode(), "Grüße"),
        (base64.encodebytes("Grüße\n".encode() * 100).decode(), "Grüße\n" * 100),
        (base64.b64encode(b"abcd").decode().rstrip("="), "abcd"),
        ("Hello", "Hello"),
        (
            "These are plain words, whatever is claimed.",
            "These are plain words, whatever is claimed.",
        ),
        (base64.b64encode(b"words" * 30).decode()[:-3], ("words" * 30)[:-3]),
        ("", ""),
    ],
)
def test_base64_is_undone_unless_it_is_none(content: str, expected: str) -> None:
    read = contents(
        part("text/plain; charset=utf-8", content, "Content-Transfer-Encoding: base64")
    )

    assert [words.text for words in read.words] == [expected]


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5))
def test_a_file_taken_in_pieces_is_measured_as_a_whole(content: bytes, cuts: list[int]) -> None:
    encoded = base64.encodebytes(content)
    hashed = Hashed("base64")

    edges = sorted({0, len(encoded), *(min(cut, len(encoded)) for cut in cuts)})
    for start, end in pairwise(edges):
        hashed.take(encoded[start:end])

    assert hashed.sha256() == hashlib.sha256(content).hexdigest()
    assert hashed.size_bytes == len(content)


def test_a_text_is_held_up_to_its_bound() -> None:
    held, cut = Held(6), Held(5)
    for one in (held, cut):
        one.take(b"abc")
        one.take(b"def")

    assert (held.content(""), held.is_cut) == (b"abcdef", False)
    assert (cut.content(""), cut.is_cut) == (b"abcde", True)


def test_parts_are_read_as_the_standard_library_writes_them() -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["Subject"] = "ana@berg.example", "Grüße"
    message.set_content("Grüße aus Köln\n" * 40)
    message.add_alternative("<p>Grüße</p>", subtype="html")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Zeugnis ü.pdf")
    content = message.as_bytes()
    assert message_from_bytes(content).is_multipart()

    read = contents(content)

    assert read.words[0].text.split("\r\n")[0] == "Grüße aus Köln"
    assert [(file.filename, file.size_bytes) for file in read.attachments] == [
        ("Zeugnis ü.pdf", len(PDF))
    ]
    assert read.attachments[0].sha256 == hashlib.sha256(PDF).hexdigest()


def nested(depth: int) -> str:
    text = part("text/plain", "innermost")
    for level in range(depth):
        text = multipart("mixed", text, boundary=f"b{level}")
    return text


def test_parts_are_followed_twenty_deep_and_no_further() -> None:
    deep, too_deep, absurd = contents(nested(20)), contents(nested(21)), contents(nested(3_000))

    assert [words.text for words in deep.words] == ["innermost"]
    assert deep.troubles == set()
    for read in (too_deep, absurd):
        assert any("20 deep" in trouble for trouble in read.troubles)


@pytest.mark.parametrize(("count", "is_all"), [(499, True), (500, False)])
def test_five_hundred_parts_are_read_with_what_holds_them(count: int, *, is_all: bool) -> None:
    read = contents(multipart("mixed", *(part("text/plain", "x") for _ in range(count))))

    assert (len(read.words), not read.troubles) == (499, is_all)


@pytest.mark.parametrize(
    "text",
    [
        "Content-Type: multipart/mixed\n\nno boundary",
        'Content-Type: multipart/mixed; boundary=""\n\nempty boundary',
        "Content-Type: multipart/mixed; boundary=never\n\nit never comes",
        "Content-Type: multipart/mixed; boundary=b\n\n--b-- \nclosed before it opened",
    ],
)
def test_a_mail_whose_parts_are_not_where_it_says_is_shown_as_it_stands(text: str) -> None:
    read = contents(text)

    assert any("damaged" in trouble for trouble in read.troubles)
    assert "".join(words.text for words in read.words) in text


def test_what_follows_the_last_boundary_is_nothing() -> None:
    inner = multipart("alternative", part("text/plain", "one"), boundary="b2") + "epilogue\n"
    read = contents(multipart("mixed", inner, part("text/plain", "two")) + "epilogue\n")

    assert [words.text for words in read.words] == ["one", "two"]


def test_a_mail_cut_short_is_read_as_far_as_it_goes() -> None:
    whole = multipart("mixed", part("text/plain", "one"), part("application/pdf", "two"))

    for at in range(len(whole)):
        read = contents(whole[:at])
        assert len(read.words) + len(read.attachments) <= 3


def test_an_invitation_is_told_as_one(tmp_path: Path) -> None:
    calendar = part("text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR")
    head, _, rest = multipart("alternative", part("text/plain", "Meet?"), calendar).partition(
        "\n\n"
    )

    read = told(tmp_path, mail(rest, head))

    assert (read.one.body, read.one.attachments[0].media_type) == ("Meet?", "text/calendar")
    assert any("invitation" in note for note in read.notes)


def test_a_paragraph_that_was_broken_to_travel_is_one_line_again(tmp_path: Path) -> None:
    text = part("text/plain; format=flowed", "One \nline.\nTwo \n \n> quo \n> ted\n-- \nAna")

    assert body(tmp_path, text) == (
        "One line.\nTwo \n⁂ quoted\n> quo ted\n⁂ signature\n-- \nAna"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a \nb\n", "a b\n"),
        ("a\nb", "a\nb"),
        (" >no quote\n From here", ">no quote\nFrom here"),
        ("> a \n>> b\n", "> a\n>> b\n"),
        ("a \n-- \nb", "a \n-- \nb"),
        (">a \r\n>b\r\nc", "> a b\nc"),
        ("a ", "a "),
    ],
)
def test_flowed_text_is_joined_within_one_depth_of_quoting(written: str, expected: str) -> None:
    assert unflowed(written, drops_spaces=False) == expected


def test_the_space_at_a_break_is_dropped_where_the_mail_says_so() -> None:
    assert unflowed("日 \n本", drops_spaces=True) == "日本"


def test_a_file_of_any_size_takes_the_memory_of_a_few_lines() -> None:
    line = base64.encodebytes(bytes(57))
    head = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    lines = chain(head.splitlines(keepends=True), repeat(line, 200_000))

    tracemalloc.start()
    read = contents_of(*read_headers(lines), lines)
    _, height = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read.attachments[0].size_bytes == 57 * 200_000
    assert height < 1_000_000
