"""What an archive brings to be believed: its checkpoint, the keys, and the proofs."""

import json
from dataclasses import dataclass
from typing import Any

from .bags import Bag
from .broken import Broken
from .checkpoints import Told, checkpoint
from .members import whole
from .notes import VerifierKey, hash_of, verifier_key

CHECKPOINT = "data/events/checkpoint"
_KEYS = "data/events/keys.json"
_CONSISTENCY = "data/events/consistency.json"
INCLUSION = "data/events/inclusion.json"


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, by whom, and every key that the archive lists."""

    told: Told
    by: tuple[VerifierKey, ...]
    listed: tuple[str, ...]


def signed(bag: Bag, pinned: VerifierKey | None) -> Signed:
    """Return the archive's checkpoint, signed by the pinned key or else by a listed one."""
    origin, listed = _keys(bag)
    keys = [pinned] if pinned else [verifier_key(each) for each in listed]
    try:
        note, told = checkpoint(_bytes(bag, CHECKPOINT))
        signers = note.signers(keys)
    except Broken as fault:
        raise fault.in_file(CHECKPOINT) from None
    if told.origin != origin:
        raise Broken(f"it is of {told.origin}, not of {origin}", file=CHECKPOINT)
    return Signed(told, tuple(signers), tuple(listed))


def _keys(bag: Bag) -> tuple[str, list[str]]:
    found = _object(bag, _KEYS)
    origin, keys = found.get("origin"), found.get("keys")
    if (
        not isinstance(origin, str)
        or not isinstance(keys, list)
        or set(found) != {"origin", "keys"}
    ):
        raise Broken("it does not list origin and keys", file=_KEYS)
    listed = [str(each) for each in keys]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    for each in listed:
        try:
            verifier_key(each)
        except Broken as fault:
            raise fault.in_file(_KEYS) from None
    return origin, listed


def growth(bag: Bag) -> tuple[int, int, list[bytes], bytes | None]:
    """Return from how many events to how many an increment goes, the proof, the first root."""
    found = _object(bag, _CONSISTENCY)
    first, second, root = found.get("first"), found.get("second"), found.get("root")
    if type(first) is not int or type(second) is not int:
        raise Broken("it does not say from where to where", file=_CONSISTENCY)
    try:
        return first, second, _hashes(found.get("proof")), hash_of(root) if root else None
    except Broken as fault:
        raise fault.in_file(_CONSISTENCY) from None


def inclusions(bag: Bag) -> dict[int, list[bytes]]:
    """Return the proof for each position of a part of a history."""
    found = _object(bag, INCLUSION)
    try:
        return {int(place): _hashes(proof) for place, proof in found.items()}
    except ValueError:
        raise Broken("a position is no number", file=INCLUSION) from None
    except Broken as fault:
        raise fault.in_file(INCLUSION) from None


def _hashes(told: Any) -> list[bytes]:
    if not isinstance(told, list):
        raise Broken("a proof is not a list of hashes")
    return [hash_of(each) for each in told]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _object(bag: Bag, file: str) -> dict[str, Any]:
    try:
        found: object = json.loads(_bytes(bag, file), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Broken("it is not JSON, or a key comes twice", file=file) from None
    if not isinstance(found, dict):
        raise Broken("it is not a JSON object", file=file)
    return found  # pyright: ignore[reportUnknownVariableType]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _bytes(bag: Bag, file: str) -> bytes:
    if file not in bag.names:
        raise Broken("it is missing", file=file)
    return whole(bag.members, file)
