"""The tags that a candidate is given, and that are taken off again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from typing_extensions import override

from ledger import tags
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import TagAdded, TagRemoved
from ledger.known import Known
from ledger.words import CandidateId, StreamId, Tag


class AddTag(Command):
    """Give the candidate a tag."""

    candidate_id: UUID
    tag: Tag

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _place(known, self.candidate_id, self.tag)
        return [] if place.is_tagged else [place.entry(TagAdded(tag=self.tag, key=place.key))]


class RemoveTag(Command):
    """Take a tag off the candidate."""

    candidate_id: UUID
    tag: Tag

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        place = _place(known, self.candidate_id, self.tag)
        return [place.entry(TagRemoved(tag=self.tag, key=place.key))] if place.is_tagged else []


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate's tag stands, and whether they carry it."""

    candidate_id: CandidateId
    key: str
    tag_id: StreamId
    version: int
    is_tagged: bool

    def entry(self, event: TagAdded | TagRemoved) -> Entry:
        return Entry(event, self.tag_id, self.version, self.candidate_id)


def _place(known: Known, candidate: UUID, tag: str) -> _Place:
    candidate_id = known.root(candidate)
    key = tags.key_of(tag)
    tag_id = known.id_of("tag", candidate_id, key)
    # The version first: what comes after it makes the append lose, and ask again.
    version = known.version(tag_id) + 1
    is_tagged = bool(known.rows("tags", candidate_id=candidate_id, tag_key=key))
    return _Place(candidate_id, key, tag_id, version, is_tagged)
