"""The tree that grows by the leaves of lines just written is the one that the server sees."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from api import archive
from api.installation import Installation
from ledger import errors
from ledger.entries import Entry
from ledger.ids import new_id
from ledger.proof.leaves import KeptLeaves, leaf_hashes
from ledger.verifier.verify import Expected, verify
from ledger.words import CandidateId, StreamId
from tests.ledger.archive.archives import archived
from tests.ledger.imports.transfers import person
from tests.ledger.stories import CALL, append, head, rows
from tests.ledger.verifier.archives import root

_TILES = """
select number, leaves, hash from ledger.tree_tiles
where workspace_id = %(workspace)s and level = 8 order by number"""


def talked(on: Installation, count: int) -> Installation:
    """Have somebody called so many times."""
    ada = CandidateId(person(on, "Ada"))
    append(on, [Entry(CALL, StreamId(new_id()), 1, ada) for _ in range(count)])
    return on


def with_a_key_of_its_own(on: Installation, folder: Path) -> Installation:
    """Have the same ledger signed with a key in another folder, which may be spoilt."""
    return replace(on, settings=on.settings.model_copy(update={"data": folder}))


@pytest.mark.parametrize("after", [1, 255, 256, 257, 300, 512, 600])
@pytest.mark.parametrize("grown_to", [0, 1, 256, 300, 512])
def test_an_increment_from_anywhere_is_signed_over_the_events_there_are(
    workspace: Installation, tmp_path: Path, after: int, grown_to: int
) -> None:
    talked(workspace, 640)
    workspace.proofs.root(grown_to)

    path = archived(workspace, tmp_path / "increment.zip", after=after)

    assert verify(path, Expected()).faults == []
    end = head(workspace)
    with workspace.database.connection() as connection:
        told = b"".join(leaf_hashes(connection, workspace.workspace, after=0, until=end))
    leaves = [told[at : at + 32] for at in range(0, len(told), 32)]
    signed = workspace.proofs.at(end)
    assert signed is not None
    assert signed.root == root(leaves)
    assert rows(workspace, _TILES) == [
        (number, b"".join(tile), root(tile))
        for number in range(end // 256)
        for tile in [leaves[number * 256 : number * 256 + 256]]
    ]


def test_leaves_that_are_not_those_of_all_events_sign_nothing(workspace: Installation) -> None:
    talked(workspace, 10)
    end = workspace.proofs.ready()

    with KeptLeaves(0) as kept:
        kept.add(bytes(32 * (end - 1)))
        with pytest.raises(errors.Damaged, match=r"are missing"):
            workspace.proofs.signed(end, kept)

    assert workspace.proofs.at(end) is None


def test_what_goes_wrong_behind_the_events_leaves_no_whole_archive(
    workspace: Installation, tmp_path: Path
) -> None:
    home = talked(with_a_key_of_its_own(workspace, tmp_path), 10)
    pieces = archive.whole(home)
    path = tmp_path / "broken.zip"

    with path.open("wb") as file:
        file.write(next(pieces))
        # Another key takes its place, which the ledger does not name.
        (tmp_path / "keys" / "checkpoint.pem").unlink()
        with pytest.raises(errors.NotAllowedNow):
            file.writelines(pieces)

    assert not zipfile.is_zipfile(path)


def test_an_archive_whose_key_cannot_be_had_does_not_begin(
    workspace: Installation, tmp_path: Path
) -> None:
    home = talked(with_a_key_of_its_own(workspace, tmp_path), 10)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "checkpoint.pem").write_text("no key")

    with pytest.raises(errors.SetupNeeded, match=r"holds no private key"):
        next(archive.whole(home))
