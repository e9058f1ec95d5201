"""Tables from a file to the ledger: a newer export adds what is new, the same one nothing."""

from pathlib import Path

from api.installation import Installation
from ledger.imports.report import Report
from tests.ledger.imports.networks import brought
from tests.ledger.stories import head, rows

CONTENT = (
    "Name,Email,Phone,Company,Notes\n"
    "Ana Berg,ana@example.com,+49 30 123456,Acme,Met at the fair\n"
    "Eva Dorn,,,Other,\n"
    "Ben Costa,,+49 30 654321,Acme,Met at the fair\n"
    ",,+49 30 999999,Acme,\n"
)


def _brought(on: Installation, folder: Path, content: str, name: str) -> Report:
    path = folder / name
    path.write_text(content)
    return brought(on, path)


def _candidates(on: Installation) -> int:
    return rows(on, "select count(*) from views.profile where workspace_id = %(workspace)s")[0][
        0
    ]


def test_a_table_becomes_candidates_and_notes(workspace: Installation, tmp_path: Path) -> None:
    report = _brought(workspace, tmp_path, CONTENT, "people.csv")

    assert report.source == "table"
    assert (report.rows_read, report.recorded_count, report.skipped_count) == (4, 3, 1)
    assert report.people["new"] == _candidates(workspace) == 3
    assert report.engagements["new"] == 2


def test_a_table_saved_again_in_another_shape_records_nothing(
    workspace: Installation, tmp_path: Path
) -> None:
    _brought(workspace, tmp_path, CONTENT, "people.csv")
    before = head(workspace)

    again = _brought(
        workspace,
        tmp_path,
        "sep=;\n" + CONTENT.replace(",", ";"),
        "again.csv",
    )

    assert again.state == "known"
    assert head(workspace) == before


def test_a_newer_table_adds_what_is_new(workspace: Installation, tmp_path: Path) -> None:
    _brought(workspace, tmp_path, CONTENT, "people.csv")

    newer = _brought(workspace, tmp_path, CONTENT + "Ian Fox,ian@example.com,,,\n", "newer.csv")

    assert newer.people["new"] == 1
    assert newer.engagements["known"] == 2
    assert _candidates(workspace) == 4
