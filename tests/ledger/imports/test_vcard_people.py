"""What a card says of a person, and which cards lead to nobody."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.options import Options
from ledger.words import Kind
from tests.ledger.imports.cards import card, reaches, read_card, told_of

PHONE = "TEL:+351211234567"
BARE = "a name without any address, number, profile link or employer"
COMPANY = "the card of a company, not of a person"


def test_a_split_name_goes_before_the_whole_one(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "N:Berg;Ana;Maria,Luz;Dr.;PhD", "FN:Dr. Ana Berg, PhD", PHONE)

    assert (ana.profile.first_name, ana.profile.last_name) == ("Ana Maria Luz", "Berg")
    assert ana.profile.name is None


@pytest.mark.parametrize("name", ["N:;;;;", "N:", "N: ; ;"])
def test_a_whole_name_is_taken_where_it_is_not_split(tmp_path: Path, name: str) -> None:
    ana = read_card(tmp_path, name, "FN:Ana Berg", PHONE)

    assert ana.profile.name == "Ana Berg"
    assert ana.profile.first_name is None


def test_an_address_in_place_of_a_name_is_no_name(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "FN:ana@example.com", "EMAIL:ana@example.com")

    assert ana.profile.model_dump(exclude_none=True) == {}


def test_work_is_employer_unit_title_and_role(tmp_path: Path) -> None:
    ana = read_card(
        tmp_path, "N:Berg;Ana", "ORG:Acme\\, Inc.;Research;Lisbon", "TITLE:Head", "ROLE:Chemist"
    )

    assert (ana.profile.company, ana.profile.title) == ("Acme, Inc.", "Head")
    fields = {"department": "Research, Lisbon", "role": "Chemist"}
    assert ana.profile.custom_fields == fields


def test_a_role_stands_in_for_a_title(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "N:Berg;Ana", "ROLE:Chemist", PHONE)

    assert ana.profile.title == "Chemist"
    assert ana.profile.custom_fields is None


def test_of_several_employers_the_preferred_one_counts_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    told = told_of(tmp_path, card("N:Berg;Ana", "ORG:Old", "ORG;TYPE=pref:New", PHONE))

    assert told.people[0].profile.company == "New"
    assert told.notes == [
        "Cards that name several employers, of which the first is brought in: 1."
    ]


def test_a_location_is_city_region_and_country(tmp_path: Path) -> None:
    home = "ADR;TYPE=home:;;1 Elm St;Porto;;4000;Portugal"
    work = "ADR;TYPE=work,pref:;;2 Oak St;Lisbon;Lisbon;1000;PT"

    told = told_of(tmp_path, card("FN:Ana", home, work, PHONE))

    assert told.people[0].profile.location == "Lisbon, PT"
    assert told.people[0].region == "PT"
    [note] = told.notes
    assert note.endswith("streets and postal codes are left behind.")


@pytest.mark.parametrize(
    "address",
    [
        "ADR:;1 Elm St\\nPorto\\nPortugal;;;;;",
        "LABEL;ENCODING=QUOTED-PRINTABLE:1 Elm St=0D=0APorto=0D=0APortugal",
        'ADR;LABEL="1 Elm St^nPorto^nPortugal":;;;;;;',
    ],
)
def test_an_address_in_one_piece_is_a_location_as_it_is(tmp_path: Path, address: str) -> None:
    told = told_of(tmp_path, card("FN:Ana", address, PHONE, version="4.0"))

    assert told.people[0].profile.location == "1 Elm St, Porto, Portugal"
    assert told.notes == []


def test_categories_are_tags_but_for_the_group_of_everybody(tmp_path: Path) -> None:
    ana = read_card(
        tmp_path,
        "FN:Ana",
        PHONE,
        "CATEGORIES:My Contacts,Rust\\, C++,,Rust\\, C++," + "x" * 101,
    )

    assert ana.tags == ("Rust, C++", "x" * 100)


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("20121005T210525Z", datetime(2012, 10, 5, 21, 5, 25, tzinfo=UTC)),
        ("2012-10-05T21:05:25+02:00", datetime(2012, 10, 5, 19, 5, 25, tzinfo=UTC)),
        ("2012-10-05T21:05:25", datetime(2012, 10, 5, 20, 5, 25, tzinfo=UTC)),
        ("20121005", datetime(2012, 10, 4, 23, tzinfo=UTC)),
        ("1:yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_the_revision_says_when_a_card_was_told(
    tmp_path: Path, told: str, at: datetime | None
) -> None:
    options = Options(timezone="Europe/Lisbon")

    [ana] = told_of(tmp_path, card("FN:Ana", PHONE, f"REV:{told}"), options=options).people

    assert ana.told_at == at


def test_a_note_is_an_engagement_that_a_later_export_tells_again(tmp_path: Path) -> None:
    first = card("UID:urn:uuid:1-2", "FN:Ana", PHONE, "NOTE:Met in Porto.\\nSpeaks Czech.")
    later = card("REV:20200101", "UID:1-2", "FN:Ana B", "NOTE:Met in Porto.\\n Speaks Czech.")
    other = card("UID:1-3", "FN:Ben", PHONE, "NOTE:Met in Porto.\\nSpeaks Czech.", "NOTE:  ")

    told = told_of(tmp_path, first, later, other)

    notes = told.engagements
    assert [one.kind for one in notes] == [Kind.NOTE] * 3
    assert notes[0].body == "Met in Porto.\nSpeaks Czech."
    assert notes[0].occurred_at is None
    assert len({one.external_id for one in notes}) == 1
    # Of two people it is two notes.
    assert all(one.key_with_person for one in notes)


def test_private_facts_are_left_behind_and_said_so_once(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        card("FN:Ana", PHONE, "BDAY:1990-01-01", "X-EVOLUTION-ANNIVERSARY:2010-01-01"),
        card("FN:Ben", "TEL:+351211234568", "GENDER:M", "bday:1991-01-01", "X-SPOUSE:Eva"),
    )

    assert all(one.profile.custom_fields is None for one in told.people)
    [note] = told.notes
    assert note.startswith("Left behind as private, unless you say to keep them: ")
    assert note.endswith(": BDAY, GENDER, X-EVOLUTION-ANNIVERSARY, X-SPOUSE.")


def test_what_is_asked_for_by_name_is_kept(tmp_path: Path) -> None:
    options = Options(keeps=("bday", "X-MS-MANAGER"))

    told = told_of(
        tmp_path,
        card("FN:Ana", PHONE, "BDAY:--0103", "X-MS-MANAGER:Eva", "GENDER:F"),
        options=options,
    )

    fields = {"birthday": "--0103", "ms-manager": "Eva"}
    assert told.people[0].profile.custom_fields == fields
    assert told.notes == ["Left behind as private, unless you say to keep them: GENDER."]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["FN:Ana Berg"], BARE),
        (["N:Berg;Ana", "UID:1-2", "CATEGORIES:My Contacts"], BARE),
        (["N:Berg;Ana", "NICKNAME:Annie", "TEL:unknown", "EMAIL:none"], BARE),
        (["FN:Acme", "ORG:ACME;", "TEL:+351211234567"], COMPANY),
        (["ORG:Acme", "EMAIL:info@example.com"], COMPANY),
        (["N:Berg;Ana", "KIND:org", "TEL:+351211234567"], COMPANY),
        (["FN:Acme Ltd", "X-ABShowAs:COMPANY", "ORG:Acme", "TEL:+351211234567"], COMPANY),
        (["FN:Room 5", "KIND:location"], "the card of a location, not of a person"),
        (["PHOTO;BASE64:", " AAAA"], "a card without name, address, number or link"),
        ([], "a card without name, address, number or link"),
        (["UID:1-2", "NOTE:call back"], "a card without name, address, number or link"),
        (["FN:Me", "EMAIL:Me@example.com"], "the card of the owner of this ledger"),
        (["FN:Me", "URL:github.com/Me1/"], "the card of the owner of this ledger"),
        (["FN:Me", "TEL:+420 601 123-456"], "the card of the owner of this ledger"),
    ],
)
def test_a_card_that_leads_to_nobody_is_skipped_with_the_reason(
    tmp_path: Path, lines: list[str], reason: str
) -> None:
    options = Options(me=("me@example.com", "+420601123456", "https://github.com/me1"))

    told = told_of(tmp_path, card(*lines), options=options)

    assert told.reasons == [reason]
    assert told.people == []


@pytest.mark.parametrize("fact", ["ORG:Acme", "TITLE:Chemist", "ADR:;;;Porto", "NOTE:in Porto"])
def test_a_name_with_one_fact_is_somebody_known_again_by_all_that_is_said(
    tmp_path: Path, fact: str
) -> None:
    first = read_card(tmp_path, "FN:Ana Berg", fact)
    again = read_card(tmp_path, "REV:20200101", f"{fact} ", "FN:ana  BERG")
    other = read_card(tmp_path, "FN:Ana Berg", fact.lower() + " too")

    assert reaches(first)[0][1].startswith("vcard:row:")
    assert reaches(first) == reaches(again) != reaches(other)


def test_a_nameless_person_with_an_address_of_their_own_is_somebody(tmp_path: Path) -> None:
    ana = read_card(tmp_path, "ORG:Acme", "EMAIL;PREF:ana.berg@example.com", version="2.1")

    assert reaches(ana) == [("email", "ana.berg@example.com")]


@pytest.mark.parametrize("content", ["", "\n\n", "Hello\n", "name,email\nAna,a@example.com\n"])
def test_a_file_without_a_card_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    with pytest.raises(errors.Unreadable, match=r"part0\.vcf"):
        told_of(tmp_path, content)


def test_a_file_without_a_card_beside_others_is_told_as_unused(tmp_path: Path) -> None:
    told = told_of(tmp_path, card("FN:Ana", PHONE), "Hello\n")

    assert told.unused == {"part1.vcf": "no card is in it"}
    assert told.rows_by_file == {"part0.vcf": 1, "part1.vcf": 0}


def test_digits_in_a_link_of_the_owner_make_nobody_else_the_owner(tmp_path: Path) -> None:
    options = Options(me=("https://github.com/me1", "nobody in particular"))

    told = told_of(tmp_path, card("FN:Ana", "URL:github.com/ana1"), options=options)

    assert len(told.people) == 1
