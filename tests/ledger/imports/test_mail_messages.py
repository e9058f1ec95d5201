from datetime import UTC, datetime
from email.header import Header
from pathlib import Path

import pytest

from ledger.imports import sources
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.records import Place
from ledger.words import Direction, Handle, HandleType, Kind, Participant, Profile
from tests.ledger.imports.mails import ANA, BEN, ME, MINE, Told, mail, mbox, told

INBOUND, OUTBOUND = Direction.INBOUND, Direction.OUTBOUND


def email(address: str) -> Handle:
    return Handle(type=HandleType.EMAIL, value=address)


def test_a_mail_is_an_engagement_on_the_timeline_of_its_writer(tmp_path: Path) -> None:
    read = told(tmp_path, mbox(mail("Words", "In-Reply-To: <first@x>")), name="a.mbox")

    one = read.one
    assert read.rows_by_file == {"a.mbox": 1}
    assert (one.place, one.person, one.kind) == (Place("a.mbox", 1), ANA, Kind.EMAIL)
    assert one.occurred_at == datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
    assert (one.direction, one.channel) == (INBOUND, "mail")
    assert (one.subject, one.body) == ("The role in Porto", "Words")
    assert (one.external_id, one.key_with_person) == ("1@mail.example", True)
    assert one.conversation_id == "first@x"
    assert one.participants == (
        Participant(name="Ana Berg", handle=email(ANA)),
        Participant(handle=email(ME)),
    )


def test_a_person_of_a_mail_must_be_known_and_brings_no_facts(tmp_path: Path) -> None:
    read = told(tmp_path, mail())

    [ana] = read.people
    assert (ana.person, ana.must_be_known, ana.profile) == (ANA, True, Profile())
    assert [reach.handle for reach in ana.handles] == [email(ANA)]


def test_what_the_owner_wrote_is_outbound_for_everybody_it_went_to(tmp_path: Path) -> None:
    sent = mail("x", f"Cc: Ben <{BEN}>, {ME}", "Bcc: c@d.example", sender=ME, to=ANA)

    read = told(tmp_path, sent)

    assert {one.person: one.direction for one in read.engagements} == dict.fromkeys(
        (ANA, BEN, "c@d.example"), OUTBOUND
    )
    assert len({one.external_id for one in read.engagements}) == 1


def test_what_others_got_as_well_stands_on_their_timelines_without_a_direction(
    tmp_path: Path,
) -> None:
    read = told(tmp_path, mail("x", f"Cc: {BEN}, {ANA.upper()}"))

    assert [(one.person, one.direction) for one in read.engagements] == [
        (ANA, INBOUND),
        (BEN, None),
    ]


def test_one_address_in_any_letters_is_one_person(tmp_path: Path) -> None:
    mails = mbox(mail(number=1), mail(sender=ANA.upper(), number=2))

    read = told(tmp_path, mails, name="a.mbox")

    assert [person.person for person in read.people] == [ANA]
    assert [one.place.line for one in read.engagements] == [1, 10]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (mail(sender=ME), "a mail to yourself"),
        (mail(sender=ME, to="undisclosed-recipients:;"), "it names nobody it was sent to"),
        (mail(without=("From",)), "it does not say who sent it"),
        (mail(sender="Ana Berg"), "it does not say who sent it"),
        (
            mail(without=("Date",)),
            "it has no date, or one before there was mail or still to come",
        ),
        (mail("x", "X-Gmail-Labels: Spam,Inbox"), "in the spam folder"),
        (mail("x", "X-Gmail-Labels: Entwürfe"), "a draft, never sent"),
        (mail("x", "X-Gmail-Labels: Corbeille"), "in the trash"),
        (mail("x", 'X-GM-LABELS: "\\\\Draft" "\\\\Important"'), "a draft, never sent"),
        (mail("x", "X-Gmail-Labels: Chat"), "a chat kept with the mail, not a mail"),
        (mail("x", "X-Mozilla-Status: 0009"), "in the trash"),
        (mail("x", "Auto-Submitted: auto-replied"), "an automatic reply"),
        (mail("x", "Precedence: auto_reply"), "an automatic reply"),
        (mail("x", "Auto-Submitted: auto-generated"), "written by a program, not by a person"),
        (mail(sender="MAILER-DAEMON@x.example"), "a report about a delivery"),
        (
            mail("x", "Content-Type: multipart/report; report-type=delivery-status"),
            "a report about a delivery",
        ),
        (
            mail("x", "Content-Type: multipart/report; report-type=disposition-notification"),
            "a read receipt",
        ),
        ("Hello\n\nThis is a letter.\n", "it does not begin as a mail does"),
    ],
)
def test_what_is_no_engagement_is_left_out_with_its_reason(
    tmp_path: Path, given: str, reason: str
) -> None:
    assert told(tmp_path, given).reason == reason


def test_what_a_person_wrote_is_no_automatic_reply(tmp_path: Path) -> None:
    for header in ("Auto-Submitted: no", "X-Mozilla-Status: 0001", "Precedence: normal"):
        assert told(tmp_path, mail("x", header)).one.direction is INBOUND


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Posteingang,Wichtig", None),
        ("Boîte de réception", None),
        ("Junk-E-Mail", "in the spam folder"),
        ("Correo no deseado", "in the spam folder"),
        ("Posta indesiderata", "in the spam folder"),
        ("Ongewenste e-mail", "in the spam folder"),
        ("Papierkorb", "in the trash"),
        ("Papelera", "in the trash"),
        ("Cestino", "in the trash"),
        ("Lixeira", "in the trash"),
        ("Prullenbak", "in the trash"),
        ("Brouillons", "a draft, never sent"),
        ("Borradores", "a draft, never sent"),
        ("Bozze", "a draft, never sent"),
        ("Rascunhos", "a draft, never sent"),
        ("Concepten", "a draft, never sent"),
    ],
)
def test_folders_are_known_in_seven_languages_as_label_and_as_file(
    tmp_path: Path, label: str, reason: str | None
) -> None:
    encoded = Header(label, "utf-8").encode()
    by_label = told(tmp_path, mail("x", f"X-Gmail-Labels: {encoded}"))
    by_file = told(tmp_path, mbox(mail()), name=f"{label}.mbox")

    for read in (by_label, by_file):
        assert [one.reason for one in read.skipped] == ([reason] if reason else [])
        assert len(read.engagements) == (0 if reason else 1)


def test_folders_of_a_maildir_are_known_by_its_names_and_flags(tmp_path: Path) -> None:
    flagged = {
        ".Trash/cur/1.host:2,S": "in the trash",
        "cur/2.host:2,ST": "in the trash",
        "cur/3.host:2,D": "a draft, never sent",
        ".INBOX.Junk/new/4.host": "in the spam folder",
    }
    for name in (*flagged, "cur/5.host:2,RS"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(mail())

    read = Told(tmp_path, MINE)

    assert {one.place.file: one.reason for one in read.skipped} == flagged
    assert read.one.place.file == "cur/5.host:2,RS"


def test_a_mail_without_an_id_is_named_by_what_it_says(tmp_path: Path) -> None:
    def named(body: str, *more: str) -> str:
        return told(tmp_path, mail(body, *more, without=("Message-ID",))).one.external_id

    assert named("Hello").startswith("sha256:")
    # Where it lies and how its lines are broken makes no other mail of it.
    assert named("Hello\nyou", "X-Gmail-Labels: Inbox") == named("Hello you")
    assert named("Hello") != named("Hallo")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<a@b.example>", "a@b.example"),
        (" <a@b.example> (comment)", "a@b.example"),
        ("<[4711]@b.example>", "[4711]@b.example"),
        ("a@b.example", "a@b.example"),
        ("<a @\tb.example>", "a@b.example"),
        (f"<{'a' * 900}>", "a" * 900),
    ],
)
def test_ids_are_read_however_they_are_written(tmp_path: Path, written: str, name: str) -> None:
    given = mail("x", f"Message-ID: {written}", without=("Message-ID",))

    assert told(tmp_path, given).one.external_id == name


def test_an_id_longer_than_a_line_is_told_by_its_digest(tmp_path: Path) -> None:
    given = mail("x", f"Message-ID: <{'a' * 901}>", without=("Message-ID",))

    assert told(tmp_path, given).one.external_id.startswith("sha256:")


def test_conversations_are_followed_to_their_first_mail(tmp_path: Path) -> None:
    mails = mbox(
        mail(number=1),
        mail("x", "References: <1@mail.example>\n <between@x>", number=2),
        mail("x", "In-Reply-To: <2@mail.example>", number=3),
        mail("x", "In-Reply-To: Your mail of Monday <3@mail.example>", number=4),
        mail("x", "In-Reply-To: <6@mail.example>", number=5),
        mail("x", "In-Reply-To: <5@mail.example>", number=6),
        mail("x", "X-GM-THRID: 1234567890123456789", "References: <1@mail.example>", number=7),
    )

    read = told(tmp_path, mails, name="a.mbox")

    names = [one.conversation_id for one in read.engagements]
    assert names[:4] == ["1@mail.example"] * 4
    # A circle of answers has no first mail, and an end all the same.
    assert {*names[4:6]} <= {"5@mail.example", "6@mail.example"}
    assert names[6] == "gmail:1234567890123456789"


def test_what_somebody_wrote_to_a_list_asks_for_no_answer(tmp_path: Path) -> None:
    read = told(tmp_path, mail("x", "List-Id: <list.x.example>", to="list@x.example"))

    assert (read.one.person, read.one.direction) == (ANA, None)


@pytest.mark.parametrize("count", [500, 501])
def test_a_mail_to_more_than_five_hundred_is_a_mailing(tmp_path: Path, count: int) -> None:
    everybody = ", ".join(f"p{number}@x.example" for number in range(count))

    from_me = told(tmp_path, mail(sender=ME, to=everybody))
    from_ana = told(tmp_path, mail(to=f"{ME}, {everybody}"))

    is_mailing = count > 500
    assert len(from_me.engagements) == (0 if is_mailing else count)
    assert [one.reason for one in from_me.skipped] == (
        ["sent to more than 500 addresses: a mailing"] if is_mailing else []
    )
    assert len(from_ana.engagements) == (1 if is_mailing else count + 1)
    assert len(from_ana.engagements[0].participants) == 100
    assert any("the first of them listed" in note for note in from_ana.notes)


def test_the_zone_of_the_import_counts_for_dates_without_one(tmp_path: Path) -> None:
    given = mail("x", "Date: Tue, 3 Feb 2026 10:30:00", without=("Date",))

    read = told(tmp_path, given, Options(me=(ME,), timezone="Asia/Tokyo"))

    assert read.one.occurred_at == datetime(2026, 2, 3, 1, 30, tzinfo=UTC)


def test_the_encoding_given_by_hand_is_that_of_mails_without_one(tmp_path: Path) -> None:
    given = mail("Привет").encode("cp1251")

    assert told(tmp_path, given, Options(me=(ME,), encoding="cp1251")).one.body == "Привет"


def test_mail_is_one_of_the_sources(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(mail())

    with open_files(path) as files:
        found, unused = sources.shares(files, Options())

    assert [share.reader.source for share in found] == ["mail"]
    assert unused == []
