"""Who is in an export: whom it knows, whom it reads as one, and by what they are recognised."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from ledger.events import CandidatesMerged, CandidatesUnmerged, HandleAdded, HandleRemoved
from ledger.handles import is_shared
from ledger.imports.records import ForeignEvent, ForeignPerson, Place
from ledger.words import Handle, HandleType

# What names one person in anybody's ledger, strongest first. A messenger's name says not which
# messenger, an external id not whose account, and marks of one source are mere names.
_STRONG = (
    HandleType.LINKEDIN,
    HandleType.EMAIL,
    HandleType.PHONE,
    HandleType.GITHUB,
    HandleType.XING,
    HandleType.STACKOVERFLOW,
    HandleType.TWITTER,
    HandleType.MASTODON,
    HandleType.BLUESKY,
)
_STRENGTH = {type_.value: number for number, type_ in enumerate(_STRONG)}


class _Claim(NamedTuple):
    """The earliest claim to a handle that nobody took back."""

    candidate: bytes
    handle: tuple[str, str]
    line: int


class _Merge(NamedTuple):
    """A merge that stands."""

    primary: bytes
    duplicate: bytes


class People:
    """Gathered from the events in effect, in their order."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._handles: defaultdict[bytes, tuple[str, ...]] = defaultdict(tuple)
        self._claims: dict[bytes, _Claim] = {}
        self._merges: dict[bytes, _Merge] = {}

    def introduce(self, candidate: bytes | None) -> None:
        """Take note that somebody is known from here on."""
        if candidate is not None:
            self._known.add(candidate)

    def knows(self, candidate: bytes) -> bool:
        """Say whether somebody is known so far."""
        return candidate in self._known

    def handles_of(self, candidate: UUID | None) -> Sequence[str]:
        """Return the handles somebody was said to have so far, as `type:key`."""
        return self._handles.get(candidate.bytes, ()) if candidate else ()

    def hear(self, event: ForeignEvent, payload: Mapping[str, Any]) -> None:
        """Take note of claims and merges."""
        match event.event_type:
            case HandleAdded.__name__ if event.candidate is not None:
                handle = payload["handle"]["type"], payload["key"]
                self._handles[event.candidate] += (":".join(handle),)
                claim = _Claim(event.candidate, handle, event.place.line)
                is_theirs_alone = not payload.get("is_shared")
                if is_theirs_alone and is_strong(*handle, payload["handle"]["value"]):
                    self._claims.setdefault(event.stream, claim)
            case HandleRemoved.__name__:
                claimed = self._claims.get(event.stream)
                if claimed and claimed.candidate == event.candidate:
                    del self._claims[event.stream]
            case CandidatesMerged.__name__:
                self._merges[event.stream] = _Merge(
                    UUID(payload["primary_candidate_id"]).bytes,
                    UUID(payload["duplicate_candidate_id"]).bytes,
                )
            case CandidatesUnmerged.__name__:
                self._merges.pop(event.stream, None)
            case _:
                pass

    def roots(self) -> dict[bytes, bytes]:
        """Return whom those who were merged are read as, as things stand now.

        As in the ledger itself: the earliest of several merges of one duplicate counts, and of
        a circle nobody is merged.
        """
        edges: dict[bytes, bytes] = {}
        for merge in self._merges.values():
            edges.setdefault(merge.duplicate, merge.primary)
        walked = {candidate: _end(edges, candidate) for candidate in edges}
        return {candidate: root for candidate, root in walked.items() if root is not None}

    def told(self, file: str) -> Iterator[ForeignPerson]:
        """Yield everybody who is known and can be recognised."""
        roots = self.roots()
        claims: defaultdict[bytes, list[_Claim]] = defaultdict(list)
        for claim in self._claims.values():
            claims[roots.get(claim.candidate, claim.candidate)].append(claim)
        for candidate, theirs in claims.items():
            if candidate in self._known:
                theirs.sort(key=lambda claim: (_STRENGTH[claim.handle[0]], claim.line))
                handles = tuple(claim.handle for claim in theirs)
                yield ForeignPerson(Place(file, theirs[0].line), candidate, handles)


def is_strong(type_: str, key: str, value: str) -> bool:
    """Say whether a handle recognises one person, in whosever ledger it stands."""
    if type_ not in _STRENGTH:
        return False
    if type_ == HandleType.PHONE:
        # Without the country, several people have it.
        return key.startswith("+")
    return not is_shared(Handle(type=HandleType(type_), value=value))


def _end(edges: Mapping[bytes, bytes], candidate: bytes) -> bytes | None:
    seen = {candidate}
    while candidate in edges:
        candidate = edges[candidate]
        if candidate in seen:
            return None
        seen.add(candidate)
    return candidate
