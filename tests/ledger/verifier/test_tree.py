"""The tree: published vectors, an independent implementation, and no forged proof believed."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pymerkle import InmemoryTree

from ledger.verifier.tree import (
    EMPTY,
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
)
from tests.ledger.verifier.archives import root, subtree_of

# The entries and roots that Certificate Transparency's implementations are tested with.
ENTRIES = tuple(
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
_A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUDED = {
    (0, 1): [],
    (0, 8): [_A, _B, _C],
    (5, 8): [_D, _E, ROOTS[3]],
    (2, 3): [ROOTS[1]],
    (1, 5): [ROOTS[0], _B, _D],
}
CONSISTENT = {
    (1, 1): [],
    (1, 8): [_A, _B, _C],
    (6, 8): [_F, _E, ROOTS[3]],
    (2, 5): [_B, _D],
}
LEAVES = [leaf_hash(each) for each in ENTRIES]
_TREES = 2_000
_FORGED = 5_000


def test_the_roots_are_those_that_are_published() -> None:
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for size in range(1, 9):
        assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("place", "proof"), INCLUDED.items())
def test_inclusion_is_proved_as_published(place: tuple[int, int], proof: list[str]) -> None:
    index, size = place
    made = inclusion_proof(index, size, subtree_of(LEAVES))

    assert [each.hex() for each in made] == proof
    assert is_included(LEAVES[index], index, size, made, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENT.items())
def test_consistency_is_proved_as_published(sizes: tuple[int, int], proof: list[str]) -> None:
    first, second = sizes
    made = consistency_proof(first, second, subtree_of(LEAVES))
    roots = bytes.fromhex(ROOTS[first - 1]), bytes.fromhex(ROOTS[second - 1])

    assert [each.hex() for each in made] == proof
    assert is_consistent(first, second, made, roots)


def test_thousands_of_trees_are_those_of_an_independent_implementation() -> None:
    chance = random.Random(6962)  # noqa: S311 - the same trees every time
    for _ in range(_TREES):
        entries = [chance.randbytes(chance.randrange(40)) for _ in range(chance.randint(1, 70))]
        theirs: Any = InmemoryTree(algorithm="sha256")
        for entry in entries:
            theirs.append_entry(entry)
        leaves = [leaf_hash(entry) for entry in entries]
        index, first = chance.randrange(len(entries)), chance.randint(1, len(entries))

        assert theirs.get_root() == root(leaves)
        assert theirs.get_root(first) == root(leaves[:first])
        proof = inclusion_proof(index, len(entries), subtree_of(leaves))
        told = theirs.prove_inclusion(index + 1, len(entries))
        assert set(told.path) - {leaves[index]} == set(proof) - {leaves[index]}
        assert is_included(leaves[index], index, len(entries), proof, root(leaves))
        grown = consistency_proof(first, len(entries), subtree_of(leaves))
        assert is_consistent(first, len(entries), grown, (root(leaves[:first]), root(leaves)))


def _flipped(chance: random.Random, proof: list[bytes]) -> list[bytes]:
    number = chance.randrange(len(proof))
    hashed = bytearray(proof[number])
    hashed[chance.randrange(32)] ^= 1 << chance.randrange(8)
    return [*proof[:number], bytes(hashed), *proof[number + 1 :]]


def _dropped(chance: random.Random, proof: list[bytes]) -> list[bytes]:
    number = chance.randrange(len(proof))
    return proof[:number] + proof[number + 1 :]


def _doubled(chance: random.Random, proof: list[bytes]) -> list[bytes]:
    number = chance.randrange(len(proof))
    return [*proof[: number + 1], *proof[number:]]


def _inserted(chance: random.Random, proof: list[bytes]) -> list[bytes]:
    number = chance.randint(0, len(proof))
    return [*proof[:number], chance.randbytes(32), *proof[number:]]


def _turned(_: random.Random, proof: list[bytes]) -> list[bytes]:
    return proof[1:] + proof[:1]


def _cut(chance: random.Random, proof: list[bytes]) -> list[bytes]:
    number = chance.randrange(len(proof))
    return [*proof[:number], proof[number][:-1], *proof[number + 1 :]]


FORGERIES: Sequence[Callable[[random.Random, list[bytes]], list[bytes]]] = (
    _flipped,
    _dropped,
    _doubled,
    _inserted,
    _turned,
    _cut,
)


def test_of_thousands_of_forged_proofs_none_is_believed() -> None:
    chance = random.Random(9162)  # noqa: S311 - the same proofs every time
    forged_count = 0
    while forged_count < _FORGED:
        leaves = [chance.randbytes(32) for _ in range(chance.randint(2, 64))]
        size, index = len(leaves), chance.randrange(len(leaves))
        proof = inclusion_proof(index, size, subtree_of(leaves))
        first = chance.randint(1, size - 1)
        grown = consistency_proof(first, size, subtree_of(leaves))
        roots = root(leaves[:first]), root(leaves)
        forge = FORGERIES[forged_count % len(FORGERIES)]
        assert is_included(leaves[index], index, size, proof, roots[1])
        assert is_consistent(first, size, grown, roots)
        other = forge(chance, proof)
        if other != proof:
            assert not is_included(leaves[index], index, size, other, roots[1]), forge
            forged_count += 1
        other = forge(chance, grown)
        if other != grown:
            assert not is_consistent(first, size, other, roots), forge
            forged_count += 1
        elsewhere = (index + chance.randint(1, size - 1)) % size
        assert not is_included(leaves[index], elsewhere, size, proof, roots[1])


def test_what_lies_outside_of_a_tree_is_not_in_it() -> None:
    leaf = leaf_hash(b"")

    assert is_included(leaf, 0, 1, [], leaf)
    assert not is_included(leaf, 1, 1, [], leaf)
    assert not is_included(leaf, -1, 1, [], leaf)
    assert not is_consistent(0, 1, [], (EMPTY, leaf))
    assert not is_consistent(2, 1, [], (leaf, leaf))


def test_a_tree_goes_on_from_its_peaks() -> None:
    whole = Tree()
    for count, leaf in enumerate(LEAVES):
        again = Tree(count, whole.peaks)
        whole.add(leaf)
        again.add(leaf)
        assert again.root() == whole.root()


@pytest.mark.parametrize("before", [0, 1, 2, 3, 255, 256, 257, 511])
def test_leaves_put_in_together_make_the_tree_that_they_make_one_at_a_time(before: int) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(before + 600)]
    for count in (0, 1, 2, 3, 7, 8, 255, 256, 257, 600):
        together, one_at_a_time = Tree(), Tree()
        together.add_all(leaves[:before])
        together.add_all(leaves[before : before + count])
        for leaf in leaves[: before + count]:
            one_at_a_time.add(leaf)

        assert together.size == one_at_a_time.size
        assert together.peaks == one_at_a_time.peaks
