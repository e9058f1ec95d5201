"""Groups of cards: who is in them."""

from pathlib import Path

from tests.ledger.imports.cards import card, told_of

PHONE = "TEL:+351211234567"


def test_a_group_holds_those_of_its_members_that_are_in_the_files(tmp_path: Path) -> None:
    group = card(
        "X-ADDRESSBOOKSERVER-KIND:group",
        "FN:Chemists",
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:A-1",
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:A-9",
    )
    newer = card("KIND:group", "FN:Friends", "MEMBER:mailto:ben@example.com", version="4.0")

    told = told_of(
        tmp_path,
        group + newer + card("FN:Ana", PHONE, "UID:a-1"),
        card("FN:Ben", "EMAIL:Ben@example.com"),
    )

    ana, ben = told.people
    assert [(one.person, one.pool, one.place.line) for one in told.memberships] == [
        (ana.person, "Chemists", 1),
        (ben.person, "Friends", 8),
    ]
    assert told.notes == ["Members of groups whose cards are not in this file: 1."]


def test_a_group_of_nobody_is_skipped(tmp_path: Path) -> None:
    told = told_of(
        tmp_path,
        card("KIND:group", "FN:Chemists", "MEMBER:urn:uuid:A-9"),
        card("KIND:group", "MEMBER:urn:uuid:A-1"),
        card("FN:Ana", PHONE, "UID:A-1"),
    )

    assert told.reasons == ["a group with nobody of this file in it", "a group without a name"]
