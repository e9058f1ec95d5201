"""Lists for other programs: what leaves in one of them comes back from it."""

from pathlib import Path
from typing import Any

from api.installation import Installation
from projections.copies.greenhouse import GREENHOUSE
from projections.moment import Moment
from tests.ledger.imports.networks import brought
from tests.ledger.stories import another_workspace, rows
from tests.projections.copies.histories import person

LINKS = {
    "linkedin": "https://www.linkedin.com/in/ada",
    "github": "https://github.com/ada-gh",
    "xing": "https://www.xing.com/profile/Ada_L",
    "mastodon": "@ada@example.social",
    "email": "ada@example.com",
}


def _handles(on: Installation) -> list[Any]:
    query = "select type, key from views.handles where workspace_id = %(workspace)s order by 1"
    return rows(on, query)


def test_all_profiles_of_somebody_come_back_from_the_list_for_greenhouse(
    workspace: Installation, tmp_path: Path
) -> None:
    handles = [{"handle": {"type": type_, "value": value}} for type_, value in LINKS.items()]
    person(workspace, profile={"first_name": "Ada", "last_name": "Love"}, handles=handles)
    other = another_workspace(workspace)
    path = tmp_path / "greenhouse.csv"
    with workspace.database.snapshot() as connection:
        [(_, content)] = GREENHOUSE.files(Moment(connection, workspace.workspace), None)
        path.write_bytes(b"".join(content))

    report = brought(other, path)

    assert report.source == "greenhouse"
    assert _handles(other) == _handles(workspace)
