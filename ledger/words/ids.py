"""Ids and places: two of them that could be mixed up are two types."""

from typing import NewType
from uuid import UUID

WorkspaceId = NewType("WorkspaceId", UUID)
StreamId = NewType("StreamId", UUID)
CandidateId = NewType("CandidateId", UUID)
ActorId = NewType("ActorId", UUID)
Position = NewType("Position", int)
Version = NewType("Version", int)
