from pathlib import Path
from typing import Any, cast

import pytest
import vobject

from api.installation import Installation
from ledger.commands.handles import AddHandle, CorrectHandle, handle_id_of
from ledger.words import HandleStatus
from projections.copies import vcards
from projections.copies.vcards import VcardVersion, escaped, folded
from projections.moment import Moment
from tests.ledger.imports.networks import brought
from tests.ledger.stories import another_workspace, email, given_email, record, rows
from tests.projections.copies.histories import ADA, NASTY, person, rich


def _cards(on: Installation, version: VcardVersion) -> bytes:
    with on.database.snapshot() as connection:
        return b"".join(vcards.cards(Moment(connection, on.workspace), None, version))


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 500])
@pytest.mark.parametrize("mark", ["a", "é", "李", "\U0001f600"])
def test_lines_are_folded_at_75_octets_and_never_within_a_character(
    length: int, mark: str
) -> None:
    text = mark * length

    lines = folded(text).split(b"\r\n")[:-1]

    assert all(len(line) <= 75 for line in lines)
    assert [line.decode()[:1] for line in lines[1:]] == [" "] * (len(lines) - 1)
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == text
    assert len(lines) == 1 or len(text.encode()) > 75


def test_what_means_something_in_a_card_is_escaped() -> None:
    assert escaped("a,b;c\\d\r\ne\rf\x00g\ti") == "a\\,b\\;c\\\\d\\ne\\nfg\ti"


def test_vobject_reads_cards_of_3_0_as_they_were_meant(workspace: Installation) -> None:
    rich(workspace)

    text = _cards(workspace, "3.0").decode()

    read: list[Any] = list(cast("Any", vobject).readComponents(text))
    by_name = {card.fn.value: card for card in read}
    ada = by_name["Ada Lovelace"]
    assert (ada.n.value.family, ada.n.value.given) == ("Lovelace", "Ada")
    assert ada.org.value == ["Engine, Ltd"]
    assert ada.note.value == NASTY
    assert ada.email.value == "ada@example.com"
    assert ada.uid.value == f"urn:uuid:{ADA}"
    assert ada.categories.value == ["Rust", "Vice; versa"]
    assert "李小龙" in by_name


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_cards_brought_into_an_empty_ledger_give_the_same_people_and_handles(
    workspace: Installation, tmp_path: Path, version: VcardVersion
) -> None:
    _people_with_handles(workspace)
    other = another_workspace(workspace)
    path = tmp_path / "all.vcf"
    path.write_bytes(_cards(workspace, version))

    brought(other, path)

    assert _names(other) == _names(workspace)
    assert _handles(other) == _handles(workspace)


def test_a_person_without_a_name_is_shown_by_what_reaches_them(workspace: Installation) -> None:
    handle = {"handle": {"type": "email", "value": "somebody@example.com"}}
    person(workspace, handles=[handle])

    assert b"\r\nFN:somebody@example.com\r\n" in _cards(workspace, "4.0")


@pytest.mark.parametrize("status", [HandleStatus.OUTDATED, HandleStatus.INVALID])
def test_an_address_that_works_no_more_is_on_no_card(
    workspace: Installation, status: HandleStatus
) -> None:
    who = person(workspace, handles=[{"handle": email("old@x.example")}])
    record(workspace, AddHandle(candidate_id=who, given=given_email("new@x.example")))
    handle_id = handle_id_of(workspace.knowledge(), email("old@x.example"))

    record(workspace, CorrectHandle(candidate_id=who, handle_id=handle_id, status=status))

    cards = _cards(workspace, "4.0")
    assert b"old@x.example" not in cards
    assert b"\r\nFN:new@x.example\r\n" in cards
    assert b"\r\nEMAIL:new@x.example\r\n" in cards


def test_an_address_that_works_again_is_on_the_card(workspace: Installation) -> None:
    who = person(workspace, handles=[{"handle": email("old@x.example")}])
    handle_id = handle_id_of(workspace.knowledge(), email("old@x.example"))

    for status in (HandleStatus.INVALID, HandleStatus.CURRENT):
        record(workspace, CorrectHandle(candidate_id=who, handle_id=handle_id, status=status))

    assert b"\r\nEMAIL:old@x.example\r\n" in _cards(workspace, "4.0")


def _people_with_handles(on: Installation) -> None:
    links = {
        "linkedin": "https://www.linkedin.com/in/ada", "github": "ada-gh", "twitter": "@ada",
        "xing": "ada_l", "bluesky": "https://bsky.app/profile/ada.example",
        "mastodon": "@ada@example.social",
        "website": "https://example.com/ada", "phone": "+49 30 1234567",
        "email": "ada@example.com",
    }  # fmt: skip
    handles = [{"handle": {"type": type_, "value": value}} for type_, value in links.items()]
    person(on, profile={"first_name": "Ada", "last_name": "von Lovelace; jr"}, handles=handles)
    person(
        on,
        profile={"name": "李小龙"},
        handles=[{"handle": {"type": "phone", "value": "+86 10 1234 5678"}}],
    )


def _names(on: Installation) -> list[Any]:
    query = (
        "select ledger.display_name(facts) from views.profile"
        " where workspace_id = %(workspace)s order by 1"
    )
    return rows(on, query)


def _handles(on: Installation) -> list[Any]:
    query = (
        "select type, key from views.handles where workspace_id = %(workspace)s"
        " and type <> 'external_id' order by 1, 2"
    )
    return rows(on, query)
