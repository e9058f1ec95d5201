"""How each program writes its cards, and what is made of it."""

from pathlib import Path

import pytest

from ledger.imports.options import Options
from tests.ledger.imports.cards import Told, card, reaches, read_card, told_of, written

PHONE = "TEL:+351211234567"
CUT_OFF = "Cards that end without END:VCARD, read as far as they go: 1."


def test_apples_labels_say_what_a_number_is(tmp_path: Path) -> None:
    ana = read_card(
        tmp_path,
        "N:Berg;Ana;;;",
        "item1.EMAIL;type=INTERNET;type=pref:ana@example.com",
        "item1.X-ABLabel:_$!<Work>!$_",
        "item2.TEL:+351 211 234 567",
        "item2.X-ABLabel:Summer house",
        "TEL;type=HOME;type=VOICE;type=pref:+351 211 234 568",
        "item3.URL;type=pref:https\\://www.linkedin.com/in/ana-berg",
        "item3.X-ABLabel:_$!<HomePage>!$_",
    )

    assert [(one.handle.value, one.label, one.is_primary) for one in ana.handles] == [
        ("https://www.linkedin.com/in/ana-berg", "homepage", True),
        ("ana@example.com", "work", True),
        ("+351 211 234 568", "home", True),
        ("+351 211 234 567", "summer house", False),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "TEL;TYPE=WORK,FAX:{}",
        "TEL;WORK;FAX:{}",
        "a.TEL:{}\r\na.X-ABLabel:_$!<AssistantPhone>!$_",
        "a.TEL:{}\r\na.X-ABLabel:_$!<Main>!$_",
        "a.TEL:{}\r\na.X-ABLabel:Zentrale",
        "TEL;TYPE=X-EVOLUTION-COMPANY:{}",
    ],
)
def test_machines_and_receptions_come_last_as_shared(tmp_path: Path, line: str) -> None:
    ana = read_card(tmp_path, line.format("+351211234567"), "FN:Ana", "TEL:+351211234568")

    assert [(one.handle.value, one.is_shared) for one in ana.handles] == [
        ("+351211234568", False),
        ("+351211234567", True),
    ]


def test_a_number_that_is_somebodys_own_and_a_machines_is_their_own(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "TEL;FAX:+351211234567", "TEL;CELL:+351211234567", "FN:Ana")

    assert [(one.label, one.is_shared) for one in ana.handles] == [("cell", False)]


def test_numbers_of_version_4_are_links_with_a_preference(tmp_path: Path) -> None:
    ana = read_card(
        tmp_path,
        "FN:Ana",
        'TEL;VALUE=uri;PREF=2;TYPE="home,voice":tel:+351-21-1234568',
        'TEL;VALUE=uri;PREF=1;TYPE="work,voice":tel:+351-21-1234567;ext=102',
        "EMAIL:mailto:ana@example.com?subject=Hi",
        "UID:urn:uuid:4FBE8971",
        version="4.0",
    )

    assert reaches(ana) == [
        ("email", "ana@example.com"),
        ("phone", "+351-21-1234567;ext=102"),
        ("phone", "+351-21-1234568"),
        ("external_id", "vcard:4FBE8971"),
    ]
    assert [one.is_primary for one in ana.handles] == [False, True, False, False]


@pytest.mark.parametrize(
    ("line", "handle"),
    [
        ("URL:github.com/anaberg", ("github", "github.com/anaberg")),
        ("URL:http://example.com", ("website", "http://example.com")),
        (
            "X-SOCIALPROFILE;type=linkedin;x-user=ana:http://www.linkedin.com/in/ana",
            ("linkedin", "http://www.linkedin.com/in/ana"),
        ),
        (
            "X-SOCIALPROFILE;type=twitter:x-apple:anaberg",
            ("twitter", "https://twitter.com/anaberg"),
        ),
        (
            "X-SOCIAL-PROFILE;TYPE=GitHub;X-USER=anaberg:",
            ("github", "https://github.com/anaberg"),
        ),
        (
            "SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://example.social/@ana",
            ("mastodon", "https://example.social/@ana"),
        ),
        (
            "X-SOCIALPROFILE;TYPE=Bluesky;X-USER=ana.example.com:",
            ("bluesky", "https://bsky.app/profile/ana.example.com"),
        ),
        ("X-SOCIALPROFILE;TYPE=Flickr;X-USER=ana:", ("other", "flickr: ana")),
        ("X-TWITTER:@anaberg", ("twitter", "https://twitter.com/anaberg")),
        ("IMPP;PREF=1:xmpp:ana@example.com", ("messenger", "xmpp:ana@example.com")),
        ("IMPP;X-SERVICE-TYPE=Skype:skype:ana.berg?chat", ("messenger", "skype:ana.berg")),
        ("IMPP;X-SERVICE-TYPE=Telegram:x-apple:ana", ("messenger", "telegram:ana")),
        ("X-ICQ:12345678", ("messenger", "icq:12345678")),
        ("X-MS-IMADDRESS:ana@example.com", ("messenger", "ana@example.com")),
    ],
)
def test_a_link_or_messenger_is_what_it_leads_to(
    tmp_path: Path, line: str, handle: tuple[str, str]
) -> None:
    ana = read_card(tmp_path, "N:Berg;Ana", "EMAIL:Ana <ana@example.com>", line)

    assert sorted(reaches(ana)) == sorted([("email", "ana@example.com"), handle])


def test_what_is_neither_address_nor_number_is_counted(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        card(
            "N:Berg;Ana", PHONE, "TEL:office", "EMAIL:/o=Acme/cn=Ana", "URL:n/a", "URL:http://["
        ),
    )

    assert reaches(told.people[0]) == [("phone", "+351211234567")]
    assert told.notes == [
        "Phone numbers of cards that are none, left out: 1.",
        "E-mail addresses of cards that are none, left out: 1.",
        "Links of cards that are none, left out: 2.",
    ]


def test_numbers_are_read_as_in_the_country_of_the_card_or_of_the_owner(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        card("FN:Ana", "ADR:;;;London;;;uk", "TEL:020 7946 0018"),
        card("FN:Ben", "TEL:21 123 45 67"),
        options=Options(region="PT"),
    )

    assert [(one.region, reaches(one)) for one in told.people] == [
        ("GB", [("phone", "020 7946 0018")]),
        (None, [("phone", "21 123 45 67")]),
    ]


def test_a_card_that_never_ends_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    broken = f"BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n{PHONE}\n"

    alone = told_of(tmp_path, broken)
    before = told_of(tmp_path, broken + card("FN:Ben", "TEL:+351211234568"))

    assert [one.profile.name for one in alone.people] == ["Ana"]
    assert [(one.profile.name, one.place.line) for one in before.people] == [
        ("Ana", 1),
        ("Ben", 5),
    ]
    assert alone.notes == before.notes == [CUT_OFF]


def test_a_card_whose_beginning_is_lost_is_read_from_where_it_goes_on(tmp_path: Path) -> None:
    told = told_of(tmp_path, f"le\r\nFN:Ana\r\n{PHONE}\r\nEND:VCARD\r\n" + card("FN:Ben"))

    assert [(one.profile.name, one.place.line) for one in told.people] == [("Ana", 2)]
    assert told.notes == ["Cards whose beginning is missing, read from where they go on: 1."]


def test_lines_that_are_no_property_are_counted(tmp_path: Path) -> None:
    told = told_of(tmp_path, card("FN:Ana", "what is this", "1 + 1: two", PHONE))

    assert told.notes == ["Lines in cards that are no property, left out: 2."]


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_an_agent_is_a_person_of_their_own(tmp_path: Path, version: str) -> None:
    inner = card("FN:Eva", "TEL:+351211234568", version=version)
    written_out = "\r\n" + inner.rstrip() if version == "2.1" else inner.replace("\r\n", "\\n")

    told = told_of(tmp_path, card("FN:Ana", f"AGENT:{written_out}", PHONE, version=version))

    assert {one.profile.name: one.place.line for one in told.people} == {
        "Ana": 1,
        "Eva": 5 if version == "2.1" else 4,
    }


def test_cards_beginning_within_cards_without_end_are_all_told(tmp_path: Path) -> None:
    told = told_of(tmp_path, "BEGIN:VCARD\nAGENT:\n" * 300 + f"FN:Ana\n{PHONE}\n")

    assert told.rows_by_file == {"part0.vcf": 300}
    assert len(told.people) == 1


def test_thousands_of_properties_are_one_card(tmp_path: Path) -> None:
    numbers = [f"TEL:+35121{number:07}" for number in range(3_000)]

    told = told_of(tmp_path, card("FN:Ana", *numbers, *["X-JUNK:1"] * 5_000))

    assert len(told.people[0].handles) == 3_000


def test_more_properties_than_any_card_has_are_counted_and_left_out(tmp_path: Path) -> None:
    # The version and the name are two of them.
    most = told_of(tmp_path, card("FN:Ana", *["X:1"] * 19_997, PHONE))
    more = told_of(tmp_path, card("FN:Ana", PHONE, *["X:1"] * 19_998))

    assert reaches(most.people[0]) == [("phone", "+351211234567")]
    assert most.notes == ["Not brought in from the cards: X."]
    assert more.notes == [
        "Properties left out of cards that hold more than 20,000 or 16 MiB of them: 1.",
        "Not brought in from the cards: X.",
    ]


def test_files_are_told_by_their_names_or_beginnings(tmp_path: Path) -> None:
    members = {
        "All contacts.VCF": card("FN:Ana", PHONE),
        "contacts": "\n" + card("FN:Ben", "TEL:+351211234568"),
        "notes.txt": "Remember to export BEGIN:VCARD",
    }

    told = Told(*written(tmp_path, members))

    assert told.source == "vcard"
    assert told.rows_by_file == {"All contacts.VCF": 1, "contacts": 1}
    assert [one.file for one in told.unread] == ["notes.txt"]
