from pathlib import Path

import pytest

from api.installation import Installation
from ledger.words import HandleType, Kind
from tests.ledger.imports.exports import (
    ANA,
    BEN,
    CONNECTIONS,
    CONNECTIONS_2018,
    CONTACTS,
    CONTACTS_2018,
    MESSAGES_2021,
    OLGAS_PROFILE,
    PREAMBLE,
    table,
    told,
    zipped,
)
from tests.ledger.imports.networks import brought
from tests.ledger.stories import rows

ANA_ROW = ["Ana", "Berg", ANA, "ana@example.com", "Acme, Inc.", "Engineer", "07 Jun 2021"]


def test_a_connection_is_a_person_and_the_day_they_connected(tmp_path: Path) -> None:
    export = told(
        tmp_path, {"Connections.csv": table(CONNECTIONS, ANA_ROW, before=PREAMBLE).rstrip("\n")}
    )

    [ana] = export.people
    assert (ana.profile.first_name, ana.profile.last_name) == ("Ana", "Berg")
    assert (ana.profile.company, ana.profile.title) == ("Acme, Inc.", "Engineer")
    assert [(handle.handle.type, handle.handle.value) for handle in ana.handles] == [
        (HandleType.LINKEDIN, ANA),
        (HandleType.EMAIL, "ana@example.com"),
        (HandleType.LINKEDIN_CONNECTION, "ana berg|2021-06-07"),
    ]
    assert ana.place.line == 5
    [event] = export.engagements
    assert (event.kind, event.subject) == (Kind.EVENT, "Connected on LinkedIn")
    assert event.external_id == "connection:ana berg|2021-06-07"
    assert str(event.occurred_at) == "2021-06-07 00:00:00+00:00"


def test_exports_with_and_without_links_give_a_connection_one_mark(tmp_path: Path) -> None:
    late = told(tmp_path, {"Connections.csv": table(CONNECTIONS, ANA_ROW)})
    early = told(
        tmp_path,
        {
            "Connections.csv": table(
                CONNECTIONS_2018, ["Ana ", "Berg", "", "", "", "6/7/21, 9:05 AM"]
            )
        },
    )

    assert early.people[0].handles[-1] == late.people[0].handles[-1]
    assert early.engagements[0].external_id == late.engagements[0].external_id


@pytest.mark.parametrize("order", [("early", "late"), ("late", "early")])
def test_the_minute_of_an_early_export_and_the_day_of_a_later_one_are_one_connection(
    workspace: Installation, tmp_path: Path, order: tuple[str, str]
) -> None:
    early = table(
        CONNECTIONS_2018, ["Ana", "Berg", "ana@example.com", "", "", "4/9/18, 9:05 AM"]
    )
    late = table(CONNECTIONS, [*ANA_ROW[:6], "09 Apr 2018"])
    content = {"early": early, "late": late}

    for name in order:
        members = {"Connections.csv": content[name]}
        brought(workspace, zipped(tmp_path / f"{name}.zip", members))

    query = (
        "select occurred_at::text from views.timeline where workspace_id = %(workspace)s"
        " and event_type = 'EngagementRecorded'"
    )
    assert rows(workspace, query) == [("2018-04-09 00:00:00+00",)]


def test_a_row_with_only_a_day_is_a_hidden_member(tmp_path: Path) -> None:
    export = told(
        tmp_path, {"Connections.csv": table(CONNECTIONS, [""] * 6 + ["07 Jun 2026"], ANA_ROW)}
    )

    [skipped] = export.skipped
    assert "hidden or closed member" in skipped.reason
    assert (skipped.place.file, skipped.place.line) == ("Connections.csv", 2)


def test_the_same_connection_twice_is_told_once(tmp_path: Path) -> None:
    for header, row in (
        (CONNECTIONS, ANA_ROW),
        (CONNECTIONS_2018, ["Ana", "Berg", "", "Acme", "Engineer", "07 Jun 2021"]),
    ):
        export = told(tmp_path, {"Connections.csv": table(header, row, row)})

        assert len(export.engagements) == 1
        assert [one.reason for one in export.skipped] == ["the same row twice"]


def test_two_of_one_name_on_one_day_are_told_apart_by_links_only(tmp_path: Path) -> None:
    other = ["Ana", "Berg", f"{ANA}-2", "", "Other", "Chef", "07 Jun 2021"]

    linked = told(tmp_path, {"Connections.csv": table(CONNECTIONS, ANA_ROW, other)})
    assert [one.external_id for one in linked.engagements] == [
        "connection:in/ana-berg|2021-06-07",
        "connection:in/ana-berg-2|2021-06-07",
    ]
    marks = {handle.handle.type for person in linked.people for handle in person.handles}
    assert HandleType.LINKEDIN_CONNECTION not in marks

    rows = [[*row[:2], *row[3:]] for row in (ANA_ROW, other)]
    bare = told(tmp_path, {"Connections.csv": table(CONNECTIONS_2018, *rows)})
    assert len(bare.people) == 1
    assert "no link tells them apart" in bare.skipped[0].reason


def test_a_spreadsheet_may_have_saved_the_file_again(tmp_path: Path) -> None:
    again = (
        "\ufeffsep=;\r\nNotes:;;;;;;\r\n;;;;;;\r\n"
        ";First Name;Last Name;URL;Company;Connected On;\r\n"
        f"0;Ana;Berg;{ANA};Acme;7-Feb-22;\r\n1;Ben;Costa;{BEN};;02-Feb-2022;\r\n"
    )
    export = told(tmp_path, {"Connections.csv": again})

    assert [str(one.occurred_at)[:10] for one in export.engagements] == [
        "2022-02-07",
        "2022-02-02",
    ]
    assert export.people[0].place.line == 5


def test_a_day_in_an_order_nobody_can_tell_is_not_guessed(tmp_path: Path) -> None:
    export = told(
        tmp_path, {"Connections.csv": table(CONNECTIONS, [*ANA_ROW[:6], "02/07/2022"])}
    )

    assert len(export.people) == 1
    assert export.engagements == []
    assert any("02/07/2022" in note for note in export.notes)


def test_names_keep_emoji_and_lose_spaces_around(tmp_path: Path) -> None:
    row = [" Ana\u200f 🚀 ", " Berg, Ph.D.", ANA, "", "", "", "07 Jun 2021"]
    export = told(tmp_path, {"Connections.csv": table(CONNECTIONS, row)})

    assert export.people[0].profile.first_name == "Ana\u200f 🚀"
    assert export.people[0].profile.last_name == "Berg, Ph.D."
    assert export.people[0].handles[-1].handle.value == "ana 🚀 berg, ph.d.|2021-06-07"


def test_a_cell_longer_than_a_line_is_shortened_and_noted(tmp_path: Path) -> None:
    row = ["Ana", "Berg", ANA, "", "A" * 5_000, "B" * 1_000, "07 Jun 2021"]
    export = told(tmp_path, {"Connections.csv": table(CONNECTIONS, row)})

    assert len(export.people[0].profile.company or "") == 1_000
    assert export.people[0].profile.title == "B" * 1_000
    assert "Cells longer than 1,000 characters, shortened: 1." in export.notes


def test_a_connection_without_a_link_meets_the_link_of_that_name(tmp_path: Path) -> None:
    rows = [
        ["2-a", "", "Ana Berg", ANA, "Olga Owner", "2021-04-02 09:15:00 UTC", "", "Hi", "INBOX"]
    ]
    export = told(
        tmp_path,
        {
            "Connections.csv": table(
                CONNECTIONS_2018, ["Ana", "Berg", "", "Acme", "Engineer", "07 Jun 2021"]
            ),
            "messages.csv": table(MESSAGES_2021, *rows),
            "Profile.csv": OLGAS_PROFILE,
        },
    )

    [ana] = export.people
    assert ana.handles[0].handle.value == ANA
    assert ana.handles[1].handle.type == HandleType.LINKEDIN_CONNECTION
    assert ana.profile.company == "Acme"
    assert {one.person for one in export.engagements} == {ana.person}


def test_a_contact_brings_addresses_numbers_and_sites(tmp_path: Path) -> None:
    row = ["GOOGLE_CONTACTS", "Ana", "Berg", "Acme", "Engineer"]
    row += [
        "ana@example.com,ana@home.example",
        "+351 1,+351 2",
        "1/2/23, 9:05 AM",
        "",
        "ana.example",
    ]
    row += ["skype:ana", "Ana Berg", "Jan 12", "Porto", "", ""]
    export = told(tmp_path, {"Contacts.csv": table(CONTACTS, row).rstrip("\n")})

    [ana] = export.people
    assert [(handle.handle.type.value, handle.handle.value) for handle in ana.handles] == [
        ("email", "ana@example.com"),
        ("email", "ana@home.example"),
        ("phone", "+351 1"),
        ("phone", "+351 2"),
        ("website", "ana.example"),
        ("messenger", "skype:ana"),
    ]
    assert (ana.profile.first_name, ana.profile.location) == ("Ana", "Porto")
    assert export.engagements == []
    assert "Birthdays of contacts are not brought in." in export.notes


def test_a_contact_is_a_connection_of_that_name_and_address(tmp_path: Path) -> None:
    def contact(first: str, email: str, phone: str) -> list[str]:
        return [first, "Berg", "", "", email, phone, *[""] * 9]

    export = told(
        tmp_path,
        {
            "Connections.csv": table(CONNECTIONS, ANA_ROW),
            "Imported Contacts.csv": table(
                CONTACTS_2018,
                contact("Ana", "ANA@example.com", "555 0100"),
                contact("Ana", "", "(555) 0100"),
                contact("Eva", "ana@example.com", ""),
                contact("Ana", "", ""),
            ),
        },
    )

    ana, eva = export.people
    assert [place.line for place in ana.also] == [2, 3]
    assert eva.profile.first_name == "Eva"
    assert [one.reason for one in export.skipped] == [
        "a name without any address, number or profile link"
    ]


def test_the_owners_own_addresses_are_no_candidates(tmp_path: Path) -> None:
    def contact(email: str, phone: str) -> list[str]:
        return ["MOBILE_CONTACTS", "Olga", "Owner", "", "", email, phone, *[""] * 9]

    export = told(
        tmp_path,
        {
            "Contacts.csv": table(CONTACTS, contact("Olga@example.com", "+351 912 345 678")),
            "Email Addresses.csv": "Email Address,Confirmed,Primary\nolga@example.com,Yes,Yes",
            "PhoneNumbers.csv": "Extension,Number,Type\n+351, 912345678,Mobile\n,,\n",
        },
    )

    assert export.people == []
    assert [one.reason for one in export.skipped] == ["this is you, the owner of the export"]
