"""Verifying an archive of a long history with the verifier that an archive carries along.

    python -m bench.verify [--events 1000000]

The archive is made here, line by line: every third event begins a stream, the others go on with
one of some thousand. The verifier runs in a process of its own; its time is processor time, its
memory the most that it ever held.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psutil
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.figures import Figure, ceiling, show
from ledger.verifier.checkpoints import Told
from ledger.verifier.notes import VerifierKey, signed_note
from ledger.verifier.tree import Tree, leaf_hash

_EVENTS = 1_000_000
_EVENTS_A_FILE = 100_000
_WORKSPACE = UUID("018bcfe5-6800-7000-8000-000000000001")
_ORIGIN = f"rapport-ledger/{_WORKSPACE}"
_BUSY_STREAMS = 5_000
_SALT = b"\x5a" * 16
_AT = "2026-01-02T03:04:05.000006Z"
_BODY = (
    "We spoke about the role in Lisbon; she asks for two weeks, and for the salary band. " * 2
)
_LOOK_SECONDS = 0.02


def measure(event_count: int = _EVENTS) -> Iterator[Figure]:
    """Yield the processor time a verification takes, and the memory."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        folder = Path(name)
        byte_count = _write(folder, event_count)
        seconds, megabytes = _verified(folder)
    events = f"{event_count:,} events"
    told = f"{byte_count / 1e6:,.0f} MB, {event_count / seconds:,.0f} events a second"
    scaled = 60 * event_count / _EVENTS
    yield ceiling(f"verify an archive of {events}", seconds, scaled, unit="s", told=told)
    yield ceiling("memory a verification takes", megabytes, 200, unit="MB", told=events)


def _verified(folder: Path) -> tuple[float, float]:
    """Return the processor time of a verification, and the most memory it held in MB."""
    words = [sys.executable, "-m", "ledger.verifier", str(folder), "--json"]
    process = psutil.Popen(words, stdout=-1, cwd=Path(__file__).parent.parent)
    seconds, height = 0.0, 0
    while process.poll() is None:
        try:
            used = process.cpu_times()
            seconds, height = used.user + used.system, max(height, process.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(_LOOK_SECONDS)
    verdict = json.loads(process.communicate()[0])
    assert verdict["is_whole"], verdict["faults"]
    return seconds, height / 2**20


def _write(folder: Path, event_count: int) -> int:
    """Write an archive of so many events; return how large these are."""
    events = folder / "data" / "events"
    events.mkdir(parents=True)
    private = Ed25519PrivateKey.generate()
    key = VerifierKey(_ORIGIN, private.public_key().public_bytes_raw())
    tree, sums, total = Tree(), list[str](), 0
    lines = _lines(event_count, key, tree)
    for number in range(-(-event_count // _EVENTS_A_FILE)):
        path = events / f"events-{number + 1:06}.ndjson"
        with path.open("wb") as opened:
            for _, line in zip(range(_EVENTS_A_FILE), lines, strict=False):
                opened.write(line)
        total += path.stat().st_size
    text = Told(_ORIGIN, event_count, tree.root()).text()
    (events / "checkpoint").write_bytes(signed_note(text, key, private.sign(text)))
    told = {"keys": [str(key)], "origin": _ORIGIN}
    (events / "keys.json").write_text(json.dumps(told))
    payload = sorted(events.iterdir())
    sums = [f"{_sum(path)}  {path.relative_to(folder)}\n" for path in payload]
    oxum = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    _write_tags(folder, sums, oxum, event_count)
    return total


def _write_tags(folder: Path, sums: list[str], oxum: str, event_count: int) -> None:
    info = {
        "Payload-Oxum": oxum,
        "Rapport-Format": "rapport-archive/1",
        "Rapport-Workspace": str(_WORKSPACE),
        "Rapport-First-Position": "1",
        "Rapport-Last-Position": str(event_count),
    }
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in info.items()),
        "manifest-sha256.txt": "".join(sums),
    }
    for name, content in tags.items():
        (folder / name).write_text(content)
    listed = [f"{_sum(folder / name)}  {name}\n" for name in tags]
    (folder / "tagmanifest-sha256.txt").write_text("".join(listed))


def _lines(event_count: int, key: VerifierKey, tree: Tree) -> Iterator[bytes]:
    """Yield every line, and put its leaf into the tree."""
    versions = [0] * _BUSY_STREAMS
    named = json.dumps({"verifier_key": str(key)}, separators=(",", ":"))
    for position in range(1, event_count + 1):
        busy = position % _BUSY_STREAMS
        stream, version = UUID(int=position << 64 | 7), 1
        if position % 3 and position > 1:
            versions[busy] += 1
            stream, version = UUID(int=busy << 32 | 9), versions[busy]
        data = named if position == 1 else f'{{"body":"{_BODY}{position}","kind":"call"}}'
        kind = "SigningKeyNamed" if position == 1 else "EngagementRecorded"
        line, envelope = _told(position, stream, version, kind, data)
        tree.add(leaf_hash(envelope))
        yield line


def _told(
    position: int, stream: UUID, version: int, kind: str, data: str
) -> tuple[bytes, bytes]:
    digest = hashlib.sha256(_SALT + data.encode()).hexdigest()
    before = f'{{"actorid":"{_WORKSPACE}","candidateid":"{stream}",'
    between = f'"digest":"{digest}","id":"{stream}","recordedtime":"{_AT}",'
    after = (
        f'"schemaversion":1,"sequence":"{position:020}","source":"urn:uuid:{_WORKSPACE}",'
        f'"specversion":"1.0","streamversion":{version},"subject":"{stream}",'
        f'"time":"{_AT}","type":"{kind}"}}'
    )
    salt = f'"salt":"{_SALT.hex()}",'
    line = f'{before}"data":{data},{between}{salt}{after}\n'
    return line.encode(), (before + between + after).encode()


def _sum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How long does it take to verify an archive?")
    parser.add_argument("--events", type=int, default=_EVENTS)
    show(measure(parser.parse_args().events))
