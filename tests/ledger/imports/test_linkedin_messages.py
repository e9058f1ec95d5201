import random
from pathlib import Path

import pytest

from ledger.words import Direction, HandleType, Kind
from tests.ledger.imports.exports import (
    ANA,
    BEN,
    CONNECTIONS_2018,
    INVITATIONS,
    MESSAGES,
    MESSAGES_2018,
    MESSAGES_2021,
    MESSAGES_2023,
    OLGA,
    OLGAS_PROFILE,
    Told,
    message,
    table,
    told,
)

US = ("Olga Owner", OLGA)
HER = ("Ana Berg", ANA)
HIM = ("Ben Costa", BEN)
NOBODY = ("LinkedIn Member", "")


def exchange(folder: Path, *rows: list[str], profile: str = OLGAS_PROFILE) -> Told:
    invitation = ["Olga Owner", "Ana Berg", "7/29/25, 6:15 PM", "", "OUTGOING", OLGA, ANA]
    return told(
        folder,
        {
            "messages.csv": table(MESSAGES, *rows),
            "Profile.csv": profile,
            "Invitations.csv": table(INVITATIONS, invitation),
        },
    )


def messages_of(export: Told) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.person, one.direction and one.direction.value, one.body)
        for one in export.engagements
        if one.place.file.startswith("messages")
    ]


def test_a_message_stands_with_the_other_in_its_direction(tmp_path: Path) -> None:
    export = exchange(tmp_path, message(HER, US, "Hi Olga"), message(US, HER, "Hi Ana"))

    assert messages_of(export) == [
        ("in/ana-berg", "inbound", "Hi Olga"),
        ("in/ana-berg", "outbound", "Hi Ana"),
    ] or messages_of(export) == [
        ("in/ana-berg", "outbound", "Hi Ana"),
        ("in/ana-berg", "inbound", "Hi Olga"),
    ]
    one = export.engagements[-1]
    assert one.kind == Kind.MESSAGE
    assert one.conversation_id == "2-abc="
    assert one.external_id.startswith("message:2-abc=:2025-08-01T09:00:00Z:")
    assert not one.key_with_person
    assert {who.name for who in one.participants} == {"Ana Berg", "Olga Owner"}
    assert [person.person for person in export.people] == ["in/ana-berg"]


def test_real_line_breaks_keep_the_lines_of_later_rows_right(tmp_path: Path) -> None:
    first = message(HER, US, 'Hi "Olga",\n\nhow are you?\r\nAna')
    second = message(HER, US, "Bye", date="2025-08-01 10:00:00 UTC", draft="Yes")
    export = exchange(tmp_path, first, second)

    assert export.engagements[-1].body == 'Hi "Olga",\n\nhow are you?\nAna'
    assert export.skipped[0].place.line == 6


def test_drafts_and_spam_are_left_out_with_their_reason(tmp_path: Path) -> None:
    export = exchange(
        tmp_path,
        message(US, HER, "Never sent", draft="Yes", conversation=""),
        message(HIM, US, "Buy this", folder="SPAM"),
        message(HER, US, "Hi", date="yesterday"),
        [""] * 13,
    )

    assert [one.reason for one in export.skipped] == [
        "draft, never sent",
        "in the spam folder",
        "the date 'yesterday' is not understood",
        "an empty row",
    ]
    assert [person.person for person in export.people] == ["in/ana-berg"]


def test_a_row_that_is_there_twice_is_told_once(tmp_path: Path) -> None:
    export = exchange(tmp_path, message(HER, US), message(HER, US))

    assert len(messages_of(export)) == 1
    assert [one.reason for one in export.skipped] == ["the same row twice"]


def test_messages_of_one_second_are_numbered_whatever_their_order(tmp_path: Path) -> None:
    rows = [message(HER, US, text) for text in ("One", "<p>Two</p>", "Three", "One")]
    other = message(HER, US, "Else", date="2025-08-01 09:00:01 UTC")
    seen: set[frozenset[tuple[str | None, str]]] = set()

    for seed in range(6):
        shuffled = [*rows, other]
        random.Random(seed).shuffle(shuffled)  # noqa: S311  # the same every time
        export = exchange(tmp_path, *shuffled)
        seen.add(
            frozenset(
                (one.body, one.external_id)
                for one in export.engagements
                if one.kind == Kind.MESSAGE
            )
        )

    [numbered] = seen
    assert len({key for _, key in numbered}) == 4


def test_text_that_is_broken_in_lines_differently_has_the_same_number(tmp_path: Path) -> None:
    late = exchange(
        tmp_path,
        message(HER, US, "<p>Hello Olga</p><p>Zebra</p>"),
        message(HER, US, "<p>Apple</p><p>x</p>"),
    )
    early = exchange(
        tmp_path, message(HER, US, "Apple x"), message(HER, US, "Hello Olga Zebra")
    )

    def numbers(export: Told) -> dict[str, str]:
        return {(one.body or "")[:5]: one.external_id for one in export.engagements}

    assert numbers(late) == numbers(early)


def test_a_group_message_stands_on_every_timeline(tmp_path: Path) -> None:
    to_both = (f"{HER[0]}, {HIM[0]}", f"{ANA},{BEN}")
    to_us = (f"{US[0]},{HIM[0]}", f"{OLGA},{BEN}")
    export = exchange(
        tmp_path,
        message(US, to_both, "All", date="2025-08-01 09:00:00 UTC"),
        message(HER, to_us, "Me", date="2025-08-01 09:01:00 UTC"),
    )

    assert messages_of(export) == [
        ("in/ana-berg", "outbound", "All"),
        ("in/ben-costa", "outbound", "All"),
        ("in/ana-berg", "inbound", "Me"),
        ("in/ben-costa", None, "Me"),
    ]
    assert all(one.key_with_person for one in export.engagements[1:])
    assert len({one.external_id for one in export.engagements[1:]}) == 2


def test_a_member_without_a_name_is_told_by_the_rest_of_the_conversation(
    tmp_path: Path,
) -> None:
    export = exchange(
        tmp_path,
        message(NOBODY, US, "Gone", date="2025-08-01 10:00:00 UTC"),
        message(US, HER, "Hi", date="2025-08-01 09:00:00 UTC"),
    )

    assert messages_of(export) == [
        ("in/ana-berg", "inbound", "Gone"),
        ("in/ana-berg", "outbound", "Hi"),
    ]
    assert any("known by the conversation: 1." in note for note in export.notes)


def test_a_member_without_a_name_in_a_group_or_alone_stays_unknown(tmp_path: Path) -> None:
    group = (f"{US[0]}, {HER[0]}", f"{OLGA},{ANA}")
    export = exchange(
        tmp_path,
        message(NOBODY, group, "Who am I?", date="2025-08-01 10:00:00 UTC"),
        message(NOBODY, US, "And I?", conversation="2-x"),
        message(("", ""), HER, "From no one", conversation="2-y"),
    )

    assert [one.reason for one in export.skipped] == [
        "it does not say who it is (LinkedIn Member)"
    ]
    assert messages_of(export) == [
        ("in/ana-berg", None, "Who am I?"),
        ("in/ana-berg", None, "From no one"),
    ]


def test_an_attachment_is_noted_and_an_empty_message_kept(tmp_path: Path) -> None:
    address = "https://www.linkedin.com/dms/prv/image/v2/D4/messaging-image/0/172?e=1&v=b"
    export = exchange(
        tmp_path, message(HER, US, "", attachments=f"{address},{address.replace('172', '173')}")
    )

    [one] = [one for one in export.engagements if one.kind == Kind.MESSAGE]
    assert one.body is None
    assert [file.filename for file in one.attachments] == ["172", "173"]
    assert one.attachments[0].reference == address


def test_the_owner_is_never_a_candidate(tmp_path: Path) -> None:
    export = exchange(tmp_path, message(US, US, "Note to self"), message(HER, US))

    assert [one.reason for one in export.skipped] == ["a message to yourself"]
    assert [person.person for person in export.people] == ["in/ana-berg"]
    assert export.owner
    assert export.owner.headline == "Recruiter"


def row_2021(
    sender: tuple[str, str], to: str, text: str, conversation: str = "2-a"
) -> list[str]:
    return [conversation, "", *sender, to, "2021-04-02 09:15:00 UTC", "", text, "INBOX"]


def test_recipients_known_by_name_alone_are_found_in_the_export(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "messages.csv": table(
                MESSAGES_2021,
                row_2021(US, "Ana Berg, Ph.D.", "To Ana"),
                row_2021(("Ana Berg, Ph.D.", ANA), "Olga Owner", "From Ana"),
                row_2021(US, "Dana Diaz, MBA,Ana Berg, Ph.D.", "To both", "2-b"),
                row_2021(US, "Nia New", "To a stranger", "2-c"),
                row_2021(US, "X Y, Z W", "To how many?", "2-d"),
            ),
            "Connections.csv": table(
                CONNECTIONS_2018, ["Dana", "Diaz, MBA", "", "", "", "07 Jun 2020"]
            ),
            "Profile.csv": OLGAS_PROFILE,
        },
    )

    by_body = {(one.body, one.person) for one in export.engagements if one.body}
    assert by_body == {
        ("To Ana", "in/ana-berg"),
        ("From Ana", "in/ana-berg"),
        ("To both", "connection:dana diaz, mba|2020-06-07"),
        ("To both", "in/ana-berg"),
        ("To a stranger", "name:nia new"),
    }
    [stranger] = [one for one in export.people if one.person == "name:nia new"]
    assert [handle.handle.type for handle in stranger.handles] == [HandleType.LINKEDIN_NAME]
    assert "it cannot be told how many people" in export.skipped[0].reason
    assert any(note.startswith("Rows matched to a person by the name") for note in export.notes)


def test_a_name_that_several_carry_is_not_guessed(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "messages.csv": table(MESSAGES_2021, row_2021(US, "Ana Berg", "Which one?")),
            "Connections.csv": table(
                CONNECTIONS_2018,
                ["Ana", "Berg", "", "", "", "07 Jun 2020"],
                ["Ana", "Berg", "", "", "", "08 Jun 2020"],
            ),
            "Profile.csv": OLGAS_PROFILE,
        },
    )

    assert [one.reason for one in export.skipped] == [
        "2 people in this export are called Ana Berg"
    ]


def test_messages_of_2018_name_their_direction_and_nothing_else(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "Messages.csv": table(
                MESSAGES_2018,
                ["Ana Berg", "Olga Owner", "10/25/17, 9:05 AM", "", "Hi", "INCOMING", "INBOX"],
                ["Olga Owner", "Ana Berg", "10/25/17, 9:05 AM", "", "Ho", "OUTGOING", "SENT"],
            )
        },
    )

    assert {(one.direction, one.person) for one in export.engagements} == {
        (Direction.INBOUND, "name:ana berg"),
        (Direction.OUTBOUND, "name:ana berg"),
    }
    assert len({one.conversation_id for one in export.engagements}) == 1
    assert len({one.external_id for one in export.engagements}) == 2
    assert any("no zone" in note for note in export.notes)


def test_without_a_profile_the_owner_is_who_is_in_every_conversation(tmp_path: Path) -> None:
    rows = [
        [f"2-{name}", "", name, url, *US, "2024-04-02 09:15:00 UTC", "", "Hi", "INBOX"]
        for name, url in (HER, HIM)
    ]
    export = told(tmp_path, {"messages.csv": table(MESSAGES_2023, *rows)})

    assert {one.person for one in export.people} == {"in/ana-berg", "in/ben-costa"}
    assert export.owner
    assert export.owner.name == "Olga Owner"


def test_if_the_owner_cannot_be_told_no_direction_is_made_up(tmp_path: Path) -> None:
    row = ["2-a", "", *HER, *US, "2024-04-02 09:15:00 UTC", "", "Hi", "INBOX"]
    export = told(tmp_path, {"messages.csv": table(MESSAGES_2023, row)})

    assert {one.direction for one in export.engagements} == {None}
    assert any("whose export this is" in note for note in export.notes)


def test_numbered_continuations_are_one_table(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "messages_1.csv": table(MESSAGES, message(HER, US, "One")),
            "messages_2.csv": table(MESSAGES, message(HER, US, "Two"), message(HER, US, "One")),
            "Profile.csv": OLGAS_PROFILE,
        },
    )

    assert len(messages_of(export)) == 2
    assert [one.reason for one in export.skipped] == ["the same row twice"]


@pytest.mark.parametrize("size", [1_000, 60_000])
def test_a_hostile_text_is_read_in_bounded_time(tmp_path: Path, size: int) -> None:
    export = exchange(
        tmp_path, message(HER, US, "<p>" + "<a " * size), message(HER, US, "<!" * size)
    )

    assert len(messages_of(export)) == 2
