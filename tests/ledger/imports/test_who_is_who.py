"""Whom a row means: a handle recognises, a name never does, and what is shared tells nobody."""

from pathlib import Path
from typing import Any

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.engagements import RecordWithHolder
from ledger.commands.handles import AddHandle, CorrectHandle, GivenHandle, handle_id_of
from ledger.imports.report import Report
from ledger.words import Handle, HandleType
from tests.ledger.imports.exports import CONTACTS, table, zipped
from tests.ledger.imports.networks import brought, contact
from tests.ledger.stories import CALL, email, given_email, head, known_candidate, record, rows

NUMBER = "+49 30 1234567"


def contacts(on: Installation, folder: Path, *people: list[str], **said: Any) -> Report:
    """Bring in an address book in which these people stand."""
    members = {"Contacts.csv": table(CONTACTS, *people)}
    return brought(on, zipped(folder / "contacts.zip", members), **said)


def people(on: Installation) -> list[str]:
    """Return each person's handles, those that are shared marked."""
    found = rows(
        on,
        "select string_agg(h.key || case when h.told -> 'is_shared' = 'true' then ' (shared)'"
        " else '' end, ', ' order by h.key)"
        " from views.handles h where workspace_id = %(workspace)s"
        " and type <> 'external_id' group by candidate_id",
    )
    return sorted(row[0] for row in found)


def phone(number: str) -> Handle:
    return Handle(type=HandleType.PHONE, value=number)


def test_a_number_of_people_with_clearly_different_names_is_shared(
    workspace: Installation, tmp_path: Path
) -> None:
    book = (
        contact("Ana", "Berg", "ana@acme.example", NUMBER),
        contact("Ben", "Costa", "ben@acme.example", NUMBER),
        contact("Cleo", "Dahl", phone=NUMBER),
    )

    first, again = contacts(workspace, tmp_path, *book), contacts(workspace, tmp_path, *book)

    assert people(workspace) == [
        "+49301234567 (shared)",
        "+49301234567 (shared), ben@acme.example",
        "+49301234567, ana@acme.example",
    ]
    assert (first.people, again.people) == ({"new": 3}, {"known": 3})
    assert again.event_count == 0


@pytest.mark.parametrize("name", [("Anna", "Berg"), ("Berg", "Ana"), ("A.", "Berg")])
def test_a_number_and_a_name_spelt_otherwise_are_one_person(
    workspace: Installation, tmp_path: Path, name: tuple[str, str]
) -> None:
    contacts(workspace, tmp_path, contact("Ana", "Berg", "ana@acme.example", NUMBER))

    report = contacts(workspace, tmp_path, contact(*name, phone="0049 (30) 123 45 67"))

    assert "new" not in report.people
    assert people(workspace) == ["+49301234567, ana@acme.example"]


def test_a_number_without_a_country_code_is_read_in_the_region_that_is_said(
    workspace: Installation, tmp_path: Path
) -> None:
    contacts(workspace, tmp_path, contact("Ana", "Berg", phone=NUMBER))

    elsewhere = contacts(workspace, tmp_path, contact("Ana", "Berg", phone="030 1234567"))
    there = contacts(
        workspace, tmp_path, contact("Ana", "Berg", phone="(030) 12345-67"), region="DE"
    )

    assert (elsewhere.people, there.people) == ({"new": 1}, {"known": 1})


def test_a_mailbox_of_several_people_recognises_none_of_them(
    workspace: Installation, tmp_path: Path
) -> None:
    book = (
        contact("Ana", "Berg", "info@acme.example", "+49 30 1000001"),
        contact("Ben", "Costa", "info@acme.example", "+49 30 1000002"),
        contact("Cleo", "Dahl", "Info@Acme.example"),
    )

    first, again = contacts(workspace, tmp_path, *book), contacts(workspace, tmp_path, *book)

    assert people(workspace) == [
        "+49301000001, info@acme.example (shared)",
        "+49301000002, info@acme.example (shared)",
    ]
    assert [each.place.line for each in first.skipped] == [4]
    assert again.event_count == 0


def test_two_handles_of_two_people_in_one_row_lead_to_the_stronger_and_are_both_kept(
    workspace: Installation, tmp_path: Path
) -> None:
    contacts(workspace, tmp_path, contact("Ana", "Berg", "ana@acme.example"))
    contacts(workspace, tmp_path, contact("Ana", "Berg", phone=NUMBER))
    joint = contact("Ana", "Berg", "ana@acme.example", NUMBER)

    first, again = contacts(workspace, tmp_path, joint), contacts(workspace, tmp_path, joint)

    assert people(workspace) == ["+49301234567", "+49301234567, ana@acme.example"]
    assert (first.people, first.changes_by_field) == ({"changed": 1}, {"handles": 1})
    assert again.event_count == 0


def test_a_handle_said_to_be_shared_recognises_nobody_from_then_on(
    workspace: Installation, tmp_path: Path
) -> None:
    contacts(workspace, tmp_path, contact("Ana", "Berg", "team.lead@acme.example"))
    ((who,),) = rows(
        workspace, "select candidate_id from views.profile where workspace_id = %(workspace)s"
    )
    handle_id = handle_id_of(workspace.knowledge(), email("team.lead@acme.example"))

    record(workspace, CorrectHandle(candidate_id=who, handle_id=handle_id, is_shared=True))
    report = contacts(
        workspace, tmp_path, contact("Ben", "Costa", "team.lead@acme.example", NUMBER)
    )

    assert report.people == {"new": 1}
    assert people(workspace) == [
        "+49301234567, team.lead@acme.example (shared)",
        "team.lead@acme.example (shared)",
    ]


def test_by_hand_several_people_may_be_given_one_shared_handle(workspace: Installation) -> None:
    switchboard = GivenHandle(handle=phone(NUMBER), is_shared=True)
    known_candidate(workspace, handles=(switchboard, given_email("info@acme.example")))
    ben = known_candidate(workspace, handles=(switchboard, given_email("info@acme.example")))

    record(workspace, AddHandle(candidate_id=ben, given=switchboard))

    assert people(workspace) == ["+49301234567 (shared), info@acme.example (shared)"] * 2
    with pytest.raises(errors.Invalid, match="share"):
        record(workspace, RecordWithHolder(handle=email("info@acme.example"), engagement=CALL))


def test_the_first_row_about_somebody_has_the_say_and_the_next_fills_gaps(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(workspace, handles=(given_email("ana@acme.example"),))
    first = contact("Ana", "Berg", "ana@acme.example")
    first[3:5] = ["Acme", ""]
    second = contact("Anna", "Berg", "ana@acme.example")
    second[3:5] = ["Globex", "Engineer"]

    contacts(workspace, tmp_path, first, second)
    before = head(workspace)
    again = contacts(workspace, tmp_path, first, second, contact("Eva", "New", "e@x.example"))

    ((facts,),) = rows(
        workspace,
        "select jsonb_object_agg(f.key, f.value -> 'value') from views.profile p,"
        " jsonb_each(p.facts) f join views.handles h on h.key = 'ana@acme.example'"
        " where p.workspace_id = %(workspace)s and h.workspace_id = p.workspace_id"
        " and h.candidate_id = p.candidate_id",
    )
    assert (facts["company"], facts["title"]) == ("Acme", "Engineer")
    assert head(workspace) == before + 4, "an import begun and ended, a person and a handle"
    assert again.people == {"known": 1, "new": 1}
