"""What the tests of archives say in few words: one written, one changed and summed again."""

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from api import archive
from api.installation import Installation
from ledger import errors
from ledger.archive.believing import Believed
from ledger.archive.histories import opened_history
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.engagements import (
    CorrectEngagement,
    RecordEngagement,
    RetractEngagement,
)
from ledger.commands.imports import RevertImport
from ledger.commands.merges import MergeCandidates
from ledger.commands.tags import AddTag
from ledger.entries import Entry
from ledger.ids import new_id
from ledger.words import CandidateId, Position, StreamId
from projections.restore import restore
from tests.ledger.imports.transfers import person
from tests.ledger.stories import CALL, brought_in, call, import_of, record

EVENTS = "data/events/events-000001.ndjson"
INFO = "bag-info.txt"
_MANIFEST = "manifest-sha256.txt"
_TAG_MANIFEST = "tagmanifest-sha256.txt"

Files = dict[str, bytes]


def untold(_count: int, _total: int | None) -> None:
    """Hear how far a restore has come."""


def rich(on: Installation) -> Installation:
    """Live through everything that amends what was recorded, in every script."""
    ada = person(on, "Ada \U0001f600 ألف", "ada@x.example")
    twin, eve = person(on, "Ada L.", "ada@y.example"), person(on, "伊芙", "eve@x.example")
    first, second = call(ada), talk(twin, body='Zoë\u2028\u2029\\"\t\x01\x7f\u0085')
    for command in (
        first,
        second,
        call(eve),
        AddTag(candidate_id=eve, tag="\uffff \U00010000"),
        CorrectEngagement(engagement_id=first.engagement_id, changes={"subject": "Put right"}),
        RetractEngagement(engagement_id=second.engagement_id),
        MergeCandidates(primary_candidate_id=ada, duplicate_candidate_id=twin),
        UpdateCandidate.model_validate({"candidate_id": eve, "profile": {"title": None}}),
    ):
        record(on, command)
    import_id = import_of(on, "taken back")
    brought_in(on, import_id, [Entry(CALL, StreamId(new_id()), 1, CandidateId(ada))])
    record(on, RevertImport(import_id=import_id))
    return on


def talk(who: UUID, **told: Any) -> RecordEngagement:
    """Return the command that records a call of which this is told."""
    return RecordEngagement.model_validate(
        {"candidate_id": who, "engagement": {"kind": "call", **told}}
    )


def archived(on: Installation, path: Path, *, after: int = 0) -> Path:
    """Write the archive of a ledger into a file."""
    with path.open("wb") as file:
        file.writelines(archive.whole(on, after=Position(after)))
    return path


def restored(into: Installation, *paths: Path) -> Installation:
    """Restore files into an empty installation, and return it as it is opened afterwards."""
    done = restore(into.database, *paths, tell=untold)
    home = into.of_restored(done.workspace)
    for note in done.checkpoints:
        home.proofs.keep(note)
    return home


def files_of(path: Path) -> Files:
    """Return what a zip holds."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(files: Mapping[str, bytes], path: Path) -> Path:
    """Write files as a zip, as any other program would."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in files.items():
            packing.writestr(name, content)
    return path


def summed(files: Files) -> Files:
    """Return a bag whose sums are right again, as who altered it with care would leave it."""
    tags = {"bagit.txt", INFO, _MANIFEST, _TAG_MANIFEST}
    payload = {name: content for name, content in files.items() if name not in tags}
    lines = [f"{_sum(content)}  {name}\n" for name, content in payload.items()]
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    info = files[INFO].split(b"\n", 1)[1]
    told = files | {
        _MANIFEST: "".join(lines).encode(),
        INFO: b"Payload-Oxum: " + oxum.encode() + b"\n" + info,
    }
    listed = sorted(tags - {_TAG_MANIFEST})
    told[_TAG_MANIFEST] = "".join(f"{_sum(told[name])}  {name}\n" for name in listed).encode()
    return told


def with_lines(files: Files, change: Callable[[list[bytes]], list[bytes]]) -> Files:
    """Return a bag with other event lines, its sums right."""
    lines = files[EVENTS].splitlines(keepends=True)
    return summed(files | {EVENTS: b"".join(change(lines))})


def refusal(path: Path) -> errors.Damaged:
    """Return why a file cannot be restored; nothing is written to find out."""
    try:
        with opened_history(path) as history:
            believed = Believed()
            for _ in history.blocks(believed):
                pass
            believed.must_be_covered()
            assert list(history.beside())
            history.check_count()
    except errors.Damaged as damaged:
        return damaged
    message = "It was read as if it were whole."
    raise AssertionError(message)


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
