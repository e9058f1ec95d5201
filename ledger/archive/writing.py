"""The archive: events, proofs, copies of the views and the verifier, in one bag.

It is written in the order in which it can be known: from the first byte on events flow, and
what sums and describes them comes last. Nothing in it says when or where it was made, so the
same history is the same file wherever it lies.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any
from uuid import UUID

from psycopg import Connection

from ledger.archive.bagging import Bag, Summed
from ledger.archive.describing import Described, package_file, read_me
from ledger.archive.events import event_lines
from ledger.archive.formats import ARCHIVE
from ledger.archive.proving import consistency_file, inclusion_pieces, keys_file
from ledger.archive.reviewing import review_pieces
from ledger.proof.checkpoints import Proofs, origin_of
from ledger.proof.leaves import KeptLeaves
from ledger.words import CandidateId, Position, WorkspaceId

EVENTS_A_FILE = 100_000

_START = Position(0)
# The package that an archive carries along needs nothing else of ours.
_VERIFIER = "verifier"
_VERIFY = b"""\
\"\"\"Is this archive whole, and does it hold what was signed? Run: python verify.py\"\"\"

from verifier.__main__ import main

raise SystemExit(main())
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom an archive is limited to, and every id that is read as them."""

    candidate: CandidateId
    ids: tuple[UUID, ...]
    region: str | None = None
    """The country whose phone numbers are written without a code."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which events an archive holds: those after a position up to its last, or a person's."""

    workspace: WorkspaceId
    last: Position
    after: Position = _START
    person: Person | None = None

    def info(self) -> dict[str, str]:
        """Return what `bag-info.txt` says of the archive."""
        told = {
            "Rapport-Format": ARCHIVE,
            "Rapport-Workspace": str(self.workspace),
            "Rapport-First-Position": str(self.after + 1),
            "Rapport-Last-Position": str(self.last),
        }
        return told | ({"Rapport-Candidate": str(self.person.candidate)} if self.person else {})


@dataclass(frozen=True, slots=True)
class Copies:
    """What is put beside the events for other programs and for people to read."""

    files: Iterable[tuple[str, Iterable[bytes]]] = ()
    """Paths under data/ and their bytes; each is read to its end before the next is asked."""
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Any])
    """The Frictionless table schemas of those that are tables, by path."""


Tell = Callable[[int, int], None]
"""Hears how many events are written so far, and how many there are."""


def _untold(_event_count: int, _event_total: int) -> None:
    pass


def archive(
    connection: Connection[Any],
    scope: Scope,
    proofs: Proofs | None,
    copies: Copies,
    tell: Tell = _untold,
) -> Iterator[bytes]:
    """Yield an archive, piece by piece, in memory that no history fills.

    The connection is a snapshot, in which the copies were read too: all of it tells of one
    moment, that of the scope's last position. That is signed once the events are written, since
    the tree grows by what is written of them. Who cannot sign can still leave: without proofs,
    an archive is as whole, and proves nothing. `tell` hears how many events of a history are
    written so far, and how many there are.
    """
    with Bag() as bag, KeptLeaves(scope.after) as leaves:
        yield from bag.begin()
        yield from bag.payload("README.md", (read_me(scope.info()),))
        described = Described(scope.info())
        for path, pieces in _events(connection, scope, leaves, tell):
            described.add((yield from bag.payload(path, pieces)))
        if proofs is not None:
            for path, pieces in _proofs(connection, scope, proofs, leaves):
                yield from bag.payload(path, pieces)
        if scope.person is not None:
            person = scope.person
            review = review_pieces(connection, scope.workspace, person.ids, person.region)
            yield from bag.payload("review.md", review)
        for path, content in _verifier():
            yield from bag.payload(path, (content,))
        yield from _copies(bag, copies, described)
        yield from bag.payload("datapackage.json", (package_file(described),))
        yield from bag.end(scope.info())


def _events(
    connection: Connection[Any],
    scope: Scope,
    leaves: KeptLeaves,
    tell: Tell,
) -> Iterator[tuple[str, Iterable[bytes]]]:
    if scope.person is not None:
        people = scope.person.ids
        lines = event_lines(
            connection, scope.workspace, after=0, until=scope.last, people=people
        )
        yield _events_file(0), lines
        return

    def hear(hashes: bytes) -> None:
        leaves.add(hashes)
        tell(leaves.until - scope.after, scope.last - scope.after)

    # An increment's files are named like those of the whole that their events would be in.
    for number in range(scope.after // EVENTS_A_FILE, -(-scope.last // EVENTS_A_FILE)):
        after = max(scope.after, number * EVENTS_A_FILE)
        until = min(scope.last, (number + 1) * EVENTS_A_FILE)
        if after < until:
            lines = event_lines(
                connection, scope.workspace, after=after, until=until, hear=hear
            )
            yield _events_file(number), lines


def _events_file(number: int) -> str:
    return f"events/events-{number + 1:06}.ndjson"


def _proofs(
    connection: Connection[Any], scope: Scope, proofs: Proofs, leaves: KeptLeaves
) -> Iterator[tuple[str, Iterable[bytes]]]:
    signed = proofs.signed(scope.last, None if scope.person else leaves)
    yield "events/checkpoint", (signed.note,)
    yield (
        "events/keys.json",
        (keys_file(origin_of(scope.workspace), proofs.verifier_keys()),),
    )
    if scope.person is None:
        # A root says that something was altered, the leaves under it say what.
        yield "events/leaves", leaves.pieces(after=scope.after, until=scope.last)
    if scope.after:
        proof = consistency_file(proofs, scope.after, scope.last)
        yield "events/consistency.json", (proof,)
    if scope.person is not None:
        positions = _positions(connection, scope.workspace, scope.person, scope.last)
        yield "events/inclusion.json", inclusion_pieces(proofs, positions, scope.last)


def _positions(
    connection: Connection[Any], workspace: WorkspaceId, person: Person, last: Position
) -> list[int]:
    rows = connection.execute(
        "select position from ledger.events where workspace_id = %(workspace)s"
        " and candidate_id = any(%(people)s) and position <= %(last)s order by position",
        {"workspace": workspace, "people": list(person.ids), "last": last},
    ).fetchall()
    return [row["position"] for row in rows]


def _verifier() -> Iterator[tuple[str, bytes]]:
    package = resources.files("ledger") / _VERIFIER
    modules = [each for each in package.iterdir() if each.name.endswith(".py")]
    yield "verify.py", _VERIFY
    for module in sorted(modules, key=lambda each: each.name):
        yield f"{_VERIFIER}/{module.name}", module.read_bytes()


def _copies(bag: Bag, copies: Copies, described: Described) -> Generator[bytes, None, None]:
    for path, pieces in copies.files:
        summed: Summed = yield from bag.payload(path, pieces)
        schema = copies.schemas.get(path)
        if schema is not None:
            described.add(summed, schema)
