"""The funnel from a file to the ledger: every row accounted for, a person one candidate."""

import zipfile
from pathlib import Path

import pytest

from api.installation import Installation
from ledger import errors
from tests.ledger.imports.exports import (
    ANA,
    CONNECTIONS,
    CONTACTS,
    INVITATIONS,
    MESSAGES,
    OLGAS_PROFILE,
    message,
    table,
    zipped,
)
from tests.ledger.imports.networks import (
    ANA_ROW,
    ANAS_INVITATION,
    FROM_ANA,
    OLGA_SENDS,
    TO_BOTH,
    Members,
    brought,
    contact,
    newer,
    of_2021,
    of_2025,
    unpacked,
)
from tests.ledger.stories import head, rows

WITHOUT = {"Profile.csv", "Shares.csv", "Rich_Media.csv"}
ANAS_HANDLES = (
    "email ana@example.com, linkedin in/ana-berg,"
    " linkedin_connection ana berg|2021-06-07, phone +351912000111"
)
ANAS_OTHER_LINK = "https://www.linkedin.com/in/ana-berg-2"


def people(on: Installation) -> list[str]:
    found = rows(
        on,
        "select string_agg(h.type || ' ' || h.key, ', ' order by h.type, h.key)"
        " from views.profile p left join views.handles h using (workspace_id, candidate_id)"
        " where workspace_id = %(workspace)s group by candidate_id",
    )
    return sorted(row[0] for row in found)


def told_to(on: Installation, link: str) -> list[tuple[str, str | None]]:
    return rows(
        on,
        "select e.payload ->> 'body', t.direction"
        " from views.timeline t join views.handles h using (workspace_id, candidate_id)"
        " join ledger.events e using (workspace_id, position)"
        " where workspace_id = %(workspace)s and h.key = %(key)s"
        " and t.event_type = 'EngagementRecorded' order by t.occurred_at",
        key=link.removeprefix("https://www.linkedin.com/"),
    )


def test_a_report_names_each_row_left_out_and_each_file_not_used(
    workspace: Installation, tmp_path: Path
) -> None:
    report = brought(workspace, zipped(tmp_path / "export.zip", of_2025()))

    assert (report.rows_read, report.recorded_count, report.known_count) == (17, 12, 0)
    assert report.rows_by_file == {
        "Connections.csv": 5,
        "Contacts.csv": 3,
        "Invitations.csv": 1,
        "messages.csv": 5,
        "Endorsement_Received_Info.csv": 1,
        "Recommendations_Received.csv": 1,
        "Notes.csv": 1,
    }
    assert [(*one.place, one.reason) for one in report.skipped] == [
        ("Connections.csv", 8, "a hidden or closed member: the row holds only a day"),
        ("Connections.csv", 9, "the same row twice"),
        ("Contacts.csv", 4, "a name without any address, number or profile link"),
        ("messages.csv", 5, "draft, never sent"),
        ("messages.csv", 6, "in the spam folder"),
    ]
    assert {one.file for one in report.unused} == WITHOUT
    assert all(one.reason for one in report.unused)
    assert report.event_count == head(workspace) - 2, "but for the beginning and the end"


@pytest.mark.parametrize("members", [of_2021(), of_2025(), newer()])
def test_each_file_alone_accounts_for_its_rows(
    workspace: Installation, tmp_path: Path, members: Members
) -> None:
    folder = unpacked(tmp_path / "export", members)

    for name in sorted(members.keys() - WITHOUT):
        report = brought(workspace, folder / name, folder / "Profile.csv")
        assert list(report.rows_by_file) == [name]
        assert report.recorded_count > 0
        assert {one.place.file for one in report.skipped} <= {name}


def test_the_report_is_kept_in_the_ledger(workspace: Installation, tmp_path: Path) -> None:
    report = brought(workspace, zipped(tmp_path / "export.zip", of_2025()))

    found = workspace.knowledge().rows("imports", stream_id=report.import_id)
    assert [(row["state"], row["report"]) for row in found] == [("completed", report.kept())]


def test_somebody_in_every_file_is_one_candidate(
    workspace: Installation, tmp_path: Path
) -> None:
    contacts = table(CONTACTS, contact("Ana", "Berg", "ANA@example.com", "+351 912 000 111"))
    members = {
        "Profile.csv": OLGAS_PROFILE,
        "Contacts.csv": contacts,
        "messages.csv": table(MESSAGES, FROM_ANA),
        "Invitations.csv": table(INVITATIONS, ANAS_INVITATION),
        "Connections.csv": table(CONNECTIONS, ANA_ROW),
    }

    brought(workspace, zipped(tmp_path / "export.zip", members))

    assert people(workspace) == [ANAS_HANDLES]


def test_somebody_met_file_by_file_is_one_candidate(
    workspace: Installation, tmp_path: Path
) -> None:
    contacts = table(CONTACTS, contact("Anna", "Berg", "ANA@example.com", "+351 912 000 111"))
    files = {
        "messages.csv": table(MESSAGES, FROM_ANA),
        "Invitations.csv": table(INVITATIONS, ANAS_INVITATION),
        "Connections.csv": table(CONNECTIONS, ANA_ROW),
        "Contacts.csv": contacts,
    }
    folder = unpacked(tmp_path / "export", files | {"Profile.csv": OLGAS_PROFILE})

    for name in files:
        brought(workspace, folder / name, folder / "Profile.csv")

    assert people(workspace) == [ANAS_HANDLES]


def test_a_connection_of_2021_and_the_one_with_a_link_are_one_candidate(
    workspace: Installation, tmp_path: Path
) -> None:
    before = brought(workspace, zipped(tmp_path / "2021.zip", of_2021()))
    after = brought(workspace, zipped(tmp_path / "2025.zip", of_2025()))

    assert before.people == {"new": 3}
    assert after.people == {"changed": 3, "new": 1}
    assert [one.split(",")[0] for one in people(workspace)] == [
        "email ana@example.com",
        "linkedin in/ben-costa",
        "linkedin in/cleo-dahl",
        "phone +351912000222",
    ]


def test_nobody_is_recognised_by_the_name_alone(
    workspace: Installation, tmp_path: Path
) -> None:
    first = table(CONNECTIONS, ANA_ROW)
    namesakes = [
        ["Ana", "Berg", ANAS_OTHER_LINK, "", "Acme", "Engineer", "08 Jun 2021"],
        ["Ana", "Berg", "", "", "Acme", "Engineer", "09 Jun 2021"],
    ]
    contacts = table(CONTACTS, contact("Ana", "Berg", phone="+351 912 000 333"))
    for number, members in enumerate(
        (
            {"Connections.csv": first},
            {"Connections.csv": table(CONNECTIONS, namesakes[0])},
            {"Connections.csv": table(CONNECTIONS, namesakes[1])},
            {"Contacts.csv": contacts},
        )
    ):
        report = brought(workspace, zipped(tmp_path / f"{number}.zip", members))
        assert report.people == {"new": 1}

    assert len(people(workspace)) == 4


def test_a_group_message_is_on_everybodys_timeline(
    workspace: Installation, tmp_path: Path
) -> None:
    answer = message(
        ("Ana Berg", ANA),
        ("Olga Owner,Ben Costa", f"{OLGA_SENDS[1]},https://www.linkedin.com/in/ben-costa"),
        "At one?",
        date="2025-08-02 09:30:00 UTC",
        conversation="2-group=",
    )
    members = {"Profile.csv": OLGAS_PROFILE, "messages.csv": table(MESSAGES, TO_BOTH, answer)}

    report = brought(workspace, zipped(tmp_path / "export.zip", members))

    assert report.engagements == {"new": 4}
    assert told_to(workspace, ANA) == [("Lunch?", "outbound"), ("At one?", "inbound")]
    assert told_to(workspace, "in/ben-costa") == [("Lunch?", "outbound"), ("At one?", None)]


def broken(folder: Path) -> dict[str, Path]:
    """Write one file of each kind that must be refused."""
    whole = zipped(folder / "whole.zip", of_2025())
    cut = folder / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-200])
    late = folder / "damaged.zip"
    data = bytearray(whole.read_bytes())
    data[data.index(b"messages.csv") + 60] ^= 0xFF
    late.write_bytes(data)
    foreign = folder / "foreign.csv"
    foreign.write_text("Farbe,Anzahl\nrot,1\n")
    noise = folder / "noise.csv"
    noise.write_bytes(bytes(range(256)) * 40)
    unclosed = folder / "unclosed.csv"
    unclosed.write_text(table(CONNECTIONS, ANA_ROW) + '"' + "x" * 5_000_000)
    outside = zipped(folder / "outside.zip", of_2025() | {"../Notes.csv": "x"})
    bomb = folder / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", table(CONNECTIONS, ANA_ROW))
        archive.writestr("messages.csv", table(MESSAGES, FROM_ANA) + "," * (64 << 20))
    return {
        "cut": cut,
        "damaged": late,
        "foreign": foreign,
        "noise": noise,
        "unclosed": unclosed,
        "outside": outside,
        "bomb": bomb,
    }


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_what_is_broken_writes_nothing_at_all(
    workspace: Installation, tmp_path: Path, *, is_dry_run: bool
) -> None:
    for name, path in broken(tmp_path).items():
        with pytest.raises((errors.Unreadable, errors.TooLarge)) as refused:
            brought(workspace, path, is_dry_run=is_dry_run)
        assert refused.value.detail, name
        assert head(workspace) == 0, name


@pytest.mark.parametrize(
    ("bad", "codec"), [("A\0na", "utf-8"), ("A\ud800na", "utf-16"), ("Aná", "cp1252")]
)
def test_characters_that_no_database_takes_do_not_stop_an_import(
    workspace: Installation, tmp_path: Path, bad: str, codec: str
) -> None:
    path = tmp_path / "Connections.csv"
    row = [bad, *ANA_ROW[1:]]
    path.write_bytes(table(CONNECTIONS, row).encode(codec, "surrogatepass"))

    report = brought(workspace, path)
    again = brought(workspace, path)

    assert (report.people, again.people) == ({"new": 1}, {"known": 1})
