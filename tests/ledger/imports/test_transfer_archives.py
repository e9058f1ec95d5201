"""A history comes in from an archive as it does from a log."""

from pathlib import Path

import pytest

from api.installation import Installation
from ledger import errors
from tests.ledger.archive.archives import EVENTS, archived, files_of, packed, rich, with_lines
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import engagements
from tests.ledger.stories import another_workspace, head


def test_an_archive_is_brought_into_a_ledger_once(
    workspace: Installation, tmp_path: Path
) -> None:
    theirs = rich(another_workspace(workspace))
    path = archived(theirs, tmp_path / "theirs.zip")

    brought(workspace, path)
    after = head(workspace)
    again = brought(workspace, path)

    assert engagements(workspace) == engagements(theirs)
    assert again.event_count == 0
    assert head(workspace) == after


def test_a_damaged_archive_is_refused_with_its_line(
    workspace: Installation, tmp_path: Path
) -> None:
    files = files_of(archived(rich(another_workspace(workspace)), tmp_path / "theirs.zip"))
    cut = with_lines(files, lambda lines: [lines[0], *lines[2:]])

    with pytest.raises(errors.Unreadable, match=rf"{EVENTS}, line 2: position 3"):
        brought(workspace, packed(cut, tmp_path / "cut.zip"))
