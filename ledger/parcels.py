"""Entries on their way into the ledger: calls that go in together, written as rows.

A payload is canonical JSON, with a salt and a digest of its own. Many rows are packed for COPY
before anybody waits for them.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from ledger.canonical import canonical, digest
from ledger.entries import Entry
from ledger.packing import HEADER, TRAILER, Incoming, pack
from ledger.words import ActorId

SALT_BYTES = 16
# Where parsing one JSON parameter begins to cost more than a COPY's extra round trips.
COPIED_ABOVE = 200
# A few hundred KB a write: less asks the socket too often, more makes the server wait.
_ROWS_SENT_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Request:
    """One call's entries on their way into the ledger, all of them or none."""

    request_id: UUID
    actor_id: ActorId
    entries: Sequence[Entry]


class Parcel:
    """Requests that go into the ledger together."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self.requests = requests
        self.entry_count = sum(len(request.entries) for request in requests)
        self.types = list(
            {type(entry.event).__name__ for request in requests for entry in request.entries}
        )

    @property
    def is_copied(self) -> bool:
        """Whether it goes in by COPY, as many rows do."""
        return self.entry_count > COPIED_ABOVE

    @cached_property
    def parts(self) -> Iterable[bytes]:
        """Its rows as COPY takes them: they lack nothing but their places."""
        return list(_parts(self.requests))

    def pack(self) -> None:
        """Write its rows now, so that nobody need wait for that later."""
        if self.is_copied:
            _ = self.parts

    def without(self, request_ids: set[UUID]) -> "Parcel":
        """Return it without these requests."""
        return Parcel([each for each in self.requests if each.request_id not in request_ids])


def _parts(requests: Sequence[Request]) -> Iterator[bytes]:
    packed = [HEADER]
    for number, (request, entry, payload, salt) in enumerate(written(requests), start=1):
        row = Incoming(
            number,
            entry.stream_id,
            entry.version,
            type(entry.event).__name__,
            entry.event.schema_version,
            entry.candidate_id,
            entry.occurred_at,
            request.actor_id,
            entry.import_id,
            entry.request_id or request.request_id,
            payload,
            salt,
            digest(salt, payload),
        )
        packed.append(pack(row))
        if len(packed) == _ROWS_SENT_TOGETHER:
            yield b"".join(packed)
            packed.clear()
    yield b"".join(packed) + TRAILER


def written(
    requests: Sequence[Request],
) -> Iterator[tuple[Request, Entry, bytes, bytes]]:
    """Yield each entry with its request, its canonical payload, and a salt of its own."""
    salts = os.urandom(SALT_BYTES * sum(len(request.entries) for request in requests))
    at = 0
    for request in requests:
        for entry in request.entries:
            salt = salts[at : at + SALT_BYTES]
            at += SALT_BYTES
            yield request, entry, canonical(entry.event.payload()), salt
