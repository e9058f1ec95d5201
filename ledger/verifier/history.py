"""Are these events the ones that the tree is over, in order, with nothing missing?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .bags import Bag
from .broken import Broken
from .erasures import ERASING, NAMING, Erasures
from .lines import Line, line, payload
from .members import lines_of
from .streams import Streams
from .tree import Tree, leaf_hash

LEAVES = "data/events/leaves"
"""The hashes of the leaves, one after the other, in the order of their positions."""
LEAF_BYTES = 32
_EVENTS = re.compile(r"data/events/events-([0-9]{6,})\.ndjson")


@dataclass(slots=True)
class Seen:
    """What was read until the end, or until something was wrong."""

    event_count: int = 0
    erasures: Erasures = field(default_factory=Erasures)
    keys_named: list[str] = field(default_factory=list[str])


def continuous(bag: Bag, workspace: str, tree: Tree, seen: Seen) -> None:
    """Add every event to the tree; raise `Broken` at the first that does not go on from it."""
    streams = Streams(from_the_beginning=tree.size == 0)
    for file, raw in _raw_lines(bag):
        position = tree.size + 1
        try:
            told = _told(raw, workspace)
            _check_next(told.position, position)
            streams.see(told.stream, told.version)
            _take(told, seen)
        except Broken as fault:
            raise Broken(fault.what, file=file, position=position) from None
        tree.add(leaf_hash(told.envelope))
    if (missing := seen.erasures.uncovered()) is not None:
        raise Broken("the payload is missing, and no later erasure covers it", position=missing)


def single(bag: Bag, workspace: str, seen: Seen) -> Iterator[tuple[str, Line]]:
    """Yield every event of a part of a history, each with its file, in rising positions."""
    before = 0
    for file, raw in _raw_lines(bag):
        try:
            told = _told(raw, workspace)
            _check_next(told.position, max(told.position, before + 1))
            _take(told, seen)
        except Broken as fault:
            raise Broken(fault.what, file=file, position=before + 1) from None
        before = told.position
        yield file, told


def first_other(bag: Bag, workspace: str, after: int) -> int | None:
    """Return the first position whose event is not the one that the list of leaves has.

    An archive may list the leaves of the tree, so that what only the root tells can be placed.
    The list is believed for nothing else. Nothing where it does not help.
    """
    if LEAVES not in bag.names:
        return None
    listed = _leaves(bag)
    for position, (_, raw) in enumerate(_raw_lines(bag), start=after + 1):
        if leaf_hash(_told(raw, workspace).envelope) != next(listed, b""):
            return position
    return None


def _leaves(bag: Bag) -> Iterator[bytes]:
    rest = b""
    for piece in bag.members.pieces(LEAVES):
        rest += piece
        whole = len(rest) - len(rest) % LEAF_BYTES
        yield from (rest[at : at + LEAF_BYTES] for at in range(0, whole, LEAF_BYTES))
        rest = rest[whole:]


def _check_next(position: int, expected: int) -> None:
    if position != expected:
        raise Broken(f"position {position} stands where {expected} should")


def _told(raw: bytes, workspace: str) -> Line:
    told = line(raw)
    if told.workspace != workspace:
        raise Broken("it is of another workspace")
    return told


def _take(told: Line, seen: Seen) -> None:
    if not told.data:
        seen.erasures.forgotten(told.position, told.event_type, told.candidate)
    elif told.event_type == ERASING:
        seen.erasures.erased(told.position, payload(told))
    elif told.event_type == NAMING:
        seen.keys_named.append(str(payload(told).get("verifier_key")))
    seen.event_count += 1


def _raw_lines(bag: Bag) -> Iterator[tuple[str, bytes]]:
    files = [(found[1], name) for name in bag.names if (found := _EVENTS.fullmatch(name))]
    for _, file in sorted(files, key=lambda each: int(each[0])):
        for raw in lines_of(bag.members, file):
            yield file, raw
