"""The Merkle tree of RFC 6962 and RFC 9162: roots, and proofs made and verified.

A leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right). A tree of n leaves splits
at the largest power of two below n, so its full subtrees never change when it grows.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY = hashlib.sha256().digest()
"""The root of a tree without leaves (RFC 9162 §2.1.1)."""

Subtree = Callable[[int, int], bytes]
"""The root over the leaves from a number up to, and without, another; the first is 0."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def folded(peaks: Sequence[bytes]) -> bytes:
    """Return the root over full subtrees that stand side by side, the largest first."""
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


class Tree:
    """A tree that only grows, kept as the roots of its full subtrees, the largest first."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        assert len(peaks) == size.bit_count()
        self.size = size
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> None:
        """Put the hash of one more leaf at the end."""
        size, peaks = self.size, self.peaks
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def add_all(self, leaves: Sequence[bytes]) -> None:
        """Put the hashes of more leaves at the end, level by level instead of leaf by leaf."""
        size, peaks, hash_of = self.size, self.peaks, hashlib.sha256
        hashes, left = list(leaves), list[bytes]()
        while hashes:
            if size & 1:
                hashes.insert(0, peaks.pop())
            if len(hashes) & 1:
                left.append(hashes.pop())
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [hash_of(b"\x01" + one + other).digest() for one, other in pairs]
            size >>= 1
        peaks += reversed(left)
        self.size += len(leaves)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return folded(self.peaks)


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root of so many (RFC 9162 §2.1.3.1)."""
    assert 0 <= index < size
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(first: int, second: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that show one tree to be the beginning of another (§2.1.4.1)."""
    assert 0 < first <= second
    path: list[bytes] = []
    start, end = 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    # The whole first tree is known to whoever asks; a part of it is not.
    return [*([subtree(start, end)] if start else []), *path[::-1]]


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether a proof leads from the hash of a leaf to a root (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, hashed = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            hashed = node_hash(beside, hashed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            hashed = node_hash(hashed, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and hashed == root


def is_consistent(
    first: int, second: int, proof: Sequence[bytes], roots: tuple[bytes, bytes]
) -> bool:
    """Tell whether a proof shows the first root's tree to be the beginning of the second's."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and roots[0] == roots[1]
    walked = _walk(first, second, proof, roots[0])
    return walked is not None and (folded(walked[0]), walked[1]) == roots


def peaks_of(first: int, second: int, proof: Sequence[bytes], root: bytes) -> list[bytes]:
    """Return the full subtrees of the first tree that a consistency proof tells of.

    They are not believed for that: whoever goes on from them must come to a root that is.
    Empty where the proof is of another form than one between these sizes.
    """
    if first == second and not proof and first.bit_count() == 1:
        return [root]
    walked = _walk(first, second, proof, root)
    return [] if walked is None else walked[0]


def _walk(
    first: int, second: int, proof: Sequence[bytes], root: bytes
) -> tuple[list[bytes], bytes] | None:
    """Return the peaks of the first tree and the second root, as RFC 9162 §2.1.4.2 walks."""
    path = [root, *proof] if first.bit_count() == 1 else list(proof)
    if not path or not 0 < first < second:
        return None
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    peaks, hashed = [path[0]], path[0]
    for beside in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            peaks.append(beside)
            hashed = node_hash(beside, hashed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            hashed = node_hash(hashed, beside)
        at, last = at >> 1, last >> 1
    if last or len(peaks) != first.bit_count():
        return None
    return peaks[::-1], hashed


def _split(count: int) -> int:
    """Return the largest power of two below a number above one."""
    return 1 << ((count - 1).bit_length() - 1)
