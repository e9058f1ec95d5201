from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.imports.options import Options
from ledger.imports.records import Person
from ledger.words import Direction, Profile
from tests.ledger.imports.mails import ANA, BEN, ME, MINE, NOTHING_SAID, mail, mbox, told

INBOUND, OUTBOUND = Direction.INBOUND, Direction.OUTBOUND


def sent(number: int) -> str:
    return mail("x", "X-Gmail-Labels: Gesendet", sender=f"Olga <{ME}>", to=ANA, number=number)


def test_the_owner_is_told_by_the_sent_mails(tmp_path: Path) -> None:
    read = told(tmp_path, mbox(sent(1), mail(number=2)), NOTHING_SAID, "a.mbox")

    assert [one.direction for one in read.engagements] == [OUTBOUND, INBOUND]
    assert read.owner == Profile(name="Olga")
    assert ME in read.notes[0]
    assert "--me" in read.notes[0]


def test_the_owner_is_told_by_where_mails_were_delivered(tmp_path: Path) -> None:
    for header in ("Delivered-To", "X-Original-To", "Envelope-To"):
        read = told(
            tmp_path, mail("x", f"{header}: {ME}", f"{header}: list@x.example"), NOTHING_SAID
        )

        assert read.one.direction is INBOUND
        assert [person.person for person in read.people] == [ANA]


def test_a_stray_delivery_does_not_make_an_owner(tmp_path: Path) -> None:
    own = [mail("x", f"Delivered-To: {ME}", number=number) for number in range(5)]
    stray = mail("x", f"Delivered-To: {BEN}", to=BEN, number=9)

    for count, is_owner in ((4, True), (5, False)):
        read = told(tmp_path, mbox(*own[:count], stray), NOTHING_SAID, "a.mbox")
        assert (BEN not in {person.person for person in read.people}) is is_owner


def test_the_owner_is_whoever_is_in_nearly_all_mails(tmp_path: Path) -> None:
    mails = [mail(sender=f"p{number}@x.example", number=number) for number in range(5)]

    enough = told(tmp_path, mbox(*mails), NOTHING_SAID, "a.mbox")
    too_few = told(tmp_path, mbox(*mails[:4]), NOTHING_SAID, "b.mbox")

    assert {one.direction for one in enough.engagements} == {INBOUND}
    assert {one.direction for one in too_few.engagements} == {None}


def test_the_address_of_a_list_is_nobodys_own(tmp_path: Path) -> None:
    mails = [
        mail(
            "x", "List-Id: <l.x.example>", sender=f"p{n}@x.example", to="l@x.example", number=n
        )
        for n in range(9)
    ]

    assert told(tmp_path, mbox(*mails), NOTHING_SAID, "a.mbox").owner is None


def test_what_is_no_address_is_no_evidence(tmp_path: Path) -> None:
    given = mail("x", f"Delivered-To: {'x' * 2_000}@x.example", "X-Original-To: nobody")

    assert told(tmp_path, given, NOTHING_SAID).owner is None


def test_two_people_alone_do_not_show_whose_mails_they_are(tmp_path: Path) -> None:
    mails = [mail(number=number) for number in range(6)]

    read = told(tmp_path, mbox(*mails), NOTHING_SAID, "a.mbox")

    assert {one.direction for one in read.engagements} == {None}
    assert {one.person for one in read.engagements} == {ANA, ME}
    assert read.owner is None
    assert "--me ADDRESS" in read.notes[0]


def test_what_is_said_about_the_owner_counts_more_than_what_is_found(tmp_path: Path) -> None:
    options = Options(me=(ANA.upper(), "+49 30 123456"))

    read = told(tmp_path, mbox(sent(1), mail(number=2)), options, "a.mbox")

    assert [one.direction for one in read.engagements] == [INBOUND, OUTBOUND]


def test_an_address_that_is_in_no_mail_is_said_to_be(tmp_path: Path) -> None:
    for me, is_doubted in ((BEN, True), (ANA, False)):
        read = told(tmp_path, mail(), Options(me=(me,)))
        assert ("spelt right?" in read.notes[0]) is is_doubted


ADDING = Options(me=(ME,), adds_correspondents=True)


def exchange(address: str, *more: str, name: str = "Somebody") -> list[str]:
    """Return a mail from somebody, and one to them."""
    local = address.partition("@")[0]
    return [
        mail("x", *more, sender=f"{name} <{address}>", number=f"{local}-in"),
        mail("x", sender=ME, to=address, number=f"{local}-out"),
    ]


def added(folder: Path, *mails: str, options: Options = ADDING) -> list[Person]:
    read = told(folder, mbox(*mails), options, "a.mbox")
    return [person for person in read.people if not person.must_be_known]


def test_a_name_as_outlook_writes_it_is_turned_around(tmp_path: Path) -> None:
    [ben] = added(tmp_path, *exchange(BEN, name='"Costa, Ben"'))

    assert ben.profile.model_dump(exclude_none=True) == {"name": "Ben Costa"}


def test_people_with_whom_mail_went_both_ways_may_become_candidates(tmp_path: Path) -> None:
    both, only_wrote, only_read = (
        exchange(ANA, name="Ana Berg"),
        exchange(BEN)[0],
        exchange("c@d.example")[1],
    )

    [ana] = added(tmp_path, *both, only_wrote, only_read)

    assert (ana.person, ana.profile) == (ANA, Profile(name="Ana Berg"))
    assert ana.told_at == datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
    assert added(tmp_path, *both, options=MINE) == []
    assert added(tmp_path, *both, options=Options(me=(BEN,), adds_correspondents=True)) == []


@pytest.mark.parametrize(
    ("address", "header"),
    [
        ("news@x.example", "X: y"),
        ("no-reply@x.example", "X: y"),
        ("jobs-noreply@x.example", "X: y"),
        ("info@x.example", "X: y"),
        ("ana@x.example", "List-Id: <list.x.example>"),
        ("ana@x.example", "List-Unsubscribe: <mailto:u@x.example>"),
        ("ana@x.example", "Precedence: bulk"),
        ("ana@x.example", "Auto-Submitted: auto-replied"),
        ("ana@x.example", "X-Gmail-Labels: Spam"),
    ],
)
def test_machines_lists_and_roles_are_no_candidates(
    tmp_path: Path, address: str, header: str
) -> None:
    assert added(tmp_path, *exchange(address, header)) == []
    assert len(added(tmp_path, *exchange("newsom@x.example", "X: y"))) == 1
