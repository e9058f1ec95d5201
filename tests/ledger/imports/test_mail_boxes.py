import io
import mailbox
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.files import open_files
from ledger.imports.mail import READER
from ledger.imports.mail.boxes import Box, date_of
from ledger.imports.records import Place
from tests.ledger.imports.exports import zipped
from tests.ledger.imports.mails import (
    ANA,
    MINE,
    NOTHING_SAID,
    SEPARATOR,
    Told,
    mail,
    mbox,
    told,
)


def split(content: bytes, *, unquotes: bool = False) -> list[tuple[int, bytes]]:
    box = Box(io.BytesIO(content), unquotes=unquotes)
    return [(one.line, b"".join(one.lines)) for one in box.mails()]


@pytest.mark.parametrize(
    ("separator", "date"),
    [
        ("From 1795@xxx Thu Jan 01 09:30:00 +0000 2026", "Thu Jan 01 09:30:00 +0000 2026"),
        ("From - Thu Jan  1 09:30:00 2026", "Thu Jan  1 09:30:00 2026"),
        ("From MAILER-DAEMON Thu Jan  1 09:30 2026", "Thu Jan  1 09:30 2026"),
        ("From a@b.example Thu Jan  1 09:30:00 CET 2026", "Thu Jan  1 09:30:00 CET 2026"),
        ("From a@b.example Thu Jan  1 09:30:00 2026 +0100", "Thu Jan  1 09:30:00 2026 +0100"),
        ("From a Thu, 01 Jan 2026 09:30:00 +0100", "Thu, 01 Jan 2026 09:30:00 +0100"),
        ("From a Thu Jan 1 09:30:00 2026 remote from host", "Thu Jan 1 09:30:00 2026"),
        ("From a b c@d.example Thu Jan  1 09:30:00 2026\r", "Thu Jan  1 09:30:00 2026"),
        ("From Thursday on we meet at 09:30", ""),
        ("From a@b.example", ""),
        ("From now on, Jan 1 2026 is a holiday", ""),
        ("From a@b.example Thu Jan  1 09:30:00 26", ""),
        (">From a@b.example Thu Jan  1 09:30:00 2026", ""),
    ],
)
def test_a_separator_ends_in_a_date(separator: str, date: str) -> None:
    assert date_of(separator.encode() + b"\n") == date


def test_each_mail_begins_on_the_line_of_its_separator() -> None:
    content = mbox("A: 1\n\none\n", "B: 2\n\ntwo\n\n\nlines\n")

    assert split(content) == [(1, b"A: 1\n\none\n"), (6, b"B: 2\n\ntwo\n\n\nlines\n\n")]


def test_words_that_look_like_a_separator_are_none_without_a_blank_line_or_a_header() -> None:
    body = f"text\n{SEPARATOR}\nA: no blank line before\n\n{SEPARATOR}\nno header after\n"

    mails = split(mbox(f"A: 1\n\n{body}", "B: 2\n\ntwo\n"))

    assert [line for line, _ in mails] == [1, 11]
    assert mails[0][1].decode().endswith(body)


def test_many_such_words_in_a_row_are_read_one_by_one() -> None:
    body = f"{SEPARATOR}\n\n" * 3_000

    mails = split(mbox(f"A: 1\n\n{body}", "B: 2\n\ntwo\n"))

    assert [line for line, _ in mails] == [1, 6_005]


@pytest.mark.parametrize("subject", ["Chat", "Draft", "Bin", "Spam", "Junk mail", "Entwurf"])
def test_a_single_mail_is_not_in_the_folder_that_its_subject_names(
    tmp_path: Path, subject: str
) -> None:
    assert told(tmp_path, mail(), name=f"{subject}.eml").one.subject == "The role in Porto"


def test_a_single_mail_is_in_the_folder_it_lies_in(tmp_path: Path) -> None:
    (tmp_path / "mails" / "Drafts").mkdir(parents=True)
    (tmp_path / "mails" / "Drafts" / "Hello.eml").write_text(mail())

    assert Told(tmp_path / "mails", MINE).reason == "a draft, never sent"


def test_a_mail_that_is_not_read_to_its_end_is_left_behind() -> None:
    box = Box(io.BytesIO(mbox("A: 1\n\none\ntwo\n", "B: 2\n\nthree\n")), unquotes=False)

    firsts = [next(one.lines) for one in box.mails()]

    assert firsts == [b"A: 1\n", b"B: 2\n"]


def test_quoted_separators_lose_their_mark_only_where_it_was_put_for_sure() -> None:
    content = mbox("A: 1\n\n>From here\n>>From there\n> From me\n")

    assert b"\n>From here\n>>From there\n> From me" in split(content)[0][1]
    assert b"\nFrom here\n>From there\n> From me" in split(content, unquotes=True)[0][1]


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "", "From x", SEPARATOR, "B: 1"]), max_size=6),
        min_size=1,
    )
)
def test_what_is_split_is_the_file_again(bodies: list[list[str]]) -> None:
    content = mbox(*("A: 1\n\n" + "".join(f"{line}\n" for line in body) for body in bodies))

    mails = split(content)

    lines = content.split(b"\n")
    ends = [line for line, _ in mails[1:]] + [len(lines) + 1]
    for (start, text), end in zip(mails, ends, strict=True):
        told_lines = b"\n".join(lines[start : end - 1])
        assert told_lines.rstrip(b"\n") == text.rstrip(b"\n")


def test_an_ordinary_box_is_split_as_the_standard_library_does(tmp_path: Path) -> None:
    content = mbox(*(mail(f"Text {number}\n\n>From me", number=number) for number in range(40)))
    path = tmp_path / "a.mbox"
    path.write_bytes(content)

    with closing(mailbox.mbox(path)) as box:
        keys = [one["Message-ID"].strip("<>") for one in box]

    assert [one.external_id for one in Told(path, MINE).engagements] == keys


def test_takeout_quotes_lines_so_that_it_can_be_undone(tmp_path: Path) -> None:
    gmail = mail(">From Monday on", "X-GM-THRID: 17")
    classic = mail(">From Monday on")

    assert told(tmp_path, mbox(gmail), name="a.mbox").one.body == "From Monday on"
    # With a single mark nobody knows whether the writer or the box put it there.
    read = told(tmp_path, mbox(classic), name="b.mbox").one.body
    assert read is not None
    assert ">From Monday on" in read


def test_a_doubly_quoted_line_shows_that_the_box_undoes_its_quoting(tmp_path: Path) -> None:
    content = mbox(mail("x\n>From here"), mail("y\n>>From there", number=2))

    bodies = [one.body for one in told(tmp_path, content, name="a.mbox").engagements]

    assert bodies[0] == "x\nFrom here"


def test_an_empty_box_holds_no_mail(tmp_path: Path) -> None:
    for content in (b"\n", b"\r\n \r\n"):
        assert told(tmp_path, content, name="a.mbox").records == []


def test_an_empty_mail_is_said_to_be_none(tmp_path: Path) -> None:
    assert told(tmp_path, b" ", name="a.eml").reason == "it does not begin as a mail does"


@pytest.mark.parametrize("before", ["", "\ufeff", "\n", "   \n\n"])
def test_dirt_before_the_first_header_is_no_harm(tmp_path: Path, before: str) -> None:
    read = told(tmp_path, before + mail())

    assert read.one.place == Place("a.eml", 1)
    assert read.one.person == ANA


def test_a_single_mail_may_begin_with_a_separator(tmp_path: Path) -> None:
    read = told(tmp_path, f"{SEPARATOR}\n{mail('One line')}")

    assert (read.one.place, read.one.body) == (Place("a.eml", 1), "One line")


def test_a_folder_and_a_zip_of_mails_are_one_input(tmp_path: Path) -> None:
    members = {
        "Takeout/Mail/Alle E-Mails.mbox": mbox(mail(number=1), mail(number=2)),
        "Mails/one.eml": mail(number=3),
        "Mails/without an ending": mail(number=4),
        "Maildir/cur/1738575000.M1P2.host:2,S": mail(number=5),
        "Maildir/new/1738575001.M1P2.host": mail(number=6),
        "Mail/INBOX.mbox/mbox": mbox(mail(number=7)),
    }
    folder = tmp_path / "all"
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "notes.txt").write_text("Subject: none of ours\n")
    (folder / "contacts.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")

    of_folder = Told(folder, MINE)
    of_zip = Told(zipped(tmp_path / "all.zip", members), MINE)

    assert sorted(of_folder.rows_by_file.values()) == [1, 1, 1, 1, 1, 2]
    for read in (of_folder, of_zip):
        ids = sorted(one.external_id for one in read.engagements)
        assert ids == [f"{number}@mail.example" for number in range(1, 8)]
    with open_files(folder) as files:
        assert {"notes.txt", "contacts.vcf"}.isdisjoint(READER.claims(files))


def test_the_owner_of_an_empty_box_is_nobody(tmp_path: Path) -> None:
    assert told(tmp_path, b"\n", NOTHING_SAID, "a.mbox").owner is None
