from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.imports.options import Options
from ledger.imports.tables.names import are_one, may_be_one
from tests.ledger.imports.tables import told

HEADER = "Name,Email,Phone,LinkedIn,Company\n"
LINK = "https://www.linkedin.com/in/ana"


def test_handles_come_strongest_first(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Website,Phone,Email,LinkedIn,GitHub,Ref\n"
        f"Ana,ana.example,+49 30 123456,ana@example.com,{LINK},ana,4711\n",
        options=Options(columns={"Ref": "external_id"}),
    )

    assert table.handles() == [
        ("external_id", "table:4711"),
        ("linkedin", LINK),
        ("github", "https://github.com/ana"),
        ("email", "ana@example.com"),
        ("phone", "+49 30 123456"),
        ("website", "ana.example"),
    ]


def test_rows_with_one_strongest_handle_are_one_person(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        HEADER
        + "Ana Berg,ana@example.com,,,\nBen,ben@example.com,,,\n"
        + "A. Berg,ANA@example.com,+49 30 123456,,Acme\nAna Berg,ana@example.com,,,Other\n",
    )

    ana = next(one for one in table.people if one.place.line == 2)
    assert [place.line for place in ana.also] == [4, 5]
    assert ana.profile.name == "Ana Berg"
    assert ana.profile.company == "Acme"
    assert [reach.handle.value for reach in ana.handles] == ["ana@example.com", "+49 30 123456"]
    assert "Facts that a later row about the same person tells otherwise, left out: 2." in (
        table.said
    )


def test_the_same_row_twice_is_told_once(tmp_path: Path) -> None:
    row = "Ana Berg,ana@example.com,,,Acme\n"
    bare = "Eva Dorn,,,,Acme\n"

    table = told(tmp_path, HEADER + row + bare + row + bare)

    assert len(table.people) == 2
    assert table.reasons() == ["the same row twice", "the same row twice"]
    assert [one.place.line for one in table.skipped] == [4, 5]


def test_one_mailbox_of_two_people_recognises_neither(tmp_path: Path) -> None:
    table = told(
        tmp_path, HEADER + "Ana Berg,team7@example.com,,,\nBen Costa,team7@example.com,,,\n"
    )

    ana, ben = table.people
    assert ana.handles[0].handle.value != ben.handles[0].handle.value
    assert ana.handles[0].handle.value.startswith("table:row:")
    assert [reach.is_shared for reach in ana.handles] == [False, True]


def test_a_number_of_several_people_recognises_none_of_them(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        HEADER
        + "Ana Berg,ana@example.com,030 123456,,\nBen Berg,ben@example.com,030/123456,,\n"
        + "Eva,,030-123456,,Acme\n",
    )

    assert len(table.people) == 3
    assert [reach.is_shared for reach in table.people[0].handles] == [False, True]
    assert [reach.handle.type for reach in table.people[2].handles] == ["external_id", "phone"]


@pytest.mark.parametrize(
    ("one", "other", "by_mail", "by_phone"),
    [
        ("Ana Berg", "ana berg", True, True),
        ("Ana Berg", "Ana Maria Berg", True, True),
        ("Zoë Müller", "Zoe Muller", True, True),
        ("B. Smith", "Bob Smith", True, True),
        ("Robert Smith", "Bob Smith", True, False),
        ("Ana Berg", "Ben Berg", True, False),
        ("Ana Berg", "", True, True),
        ("Ana Berg", "Ben Costa", False, False),
    ],
)
def test_names_say_whether_people_who_share_an_address_are_one(
    one: str,
    other: str,
    by_mail: bool,  # noqa: FBT001 - a table of cases
    by_phone: bool,  # noqa: FBT001 - a table of cases
) -> None:
    assert may_be_one(one, other) is may_be_one(other, one) is by_mail
    assert are_one(one, other) is are_one(other, one) is by_phone


def test_a_name_with_an_employer_is_recognised_by_all_the_row_says(tmp_path: Path) -> None:
    first = told(tmp_path, HEADER + "Ana Berg,,,,Acme\nAna Berg,,,,Other\n")
    again = told(tmp_path, HEADER + "ANA  BERG,,,,acme\n", "again.csv")

    assert first.handles(0) == again.handles(0)
    assert first.handles(0) != first.handles(1)


def test_a_name_alone_is_nobody(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "First Name,Last Name,Email,City,Tags\nAna,Berg,,,\nBen,Costa,,Porto,\n"
        "Eva,Dorn,,,vip\nIan,Fox,info@example.com,,\n",
    )

    assert table.reasons() == ["a name without any address, number, profile link or employer"]
    assert [one.profile.first_name for one in table.people] == ["Ben", "Eva", "Ian"]
    assert table.handles(2)[1] == ("email", "info@example.com")


def test_a_company_is_no_person(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        HEADER
        + ",,+49 30 123456,,Acme\nAcme,info@acme.example,,,Acme\nACME,,+49 30 1234567,,Acme\n"
        + ",ana.berg@acme.example,,,Acme\n,hr@acme.example,,,\n,eva@acme.example,,,\n",
    )

    assert table.reasons() == [
        "a company, not a person",
        "a company, not a person",
        "a company, not a person",
        "no name, and no address, number or profile link of one person",
    ]
    assert [table.facts(at) for at in (0, 1)] == [{"company": "Acme"}, {}]


def test_several_addresses_in_one_cell_are_several_handles(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Emails,Phones,Links\n"
        '"Berg, Ana","Ana <ana@example.com>; a@b.example ana@EXAMPLE.com",'
        '"+49 30 123456 ::: 0049 170 123","https://linkedin.com/in/ana ; ana.example"\n',
    )

    assert table.handles() == [
        ("linkedin", "https://linkedin.com/in/ana"),
        ("email", "ana@example.com"),
        ("phone", "+49 30 123456"),
        ("phone", "0049 170 123"),
        ("website", "ana.example"),
    ]


def test_an_address_twice_in_a_cell_is_one_handle(tmp_path: Path) -> None:
    table = told(tmp_path, "Name,Email\nAna,ana@example.com; ANA@example.com\n")

    assert table.handles() == [("email", "ana@example.com")]


def test_what_has_no_form_of_an_address_is_left_out_and_counted(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Phone,LinkedIn,City\n"
        "Ana,/o=Org/cn=Recipients/cn=ana,call me,in a word,Porto\n"
        "Ben,ben@example.com,4.91701E+11,,\nEva,eva@example.com,4.9170123E+7,,\n",
    )

    assert [kind for kind, _ in table.handles(0)] == ["external_id"]
    assert table.handles(2)[1] == ("phone", "49170123")
    assert [note for note in table.said if "left out" in note] == [
        "Cells taken for links that hold none, left out: 1.",
        "Cells taken for e-mail addresses that hold none, left out: 1.",
        "Cells taken for phone numbers that hold none, left out: 1.",
        "Numbers that a spreadsheet shortened (4.9E+11), left out: 1.",
    ]


def test_numbers_kept_as_text_by_a_spreadsheet_are_as_typed(tmp_path: Path) -> None:
    table = told(tmp_path, 'Name,Phone\nAna,"=""0049170123"""\nBen,\'+49170124\n')

    assert [table.handles(at) for at in (0, 1)] == [
        [("phone", "0049170123")],
        [("phone", "+49170124")],
    ]


def test_notes_pools_and_applications_follow_their_person(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Notes,Note date,Talent Pool,Job,Stage,Applied at,Rejection reason\n"
        'Ana,ana@example.com,"Met, in Porto",2026-03-01,Go; Rust,Dev,Screen,2026-02-01,\n'
        "Ben,ben@example.com,,,,Ops,Rejected,,too far\nEva,eva@example.com,Hi,,,Dev,,,\n",
    )

    [met, hi] = table.notes
    assert (met.body, met.kind) == ("Met, in Porto", "note")
    assert met.occurred_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert hi.occurred_at is None
    assert met.key_with_person
    assert [one.pool for one in table.pools] == ["Go", "Rust"]
    assert [
        (one.opportunity, one.stage, one.outcome, one.rejection_reason)
        for one in table.applications
    ] == [
        ("Dev", "Screen", None, None),
        ("Ops", "Rejected", "rejected", "too far"),
        ("Dev", "Applied", None, None),
    ]
    assert table.applications[0].applied_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_a_note_has_one_key_however_its_lines_are_broken(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        'Name,Email,Notes\nAna,a@example.com,"one\ntwo"\nBen,b@example.com,one two\n'
        "Eva,e@example.com,one three\n",
    )

    first, second, third = (one.external_id for one in table.notes)
    assert first == second != third


def test_rows_of_one_person_tell_each_note_and_application_once(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Notes,Job\nAna,a@example.com,Hi,Dev\nAna,a@example.com,Hi,Ops\n",
    )

    assert len(table.people) == len(table.notes) == 1
    assert [one.opportunity for one in table.applications] == ["Dev", "Ops"]
    assert [one.place.line for one in table.applications] == [2, 3]


def test_a_stage_without_a_job_is_a_field_of_its_own(tmp_path: Path) -> None:
    table = told(tmp_path, "Name,Email,Stage\nAna,a@example.com,Screen\n")

    assert table.applications == []
    assert table.facts()["custom_fields"] == {"Stage": "Screen"}


def test_what_is_told_of_an_application_to_no_job_is_a_field_each(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Beworben am,Absagegrund\nAna,a@example.com,2026-01-02,too far\n",
    )

    assert table.facts()["custom_fields"] == {
        "Beworben am": "2026-01-02",
        "Absagegrund": "too far",
    }


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("van der Berg, Ana Maria", "Ana Maria", "van der Berg"),
        ("LE GALL Yann", "Yann", "LE GALL"),
        ("Kowalski Jan", "Jan", "Kowalski"),
    ],
)
def test_a_family_name_that_stands_first_is_one(
    tmp_path: Path, cell: str, first: str, last: str
) -> None:
    table = told(tmp_path, f'Nachname Vorname;Email\n"{cell}";a@example.com\n')

    assert table.facts() == {"first_name": first, "last_name": last}


def test_a_name_whose_parts_nothing_tells_stays_whole(tmp_path: Path) -> None:
    table = told(tmp_path, "Nachname Vorname;Email\nGarcia Lopez Ana;a@example.com\n")

    assert table.facts() == {"name": "Garcia Lopez Ana"}


@pytest.mark.parametrize(
    ("name", "last", "facts"),
    [
        ("Ana Maria Berg", "Berg", {"first_name": "Ana Maria", "last_name": "Berg"}),
        ("Berg, Ana", "Berg", {"first_name": "Ana", "last_name": "Berg"}),
        ("Ana", "Berg", {"first_name": "Ana", "last_name": "Berg"}),
        ("Berg", "Berg", {"last_name": "Berg"}),
        ("Bob Ray", "Berg", {"name": "Bob Ray"}),
        ("Ana Berg", "", {"name": "Ana Berg"}),
    ],
)
def test_a_whole_name_beside_one_part_says_the_other(
    tmp_path: Path, name: str, last: str, facts: dict[str, str]
) -> None:
    table = told(tmp_path, f'Full Name;Surname;Email\n"{name}";{last};a@example.com\n')

    assert table.facts() == facts


@pytest.mark.parametrize(
    ("header", "cells", "last"),
    [
        ("Achternaam;Tussenvoegsel", "Berg;van der", "van der Berg"),
        ("Achternaam;Tussenvoegsel", "Berg;", "Berg"),
        ("Primer apellido;Segundo apellido", "Núñez;Ortega", "Núñez Ortega"),
        ("Last Name;Family Name", ";Berg", "Berg"),
    ],
)
def test_a_family_name_in_two_columns_is_one(
    tmp_path: Path, header: str, cells: str, last: str
) -> None:
    table = told(tmp_path, f"First Name;{header};Email\nAna;{cells};a@example.com\n")

    assert table.facts() == {"first_name": "Ana", "last_name": last}


@pytest.mark.parametrize("word", ["Total", "Summe:", "Grand Total", "Razem"])
def test_a_row_of_totals_is_nobody(tmp_path: Path, word: str) -> None:
    table = told(
        tmp_path,
        f"Name,Email,Skills\nAna,a@example.com,Go\n{word},,4\n{word},t@example.com,4\n",
    )

    assert table.reasons() == ["a row of totals, not a person"]
    assert [person.place.line for person in table.people] == [2, 4]


def test_the_mark_that_ends_a_sentence_is_no_part_of_an_address(tmp_path: Path) -> None:
    table = told(
        tmp_path, 'Name,Email\nAna,ana@example.com.\nBen,"b@example.com, c@x.example."\n'
    )

    assert table.handles() == [("email", "ana@example.com")]
    assert table.handles(1) == [("email", "b@example.com"), ("email", "c@x.example")]


def test_a_row_of_dashes_is_nobody(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Location,Tags,Notes,Job\n-,-,-,-,-,-\nAna,a@example.com,n/a,-,-,-\n",
    )

    assert table.reasons() == ["nothing stands in the columns that are brought in"]
    assert table.facts() == {"name": "Ana"}
    assert (table.people[0].tags, table.notes, table.applications) == ((), [], [])


def test_cells_that_are_no_date_are_counted(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Applied on,Job\nAna,a@example.com,soon,SRE\nBen,b@example.com,46082,SRE\n"
        "Eva,e@example.com,-,SRE\n",
    )

    assert table.said == ["“Applied on” holds cells that are no date, left out: 1."]
    assert [one.applied_at for one in table.applications] == [
        None, datetime(2026, 3, 1, tzinfo=UTC), None,
    ]  # fmt: skip


def test_facts_are_taken_from_several_columns(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "First Name,Middle Name,Last Name,Email,Street Address,City,State,Country,Address,"
        "Skills,Languages,University,Degree,Tags,Source\n"
        'Ana,Maria,Berg,a@example.com,Rua 1,Porto,Norte,Portugal,"Rua 1, Porto",'
        '"Go, Rust","de; en",ETH,MSc,"vip; remote; vip",Fair\n',
    )

    assert table.facts() == {
        "first_name": "Ana Maria",
        "last_name": "Berg",
        "location": "Porto, Norte, Portugal",
        "skills": ("Go", "Rust"),
        "languages": ("de", "en"),
        "educations": ({"school_name": "ETH", "degree": "MSc"},),
        "custom_fields": {"Source": "Fair"},
    }
    assert table.people[0].region == "PT"
    assert table.people[0].tags == ("vip", "remote")


def test_a_row_tells_when_it_was_last_changed(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Created,Updated\nAna,a@example.com,2024-01-01,1767225600000\n"
        "Ben,b@example.com,2024-01-01 10:00,\nEva,e@example.com,soon,\n",
        options=Options(timezone="Europe/Berlin"),
    )

    assert [one.told_at for one in table.people] == [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2024, 1, 1, 9, tzinfo=UTC),
        None,
    ]
