"""The tree of a workspace grows with it; checkpoints are signed, kept and proved from."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from api.installation import Installation
from ledger import errors
from ledger.archive.envelopes import envelope, leaf_hash
from ledger.entries import Entry
from ledger.events import SuppressionLifted
from ledger.ids import new_id
from ledger.proof.growing import GrowingTree
from ledger.proof.leaves import leaf_hashes
from ledger.verifier.checkpoints import checkpoint
from ledger.verifier.notes import verifier_key
from ledger.verifier.tree import EMPTY, is_consistent, is_included
from ledger.words import StreamId
from tests.ledger.proof.rows_of import rows_of
from tests.ledger.stories import (
    append,
    brought_in,
    call,
    head,
    import_of,
    known_candidate,
    record,
    rows,
    stored,
)
from tests.ledger.verifier.archives import OTHER_KEY, root

EDGES = (1, 2, 3, 255, 256, 257, 511, 512, 513, 700)


def leaves_of(on: Installation) -> list[bytes]:
    return [leaf_hash(envelope(row)) for row in rows_of(on)]


def grow(on: Installation, count: int) -> None:
    entries = [Entry(SuppressionLifted(suppressed=()), StreamId(new_id()), 1)] * count
    append(on, [entry._replace(stream_id=StreamId(new_id())) for entry in entries])


def with_another_key(on: Installation, folder: Path) -> Installation:
    return replace(on, settings=on.settings.model_copy(update={"data": folder}))


def test_the_server_and_the_archive_agree_on_every_leaf(workspace: Installation) -> None:
    record(workspace, call(known_candidate(workspace)))
    brought_in(workspace, import_of(workspace, "file"), [])

    with workspace.database.connection() as connection:
        told = b"".join(leaf_hashes(connection, workspace.workspace, after=0, until=99))

    assert told == b"".join(leaves_of(workspace))
    assert len(told) == 32 * head(workspace)


def test_an_empty_ledger_has_the_root_of_nothing_and_names_no_key(
    workspace: Installation,
) -> None:
    signed = workspace.proofs.latest()

    assert (signed.size, signed.root) == (0, EMPTY)
    assert head(workspace) == 0
    assert len(workspace.proofs.verifier_keys()) == 1


def test_the_first_checkpoint_is_preceded_by_the_name_of_its_key(
    workspace: Installation,
) -> None:
    known_candidate(workspace)
    before = head(workspace)

    signed = workspace.proofs.latest()

    note, told = checkpoint(signed.note)
    (key,) = workspace.proofs.verifier_keys()
    assert note.signers([verifier_key(key)])
    assert (told.size, told.root) == (before + 1, root(leaves_of(workspace)))
    assert told.origin == f"rapport-ledger/{workspace.workspace}"
    assert stored(workspace, "event_type")[-1] == ("SigningKeyNamed",)


def test_a_checkpoint_asked_for_twice_is_signed_once(workspace: Installation) -> None:
    known_candidate(workspace)

    first = workspace.proofs.latest()

    assert workspace.proofs.latest() == first
    assert workspace.proofs.at(first.size) == first
    assert workspace.proofs.at(first.size - 1) is None
    assert workspace.proofs.outside.told(first.size).root == first.root


def test_the_tree_has_the_same_roots_and_proofs_however_it_grew(
    workspace: Installation,
) -> None:
    for count in (200, 56, 244, 200):
        grow(workspace, count)
        workspace.proofs.root(head(workspace))
    leaves = leaves_of(workspace)
    proofs = workspace.proofs

    for size in EDGES:
        assert proofs.root(size) == root(leaves[:size]), size
        for position in {1, size, size // 2 + 1}:
            proof = proofs.inclusion(position, size)
            leaf = leaves[position - 1]
            assert is_included(leaf, position - 1, size, proof, root(leaves[:size]))
        for first in [each for each in EDGES if each <= size]:
            proof = proofs.consistency(first, size)
            assert is_consistent(
                first, size, proof, (root(leaves[:first]), root(leaves[:size]))
            )


def test_subtrees_of_sixty_five_thousand_are_kept_too(workspace: Installation) -> None:
    grow(workspace, 65_536 + 256 + 1)
    size = head(workspace)

    with workspace.database.connection() as connection:
        told = GrowingTree(connection, workspace.workspace).root(size)
        leaves = b"".join(leaf_hashes(connection, workspace.workspace, after=0, until=size))

    assert told == root([leaves[at : at + 32] for at in range(0, len(leaves), 32)])
    kept = "select level, count(*) from ledger.tree_tiles where workspace_id = %(workspace)s"
    assert rows(workspace, f"{kept} group by level order by level") == [(8, 257), (16, 1)]


@pytest.mark.parametrize(("position", "size"), [(0, 1), (2, 1), (1, 9)])
def test_there_is_no_proof_beyond_the_ledger(
    workspace: Installation, position: int, size: int
) -> None:
    grow(workspace, 2)

    with pytest.raises(errors.Invalid):
        workspace.proofs.inclusion(position, size)
    with pytest.raises(errors.Invalid):
        workspace.proofs.consistency(position, size)


def test_a_new_home_names_its_key_before_it_signs_and_keeps_the_old_checkpoints(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(workspace)
    old = workspace.proofs.latest()
    new_home = with_another_key(workspace, tmp_path)

    assert new_home.proofs.latest() == old
    record(workspace, call(known_candidate(workspace)))
    signed = new_home.proofs.latest()

    first, second = new_home.proofs.verifier_keys()
    note, _ = checkpoint(signed.note)
    assert note.signers([verifier_key(second)])
    assert first != second
    assert new_home.proofs.at(old.size) == old


def test_what_ends_before_the_key_was_named_is_not_signed(workspace: Installation) -> None:
    known_candidate(workspace)
    before = head(workspace)
    workspace.proofs.latest()

    with pytest.raises(errors.NotAllowedNow, match="before the signing key was named"):
        workspace.proofs.signed(before)


def test_a_checkpoint_that_came_along_is_kept_only_if_it_is_of_this_history(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(workspace)
    there = workspace.proofs.latest()
    note, told = checkpoint(there.note)
    foreign = OTHER_KEY.sign(told)
    other_root = note.text.replace(there.note.split(b"\n")[2], b"A" * 43 + b"=")
    here = with_another_key(workspace, tmp_path).proofs

    here.keep(there.note)

    assert here.at(there.size) == there
    for bad in (foreign, there.note.replace(note.text, other_root), b"", there.note[:-1]):
        with pytest.raises(errors.Damaged):
            here.keep(bad)


def test_the_key_lies_outside_the_database_for_nobody_else_to_read(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(workspace)
    home = with_another_key(workspace, tmp_path)
    home.proofs.latest()

    file = tmp_path / "keys" / "checkpoint.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["checkpoint.pem"]


def test_a_key_file_that_is_named_must_hold_a_key(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(workspace)
    named = tmp_path / "key.pem"
    settings = workspace.settings.model_copy(update={"signing_key_file": named})
    home = replace(workspace, settings=settings)

    with pytest.raises(errors.SetupNeeded, match="RAPPORT_SIGNING_KEY_FILE"):
        home.proofs.latest()
    named.write_text("no key")
    with pytest.raises(errors.SetupNeeded, match="no private key"):
        home.proofs.latest()
