"""The whole verdict over an archive: a history, what was added to one, or one person's part."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from .bags import INFO, Bag
from .broken import Broken
from .history import Seen, continuous, first_other, single
from .members import Folder
from .notes import VerifierKey
from .proofs import CHECKPOINT, INCLUSION, Signed, growth, inclusions, signed
from .tree import EMPTY, Tree, folded, is_included, leaf_hash, peaks_of
from .zips import Zip

_FAULTS_MAX = 100
_WORKSPACE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Kind(StrEnum):
    """What an archive holds of a history."""

    WHOLE = "the whole history"
    INCREMENT = "what was added to a history"
    PERSON = "one person's part of a history"


@dataclass(slots=True)
class Verdict:
    """What was found; the archive is whole where there are no faults."""

    kind: Kind = Kind.WHOLE
    workspace: str = ""
    origin: str = ""
    first: int = 1
    last: int = 0
    event_count: int = 0
    forgotten_count: int = 0
    root: str = ""
    first_root: str = ""
    """Of an increment: the root over what it is added to."""
    signed_by: list[str] = field(default_factory=list[str])
    is_pinned: bool = False
    """Whether the key was told by whoever asked, and not by the archive alone."""
    faults: list[Broken] = field(default_factory=list[Broken])

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found to be wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Expected:
    """What whoever asks knows from elsewhere."""

    key: VerifierKey | None = None
    origin: str | None = None


def verify(path: Path, expected: Expected) -> Verdict:
    """Look at an archive, in a folder or a zip; what is wrong stands in the verdict.

    Raise `OSError` where it cannot be read at all.
    """
    verdict = Verdict(is_pinned=expected.key is not None)
    try:
        bag = Bag(Folder(path) if path.is_dir() else Zip(path))
    except Broken as fault:
        verdict.faults.append(fault)
        return verdict
    # Events first: they name the position that is wrong, where sums only know the file.
    try:
        _history(bag, expected, verdict)
    except Broken as fault:
        verdict.faults.append(fault)
    for fault in bag.faults():
        verdict.faults.append(fault)
        if len(verdict.faults) >= _FAULTS_MAX:
            break
    return verdict


def _history(bag: Bag, expected: Expected, verdict: Verdict) -> None:
    _describe(bag, verdict)
    by = signed(bag, expected.key)
    verdict.signed_by = [str(key) for key in by.by]
    verdict.root = by.told.root.hex()
    if by.told.origin != verdict.origin or expected.origin not in {None, by.told.origin}:
        asked = expected.origin or verdict.origin
        raise Broken(f"it is of {by.told.origin}, not of {asked}", file=CHECKPOINT)
    seen = Seen()
    try:
        match verdict.kind:
            case Kind.PERSON:
                _person(bag, verdict, by, seen)
            case Kind.INCREMENT:
                _increment(bag, verdict, by, seen)
            case Kind.WHOLE:
                _whole(bag, verdict, by, seen)
    finally:
        verdict.event_count = seen.event_count
        verdict.forgotten_count = seen.erasures.count
    if by.told.size != verdict.last:
        raise Broken(f"it ends at {verdict.last}, the checkpoint at {by.told.size}", file=INFO)


def _describe(bag: Bag, verdict: Verdict) -> None:
    info = bag.info
    verdict.workspace = info["Rapport-Workspace"]
    if not _WORKSPACE.fullmatch(verdict.workspace):
        raise Broken("the workspace is no UUID", file=INFO)
    verdict.origin = f"rapport-ledger/{verdict.workspace}"
    verdict.first = _number(info["Rapport-First-Position"])
    verdict.last = _number(info.get("Rapport-Last-Position", ""))
    if "Rapport-Candidate" in info:
        verdict.kind = Kind.PERSON
    elif verdict.first > 1:
        verdict.kind = Kind.INCREMENT


def _number(told: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", told):
        raise Broken("a position is no number", file=INFO)
    return int(told)


def _whole(bag: Bag, verdict: Verdict, by: Signed, seen: Seen) -> None:
    tree = Tree()
    continuous(bag, verdict.workspace, tree, seen)
    _compare(bag, verdict, tree, by)
    unlisted = [key for key in seen.keys_named if key not in by.listed]
    if unlisted:
        raise Broken(f"the ledger names a key that is not listed: {unlisted[0]}")
    for key in verdict.signed_by:
        if key not in seen.keys_named:
            raise Broken(
                f"the ledger does not name the key that signed: {key}", file=CHECKPOINT
            )


def _increment(bag: Bag, verdict: Verdict, by: Signed, seen: Seen) -> None:
    first, second, proof, root = growth(bag)
    if (first, second) != (verdict.first - 1, by.told.size):
        raise Broken("the proof is not from the first of these events to the last")
    if root is None and first.bit_count() == 1:
        raise Broken("the root over what this is added to is missing")
    peaks = peaks_of(first, second, proof, root or EMPTY)
    if len(peaks) != first.bit_count() or root not in {None, folded(peaks)}:
        raise Broken("the proof does not lead from what this is added to")
    verdict.first_root = folded(peaks).hex()
    tree = Tree(first, peaks)
    continuous(bag, verdict.workspace, tree, seen)
    _compare(bag, verdict, tree, by)


def _compare(bag: Bag, verdict: Verdict, tree: Tree, by: Signed) -> None:
    if tree.size < by.told.size:
        raise Broken(
            f"the events end here, and {by.told.size} were signed: the rest was cut off",
            position=tree.size + 1,
        )
    if tree.size > by.told.size:
        raise Broken("the checkpoint does not reach here", position=by.told.size + 1)
    if tree.root() != by.told.root:
        place = first_other(bag, verdict.workspace, verdict.first - 1)
        raise Broken("this is not what was signed: the root is another one", position=place)


def _person(bag: Bag, verdict: Verdict, by: Signed, seen: Seen) -> None:
    proofs = inclusions(bag)
    for file, told in single(bag, verdict.workspace, seen):
        proof = proofs.pop(told.position, None)
        leaf = leaf_hash(told.envelope)
        place = told.position - 1
        if proof is None or not is_included(leaf, place, by.told.size, proof, by.told.root):
            raise Broken(
                "it is not one of the events signed", file=file, position=told.position
            )
    if proofs:
        raise Broken("the event is missing", file=INCLUSION, position=min(proofs))
