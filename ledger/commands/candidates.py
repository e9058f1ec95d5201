"""Getting to know a candidate: who they are, and the facts about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import tags
from ledger.commands import Command
from ledger.commands.handles import GivenHandle, claim
from ledger.commands.unchanged import stale
from ledger.entries import Entry
from ledger.events import AttachmentNoted, CandidateAdded, CandidateUpdated, TagAdded
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import Attachment, CandidateId, Line, Origin, Profile, StreamId, Tag


class AddCandidate(Command):
    """Enter somebody in the ledger, with what is known of them."""

    candidate_id: UUID = Field(default_factory=new_id)
    profile: Profile = Profile()
    handles: tuple[GivenHandle, ...] = Field(default=(), max_length=100)
    tags: tuple[Tag, ...] = Field(default=(), max_length=100)
    source: Line | None = None
    origin: Origin | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        candidate_id = CandidateId(self.candidate_id)
        added = CandidateAdded(profile=self.profile, source=self.source, origin=self.origin)
        entries = [Entry(added, StreamId(candidate_id), 1, candidate_id)]
        claims: dict[StreamId, Entry] = {}
        for given in self.handles:
            entry = claim(known, candidate_id, given, self.source)
            if entry is not None:
                claims[entry.stream_id] = entry
        entries += claims.values()
        for key, tag in {tags.key_of(tag): tag for tag in self.tags}.items():
            tag_id = known.id_of("tag", candidate_id, key)
            version = known.version(tag_id) + 1
            entries.append(Entry(TagAdded(tag=tag, key=key), tag_id, version, candidate_id))
        return entries


class UpdateCandidate(Command):
    """Put down facts that changed; only those that differ from what is known are recorded."""

    candidate_id: UUID
    profile: Profile
    source: Line | None = None
    if_version: int | None = None

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        candidate_id = known.root(self.candidate_id)
        version = known.version(candidate_id)
        profiles = known.rows("profile", candidate_id=candidate_id)
        # Nothing there: somebody merged them this moment, and the append will find out.
        profile: Mapping[str, Any] = profiles[0] if profiles else {"version": 0, "facts": {}}
        # What the reader saw: updates of a reverted import count in the stream, not in there.
        seen: int = profile["version"] or 0
        if self.if_version is not None and self.if_version != seen:
            raise stale(candidate_id, expected=self.if_version, version=seen)
        facts = {field: fact["value"] for field, fact in profile["facts"].items()}
        told = self.profile.model_dump(mode="json", exclude_unset=True)
        changed = {field: value for field, value in told.items() if facts.get(field) != value}
        if not changed:
            return []
        updated = CandidateUpdated(profile=Profile.model_validate(changed), source=self.source)
        return [Entry(updated, StreamId(candidate_id), version + 1, candidate_id)]


class NoteAttachment(Command):
    """Note a file about the candidate."""

    candidate_id: UUID
    attachment: Attachment
    attachment_id: UUID = Field(default_factory=new_id)

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        candidate_id = known.root(self.candidate_id)
        noted = AttachmentNoted(attachment=self.attachment)
        return [Entry(noted, StreamId(self.attachment_id), 1, candidate_id)]
