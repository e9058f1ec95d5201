"""Archives made in a test: events as lines, a tree over them, a signature, a bag around."""

import hashlib
import json
import random
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.archive.envelopes import envelope, leaf_hash, line
from ledger.canonical import canonical, digest
from ledger.ids import id_of
from ledger.stored import ERASED, Row
from ledger.verifier.checkpoints import Told
from ledger.verifier.notes import VerifierKey, signed_note
from ledger.verifier.tree import Tree, consistency_proof, inclusion_proof

WORKSPACE = UUID("0190b6d2-7c1c-7000-8000-00000000000a")
ORIGIN = f"rapport-ledger/{WORKSPACE}"
BEGUN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ADA = UUID("0190b6d2-7c1c-7000-8000-0000000000ad")
EVE = UUID("0190b6d2-7c1c-7000-8000-0000000000ee")
_ACTOR = UUID("0190b6d2-7c1c-7000-8000-0000000000ff")


class Signer:
    """A key that signs for a ledger, the same for the same seed."""

    def __init__(self, seed: int, name: str = ORIGIN) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.key = VerifierKey(name, self._private.public_key().public_bytes_raw())

    def sign(self, told: Told) -> bytes:
        """Return a checkpoint, signed."""
        return signed_note(told.text(), self.key, self._private.sign(told.text()))


_ERASED_AT = 31
FIRST_KEY, OTHER_KEY = Signer(1), Signer(2)


def event(position: int, payload: dict[str, Any] | None, **facts: Any) -> Row:
    """Return an event of a made-up history; no payload is one that was forgotten."""
    chance = random.Random(position)  # noqa: S311 - made up, the same each time
    salt, told = chance.randbytes(16), canonical(payload or {"forgotten": position})
    row = Row(
        workspace_id=WORKSPACE,
        position=position,
        stream_id=id_of(position),
        version=1,
        event_type="EngagementRecorded",
        schema_version=1,
        candidate_id=ADA if position % 2 else EVE,
        occurred_at=BEGUN + timedelta(minutes=position),
        recorded_at=BEGUN + timedelta(hours=position),
        actor_id=_ACTOR,
        import_id=id_of(7) if position % 3 == 0 else None,
        request_id=id_of(position),
        payload=told if payload is not None else ERASED,
        salt=salt if payload is not None else ERASED,
        digest=digest(salt, told),
    )
    return row._replace(**facts)


def naming(position: int, signer: Signer) -> Row:
    """Return the event that names a key."""
    told = {"verifier_key": str(signer.key)}
    return event(position, told, event_type="SigningKeyNamed", candidate_id=None)


def erasing(position: int, *candidates: UUID, elsewhere: Sequence[int] = ()) -> Row:
    """Return the event that forgets people."""
    told = {
        "candidate_ids": [str(each) for each in candidates],
        "emptied_count": 1,
        "emptied_elsewhere": list(elsewhere),
    }
    return event(position, told, event_type="CandidateErased", candidate_id=None)


def history(count: int = 60) -> list[Row]:
    """Return a history in which Eve was forgotten early, and much else happened."""
    rows = [naming(1, FIRST_KEY)]
    for position in range(2, count + 1):
        told: dict[str, Any] = {
            "body": f"Prague? “{position}” \U0001f600",
            "kind": "call",
            "\ue000": 1,
            "\U0001f600": [],
        }
        row = event(position, told, stream_id=id_of("stream", position % 20))
        if row.candidate_id == EVE and position <= _ERASED_AT:
            row = row._replace(payload=ERASED, salt=ERASED)
        rows.append(erasing(position, EVE) if position == _ERASED_AT else row)
    seen: dict[UUID, int] = {}
    for place, row in enumerate(rows):
        seen[row.stream_id] = seen.get(row.stream_id, 0) + 1
        rows[place] = row._replace(version=seen[row.stream_id])
    return rows


@dataclass
class Archive:
    """The files of an archive; a test may change them before they are written."""

    rows: list[Row]
    signer: Signer = FIRST_KEY
    keys: Sequence[Signer] = (FIRST_KEY,)
    after: int = 0
    candidate: UUID | None = None
    events_a_file: int = 25
    lists_leaves: bool = True
    lines: list[bytes] = field(default_factory=list[bytes])

    def files(self) -> dict[str, bytes]:
        """Return every payload file."""
        told = [row for row in self.rows if row.position > self.after]
        if self.candidate is not None:
            told = [row for row in told if row.candidate_id == self.candidate]
        self.lines = self.lines or [line(row) for row in told]
        found = {"data/README.md": b"An archive.\n", "data/tables/people.csv": b"name\nAda\n"}
        for start in range(0, len(self.lines), self.events_a_file):
            number = start // self.events_a_file + 1
            part = self.lines[start : start + self.events_a_file]
            found[f"data/events/events-{number:06}.ndjson"] = b"".join(part)
        return found | self.proofs() | self._leaves(told)

    def _leaves(self, told: Sequence[Row]) -> dict[str, bytes]:
        if not self.lists_leaves or self.candidate is not None:
            return {}
        return {"data/events/leaves": b"".join(leaf_hash(envelope(row)) for row in told)}

    def proofs(self) -> dict[str, bytes]:
        """Return the files by which the events are believed."""
        leaves = [leaf_hash(envelope(row)) for row in self.rows]
        size = len(leaves)
        note = self.signer.sign(Told(ORIGIN, size, root(leaves)))
        keys = {"keys": [str(each.key) for each in self.keys], "origin": ORIGIN}
        found = {"data/events/checkpoint": note, "data/events/keys.json": as_json(keys)}
        subtree = subtree_of(leaves)
        if self.after:
            proof = consistency_proof(self.after, size, subtree)
            told = {
                "first": self.after,
                "proof": [text(each) for each in proof],
                "root": text(root(leaves[: self.after])),
                "second": size,
            }
            found["data/events/consistency.json"] = as_json(told)
        if self.candidate is not None:
            proofs = {
                str(row.position): [
                    text(each) for each in inclusion_proof(row.position - 1, size, subtree)
                ]
                for row in self.rows
                if row.candidate_id == self.candidate
            }
            found["data/events/inclusion.json"] = as_json(proofs)
        return found

    def info(self) -> dict[str, str]:
        """Return what bag-info.txt says."""
        told = {
            "Rapport-Format": "rapport-archive/1",
            "Rapport-Workspace": str(WORKSPACE),
            "Rapport-First-Position": str(self.after + 1),
            "Rapport-Last-Position": str(len(self.rows)),
        }
        return told | ({"Rapport-Candidate": str(self.candidate)} if self.candidate else {})


def bagged(files: dict[str, bytes], info: dict[str, str]) -> dict[str, bytes]:
    """Return payload files with everything that makes them a bag."""
    oxum = f"{sum(map(len, files.values()))}.{len(files)}"
    told = {"Payload-Oxum": oxum, **info}
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{key}: {value}\n" for key, value in told.items()).encode(),
        "manifest-sha256.txt": sums(files),
    }
    return files | tags | {"tagmanifest-sha256.txt": sums(tags)}


def sums(files: dict[str, bytes]) -> bytes:
    """Return a manifest of files."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()


def written(files: dict[str, bytes], folder: Path) -> Path:
    """Write files below a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def archive(folder: Path, made: Archive | None = None) -> Path:
    """Write an archive, of sixty events if nothing else is said."""
    chosen = made or Archive(history())
    return written(bagged(chosen.files(), chosen.info()), folder)


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over hashes of leaves."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def subtree_of(leaves: Sequence[bytes]) -> Callable[[int, int], bytes]:
    """Return what the roots over parts of the leaves are."""
    return lambda start, end: root(leaves[start:end])


def as_json(value: Any) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, sort_keys=True).encode() + b"\n"


def text(hashed: bytes) -> str:
    """Return a hash as base64."""
    return b64encode(hashed).decode()
