"""What an archive needs to be believed: a signed checkpoint, its keys, and the proofs.

Everything here is written as JSON that a verifier reads without this application; hashes of a
proof are base64, as in a checkpoint.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence

import orjson

from ledger.proof.checkpoints import Proofs

_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def keys_file(origin: str, keys: Sequence[str]) -> bytes:
    """Return which keys sign for this ledger, oldest first."""
    return orjson.dumps({"keys": list(keys), "origin": origin}, option=_SORTED)


def consistency_file(proofs: Proofs, first: int, second: int) -> bytes:
    """Return the proof that the first events of one checkpoint are those of the other."""
    proof = proofs.consistency(first, second)
    told = {
        "first": first,
        "proof": [_text(each) for each in proof],
        # What it is added to, so that the proof can be followed without having that.
        "root": _text(proofs.root(first)),
        "second": second,
    }
    return orjson.dumps(told, option=_SORTED)


def inclusion_pieces(proofs: Proofs, positions: Iterable[int], size: int) -> Iterator[bytes]:
    """Yield, for each position, the proof that its event is one of so many."""
    before = b"{"
    for position in positions:
        proof = [_text(each) for each in proofs.inclusion(position, size)]
        yield before + b'"%d":%b' % (position, orjson.dumps(proof))
        before = b",\n"
    yield b"{}\n" if before == b"{" else b"}\n"


def _text(hashed: bytes) -> str:
    return b64encode(hashed).decode()
