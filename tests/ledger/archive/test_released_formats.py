"""Every format that was ever released restores, for ever, to what it said then."""

from pathlib import Path

import pytest

from api.installation import Installation
from projections import VIEWS
from projections.rebuild import rebuild_all
from tests.ledger.archive.archives import EVENTS, archived, files_of, restored
from tests.ledger.installations import new_installation
from tests.ledger.stories import head, live

ARCHIVES = Path(__file__).parents[2] / "archives"
# The events that the same small history came to, whichever format it is in.
LAST_POSITION = 18


@pytest.mark.parametrize("name", ["rapport-log-1.ndjson", "rapport-archive-1.zip"])
def test_a_released_format_restores(workspace: Installation, tmp_path: Path, name: str) -> None:
    wanted = files_of(ARCHIVES / "rapport-archive-1.zip")[EVENTS]

    with new_installation(workspace) as empty:
        home = restored(empty, ARCHIVES / name)
        said = live(home)
        rebuild_all(home.database, VIEWS, tell=lambda _: None)

        assert head(home) == LAST_POSITION
        assert live(home) == said
        again = files_of(archived(home, tmp_path / "again.zip"))[EVENTS]
    assert again.startswith(wanted)
