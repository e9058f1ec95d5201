"""How a candidate is reached: handles claimed, put right, taken off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import HandleAdded, HandleCorrected, HandleRemoved
from ledger.handles import is_shared, key_of
from ledger.known import Known
from ledger.words import CandidateId, Handle, HandleStatus, Line, StreamId, Text, Value


class GivenHandle(Value):
    """A handle as somebody gives it."""

    handle: Handle
    label: Line | None = None
    is_primary: bool = False
    is_shared: bool = False
    """Whether several people have it: a switchboard, a family's number."""


class AddHandle(Command):
    """Put down a way to reach or recognise the candidate."""

    candidate_id: UUID
    given: GivenHandle
    source: Line | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        entry = claim(known, known.root(self.candidate_id), self.given, self.source)
        return [entry] if entry else []


class CorrectHandle(Command):
    """Say that a handle works no more, is called otherwise, is preferred, or is shared."""

    candidate_id: UUID
    handle_id: UUID
    status: HandleStatus | None = None
    label: Line | None = None
    is_primary: bool | None = None
    is_shared: bool | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        candidate_id = known.root(self.candidate_id)
        version = known.version(self.handle_id) + 1
        held = _held(known, candidate_id, self.handle_id)
        told = {"status": "current", "is_shared": False} | held["told"]
        words = {"status", "label", "is_primary", "is_shared"}
        asked = self.model_dump(mode="json", include=words)
        changed = {
            word: value
            for word, value in asked.items()
            if value is not None and told.get(word) != value
        }
        if not changed:
            return []
        corrected = HandleCorrected.model_validate({"key": held["key"], **changed})
        return [Entry(corrected, StreamId(self.handle_id), version, candidate_id)]


class RemoveHandle(Command):
    """Take a handle off the candidate."""

    candidate_id: UUID
    handle_id: UUID
    reason: Text | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        candidate_id = known.root(self.candidate_id)
        version = known.version(self.handle_id) + 1
        held = _held(known, candidate_id, self.handle_id)
        removed = HandleRemoved(key=held["key"], reason=self.reason)
        return [Entry(removed, StreamId(self.handle_id), version, candidate_id)]


def handle_names(handle: Handle, key: str) -> tuple[str, str, str]:
    """Return what the id of a handle's stream follows from.

    A handle that several people share has a stream for each of them: the candidate's id is one
    name more.
    """
    return "handle", handle.type, key


def handle_id_of(known: Known, handle: Handle) -> StreamId:
    """Return the stream on which the claims to a handle stand."""
    return known.id_of(*handle_names(handle, key_of(handle, known.region)))


def claim_id_of(known: Known, given: GivenHandle, candidate_id: CandidateId) -> StreamId:
    """Return the stream on which one candidate's claim to a handle stands."""
    handle_id = handle_id_of(known, given.handle)
    if given.is_shared or is_shared(given.handle) or _was_said_shared(known, handle_id):
        key = key_of(given.handle, known.region)
        return known.id_of(*handle_names(given.handle, key), candidate_id)
    return handle_id


def _was_said_shared(known: Known, handle_id: StreamId) -> bool:
    return bool(known.shared([handle_id]))


def claim(
    known: Known, candidate_id: CandidateId, given: GivenHandle, source: str | None
) -> Entry | None:
    """Return the entry by which a candidate gets a handle; nothing where they have it.

    Raise `errors.HandleHeld` where somebody else holds it, `errors.Suppressed` where it was of
    somebody who was erased.
    """
    handle_id = claim_id_of(known, given, candidate_id)
    is_common = handle_id != handle_id_of(known, given.handle)
    # The version first: a claim that comes after it makes the append lose, and ask again.
    version = known.version(handle_id)
    # The earliest effective claim holds; the others are look-alikes.
    claims = sorted(
        known.rows("handles", handle_id=handle_id), key=lambda row: row["claimed_position"]
    )
    if claims and claims[0]["candidate_id"] != candidate_id:
        holder = claims[0]["candidate_id"]
        raise errors.HandleHeld(
            f"Candidate {holder} holds this {given.handle.type}: record about them, or merge"
            " the two.",
            candidate_id=holder,
            handle_id=handle_id,
        )
    if claims:
        return None
    key = key_of(given.handle, known.region)
    if not is_common:
        _refuse_suppressed(known, given.handle, key)
    added = HandleAdded(
        handle=given.handle,
        key=key,
        label=given.label,
        is_primary=given.is_primary,
        source=source,
        is_shared=is_common or None,
    )
    return Entry(added, handle_id, version + 1, candidate_id)


def _refuse_suppressed(known: Known, handle: Handle, key: str) -> None:
    for day in known.erased_on([(handle.type, key)]).values():
        raise errors.Suppressed(
            f"They were erased on {day.isoformat()}. If this {handle.type} is to come in again,"
            " run `rapport suppression lift` with it first.",
            erased_on=day.isoformat(),
        )


def _held(known: Known, candidate_id: CandidateId, handle_id: UUID) -> dict[str, Any]:
    held = known.rows("handles", candidate_id=candidate_id, handle_id=handle_id)
    if not held:
        raise errors.Unknown(f"Candidate {candidate_id} has no handle {handle_id}.")
    return dict(held[0])
