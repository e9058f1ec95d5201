from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.files import open_files
from ledger.imports.linkedin import READER
from ledger.imports.options import Options
from ledger.words import Direction, HandleType, Kind
from tests.ledger.imports.exports import (
    ANA,
    BEN,
    CONNECTIONS,
    ENDORSEMENTS,
    ENDORSEMENTS_TSV,
    INVITATIONS,
    INVITATIONS_2021,
    MESSAGES,
    MESSAGES_2023,
    NOTES,
    OLGA,
    OLGAS_PROFILE,
    RECOMMENDATIONS,
    Told,
    message,
    table,
    told,
    zipped,
)

ANA_ROW = ["Ana", "Berg", ANA, "", "Acme", "Engineer", "07 Jun 2021"]


def test_an_invitation_has_the_direction_it_states(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "Invitations.csv": table(
                INVITATIONS,
                ["Olga Owner", "Ana Berg", "7/29/25, 6:15 PM", "", "OUTGOING", OLGA, ANA],
                ["Ben Costa", "Olga Owner", "7/30/25, 6:15 PM", "Hi!", "INCOMING", BEN, OLGA],
                ["Ben Costa", "Olga Owner", "7/30/25, 6:15 PM", "Hi!", "INCOMING", BEN, OLGA],
                ["Ben Costa", "Olga Owner", "7/30/25, 6:15 PM", "Hi!", "SIDEWAYS", BEN, OLGA],
            )
        },
    )

    out, back = export.engagements
    assert (out.kind, out.direction, out.body) == (Kind.EVENT, Direction.OUTBOUND, None)
    assert (back.kind, back.direction, back.body) == (Kind.MESSAGE, Direction.INBOUND, "Hi!")
    assert out.subject == "Invitation to connect"
    assert out.external_id == "invitation:outbound:ana berg:2025-07-29T18:15Z"
    assert "The invitations' times name no zone: taken as UTC." in export.notes
    assert [one.reason for one in export.skipped] == [
        "the same row twice",
        "the direction 'SIDEWAYS' is not understood",
    ]
    assert {one.person for one in export.people} == {"in/ana-berg", "in/ben-costa"}


def test_an_invitation_of_any_year_has_the_same_key(tmp_path: Path) -> None:
    row = ["Olga Owner", "Ana Berg", "7/29/21, 6:15 PM", "", "OUTGOING"]
    late = told(tmp_path, {"Invitations.csv": table(INVITATIONS, [*row, OLGA, ANA])})
    early = told(tmp_path, {"Invitations.csv": table(INVITATIONS_2021, row)})
    between = told(
        tmp_path,
        {
            "Invitations.csv": table(
                f"{INVITATIONS_2021},inviterProfileUrn,inviteeProfileUrn",
                [*row, "urn:li:member:1", "urn:li:member:2"],
            )
        },
    )

    keys = {one.engagements[0].external_id for one in (late, early, between)}
    assert len(keys) == 1


def endorsement(status: str, skill: str = "Python") -> list[str]:
    return [
        "2022/09/01 10:00:00 UTC",
        skill,
        "Ana",
        "Berg",
        "www.linkedin.com/in/ana-berg",
        status,
    ]


def test_an_endorsement_is_told_once_beside_its_variant_in_utf_16(tmp_path: Path) -> None:
    rows = [[*endorsement("Accepted")[:4], "Accepted", "Redacted"]]
    variant = table(ENDORSEMENTS_TSV, *rows, delimiter="\t").encode("utf-16")
    export = told(
        tmp_path,
        {
            "Endorsement Received Info.csv": variant,
            "Endorsement_Received_Info.csv": table(
                ENDORSEMENTS, endorsement("ACCEPTED"), endorsement("PENDING", "Java")
            ),
        },
    )

    [one] = export.engagements
    assert (one.subject, one.direction) == ("Endorsed Python", Direction.INBOUND)
    assert str(one.occurred_at) == "2022-09-01 10:00:00+00:00"
    assert sorted(one.reason for one in export.skipped) == [
        "the endorsement is pending",
        "the same endorsement stands in another row",
    ]
    assert export.people[0].handles[0].handle.value == ANA


def test_a_skill_given_is_outbound(tmp_path: Path) -> None:
    header = ENDORSEMENTS.replace("Endorser", "Endorsee")
    export = told(
        tmp_path, {"Endorsement_Given_Info.csv": table(header, endorsement("ACCEPTED"))}
    )

    assert export.engagements[0].direction == Direction.OUTBOUND


def test_a_recommendation_is_told_by_the_name_of_its_file(tmp_path: Path) -> None:
    row = ["Ana", "Berg", "Acme", "Engineer", "She is great.", "06/07/21, 09:05 AM", "VISIBLE"]
    written = table(RECOMMENDATIONS, row)
    export = told(
        tmp_path,
        {
            "Recommendations_Given.csv": written,
            "Recommendations_Received.csv": written,
            "Recommendations.csv": written,
        },
    )

    given, received = export.engagements
    assert (given.direction, received.direction) == (Direction.OUTBOUND, Direction.INBOUND)
    assert given.kind == Kind.OTHER
    assert given.body == "She is great."
    assert export.people[0].handles[0].handle.type == HandleType.LINKEDIN_NAME
    assert "does not say whether" in export.unused["Recommendations.csv"]


def test_a_note_is_private_text_about_a_connection(tmp_path: Path) -> None:
    moment = "2026-03-01 10:00:00 UTC"
    export = told(
        tmp_path,
        {
            "Notes.csv": table(
                NOTES,
                ["Ana", "Berg", ANA, "Wants to move\nto Porto", moment, ""],
                ["Ana", "Berg", ANA, "A second one", moment, ""],
                ["Ana", "Berg", ANA, "A second one", moment, ""],
                ["Ana", "Berg", ANA, "", moment, ""],
            )
        },
    )

    assert {one.body for one in export.engagements} == {
        "Wants to move\nto Porto",
        "A second one",
    }
    assert {one.kind for one in export.engagements} == {Kind.NOTE}
    assert len({one.external_id for one in export.engagements}) == 2
    assert len(export.skipped) == 2


def test_files_that_are_not_brought_in_say_why(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "Connections.csv": table(CONNECTIONS, ANA_ROW),
            "coach_messages.csv": table(MESSAGES_2023),
            "Shares_123.csv": "Date,ShareLink\n",
            "Jobs/Job Applicant Saved Screening Question Responses_2.csv": "Question,Answer\n",
            "Articles/2017-12-09 04:54:08.html": "<p>",
            "Rich_Media.csv": b"",
            "inner.zip": b"PK\x03\x04",
            "messages.csv": "Gespräch,Von,An\nx,y,z\n",
        },
    )

    assert "assistant" in export.unused["coach_messages.csv"]
    assert "what you did" in export.unused["Shares_123.csv"]
    assert export.unused["Rich_Media.csv"] == "an empty file"
    assert "archive inside" in export.unused["inner.zip"]
    assert "'Gespräch,Von,An'" in export.unused["messages.csv"]
    assert len(export.unused) == 7


def test_the_first_part_of_an_export_says_that_the_second_may_come(tmp_path: Path) -> None:
    export = told(
        tmp_path, {"export/Profile.csv": OLGAS_PROFILE, "export/Skills.csv": "Name\n"}
    )

    assert export.records
    assert any("part 2 may still come" in note for note in export.notes)


def test_header_only_tables_are_fine(tmp_path: Path) -> None:
    export = told(
        tmp_path, {"messages.csv": table(MESSAGES), "Connections.csv": table(CONNECTIONS)}
    )

    assert export.rows_by_file == {"Connections.csv": 0, "messages.csv": 0}


def test_a_folder_and_single_files_are_read_like_the_zip(tmp_path: Path) -> None:
    folder = tmp_path / "Basic_LinkedInDataExport_08-15-2025" / "inside"
    folder.mkdir(parents=True)
    (folder / "Connections.csv").write_text(table(CONNECTIONS, ANA_ROW))
    (folder / "Profile.csv").write_text(OLGAS_PROFILE)
    (tmp_path / "my people.csv").write_text(table(CONNECTIONS, ANA_ROW))

    inside = Told(folder.parent)
    both = Told(folder / "Connections.csv", folder / "Profile.csv")
    alone = Told(tmp_path / "my people.csv")

    ids = [[one.external_id for one in export.engagements] for export in (inside, both, alone)]
    assert ids[0] == ids[1] == ids[2] == ["connection:ana berg|2021-06-07"]


def test_a_table_that_is_none_of_ours_is_refused_by_name_and_header(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\n")

    with open_files(path) as files:
        assert not READER.claims(files)
        with pytest.raises(errors.Unreadable, match=r"Connections\.csv.*Vorname.*First Name"):
            READER.read(files, Options())


def test_a_table_in_windows_1252_is_read_and_noted(tmp_path: Path) -> None:
    row = ["José", "Muñoz", BEN, "", "", "", "07 Jun 2021"]
    export = told(tmp_path, {"Connections.csv": table(CONNECTIONS, row).encode("cp1252")})

    assert export.people[0].profile.first_name == "José"
    assert any("Windows-1252" in note for note in export.notes)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_encoding_is_read(tmp_path: Path, codec: str) -> None:
    row = ["José 🚀", "Muñoz", BEN, "", "", "", "07 Jun 2021"]
    export = told(tmp_path, {"Connections.csv": table(CONNECTIONS, row).encode(codec)})

    assert export.people[0].profile.first_name == "José 🚀"


def test_characters_that_are_none_are_taken_out_and_noted(tmp_path: Path) -> None:
    for bad, codec in (("\0", "utf-8"), ("\ud800", "utf-16")):
        row = [f"A{bad}na", "Berg", ANA, "", "", "", "07 Jun 2021"]
        content = table(CONNECTIONS, row).encode(codec, "surrogatepass")
        export = told(tmp_path, {"Connections.csv": content})

        assert export.people[0].profile.first_name in ("Ana", "A\ufffdna")
        assert any("characters that are none" in note for note in export.notes)


def test_a_row_with_too_many_or_too_few_cells_is_left_out_with_its_line(tmp_path: Path) -> None:
    export = told(
        tmp_path,
        {
            "Connections.csv": table(
                CONNECTIONS, ANA_ROW, [*ANA_ROW, "x"], ANA_ROW[:3], [*ANA_ROW, ""]
            )
        },
    )

    assert [(one.place.line, one.reason) for one in export.skipped] == [
        (5, "the same row twice"),
        (3, "it has 8 cells where the header has 7"),
        (4, "it has 3 cells where the header has 7"),
    ]


def test_a_quotation_mark_that_never_closes_is_an_error_with_a_line(tmp_path: Path) -> None:
    text = table(CONNECTIONS, ANA_ROW) + '"' + "x" * 5_000_000

    with pytest.raises(errors.Unreadable, match=r"Connections\.csv, line 3"):
        told(tmp_path, {"Connections.csv": text})


def test_a_damaged_member_is_refused_before_anything_is_told(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        {
            "Connections.csv": table(CONNECTIONS, ANA_ROW),
            "messages.csv": table(
                MESSAGES, *[message(("A", ANA), ("B", BEN), str(n)) for n in range(999)]
            ),
        },
    )
    data = bytearray(path.read_bytes())
    at = data.index(b"messages.csv") + 2_000
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)

    with (
        open_files(path) as files,
        pytest.raises(errors.Unreadable, match=r"messages\.csv is dam"),
    ):
        READER.read(files, Options())


def test_columns_that_are_not_known_are_named(tmp_path: Path) -> None:
    export = told(
        tmp_path, {"Connections.csv": table(f"{CONNECTIONS},Mood", [*ANA_ROW, "happy"])}
    )

    assert any(note.endswith("does not know: mood.") for note in export.notes)
