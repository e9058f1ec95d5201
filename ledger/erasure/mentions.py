"""Where do events about others name the person, and what is left of those without them?

Participants go, since a list of who was there is about each of them. So does what was decided
about the person and somebody else. What others wrote or were told is theirs and stays: such
places are listed, for somebody to look at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import DictRow
from pydantic import ValidationError

from ledger import errors
from ledger.erasure.subject import Subject, spelt
from ledger.handles import key_of
from ledger.words import Handle, HandleType, WorkspaceId

_DIGITS_MIN = 7
# What people put between the digits of a number; an area code may be in brackets.
_BETWEEN = "[ ./()-]*"
_FETCHED_TOGETHER = 500

_NAMING = """
select e.position, e.stream_id, e.event_type, e.candidate_id, e.import_id,
       ledger.upcast(e.event_type, e.schema_version, e.payload) as payload
from ledger.events e
cross join lateral (select lower(e.payload::text) as words offset 0) told
where e.workspace_id = %(workspace)s and e.position > %(after)s and e.position <= %(until)s
  and (e.candidate_id is null or e.candidate_id <> all(%(ids)s::uuid[]))
  and e.payload is not null and e.event_type not in ('CandidateErased', 'SuppressionLifted')
  and (told.words like any(%(patterns)s::text[]){or_numbers})
order by e.position
"""
# Asked only where there are numbers: it takes as long as all the rest.
_OR_NUMBERS = " or told.words ~ %(numbers)s"
_DECIDED = """
select e.position, e.stream_id
from ledger.events e
where e.workspace_id = %(workspace)s and e.payload is not null
  and (e.candidate_id is null or e.candidate_id <> all(%(ids)s::uuid[]))
  and e.event_type in (
      'CandidatesMerged', 'CandidatesUnmerged', 'CandidatesKeptApart', 'LookAlikesPutOff')
  and e.stream_id in (
      select d.stream_id
      from ledger.events d
      where d.workspace_id = %(workspace)s
        and d.event_type in ('CandidatesMerged', 'CandidatesKeptApart', 'LookAlikesPutOff')
        and ((d.payload ->> 'primary_candidate_id')::uuid = any(%(ids)s::uuid[])
             or (d.payload ->> 'other_candidate_id')::uuid = any(%(ids)s::uuid[])
             or (d.payload ->> 'duplicate_candidate_id')::uuid = any(%(ids)s::uuid[])))
order by e.position
"""
_RECORDED = "EngagementRecorded"
_CORRECTED = "EngagementCorrected"


class Restated(NamedTuple):
    """An event about somebody else, as it is put down anew: without the person."""

    position: int
    stream_id: UUID
    candidate_id: UUID
    import_id: UUID | None
    changes: Mapping[str, Any]
    occurred_at: str | None
    restates: int
    """The position that it stands for: its own, or what it stood for itself."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The events about others that name a person."""

    restated: tuple[Restated, ...] = ()
    mentions: tuple[int, ...] = ()
    """Positions where the person is named in what is others'."""

    def __add__(self, other: "Naming") -> "Naming":
        return Naming(self.restated + other.restated, self.mentions + other.mentions)


def decided_about(
    connection: Connection[DictRow], workspace: WorkspaceId, subject: Subject
) -> list[int]:
    """Return the positions of what was decided about the person and somebody else."""
    asked = {"workspace": workspace, "ids": list(subject.ids)}
    return [row["position"] for row in connection.execute(_DECIDED, asked, prepare=False)]


@dataclass(frozen=True)
class Search:
    """Looks for a person in what is told of others."""

    workspace: WorkspaceId
    subject: Subject
    region: str | None

    def between(self, connection: Connection[DictRow], after: int, until: int) -> Naming:
        """Return what names the person among the events after a position, up to another."""
        if not (self._words or self._numbers) or after >= until:
            return Naming()
        restated: list[Restated] = []
        mentions: list[int] = []
        for row in self._found(connection, after, until):
            again = self._restated(row)
            if again is not None:
                restated.append(again)
                told = orjson.dumps(dict(again.changes)).decode()
            else:
                told = orjson.dumps(row["payload"]).decode()
            if self._names_them(told):
                mentions.append(row["position"])
        return Naming(tuple(restated), tuple(mentions))

    def names_them(self, text: str) -> bool:
        """Say whether a text names the person, or one of their addresses or numbers."""
        return self._names_them(orjson.dumps(text).decode())

    def _found(
        self, connection: Connection[DictRow], after: int, until: int
    ) -> Iterator[DictRow]:
        asked = {
            "workspace": self.workspace,
            "after": after,
            "until": until,
            "ids": list(self.subject.ids),
            "patterns": [f"%{_escaped(word)}%" for word in self._words],
            "numbers": "|".join(map(_BETWEEN.join, self._numbers)),
        }
        statement = _NAMING.replace("{or_numbers}", _OR_NUMBERS if self._numbers else "")
        # One after the other: a common name stands in more texts than memory holds.
        with connection.transaction(), connection.cursor(name="naming") as cursor:
            cursor.itersize = _FETCHED_TOGETHER
            cursor.execute(statement, asked)  # pyright: ignore[reportArgumentType] - ours, above
            yield from cursor

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """What names the person, as it stands in JSON, in small letters."""
        handles = {
            each.key
            for each in self.subject.handles
            if each.type != HandleType.PHONE and len(each.key) > 1
        }
        told = handles | {each.lower() for each in self.subject.addresses} | self.subject.names
        return tuple(sorted(orjson.dumps(each).decode()[1:-1] for each in told if each))

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        """The last digits of the person's numbers, which every way of writing them has."""
        found: set[str] = set()
        for each in self.subject.handles:
            digits = re.sub(r"\D", "", each.key.partition(";")[0])
            if each.type == HandleType.PHONE and len(digits) >= _DIGITS_MIN:
                found.add(digits[-max(_DIGITS_MIN, len(digits) - 3) :])
        return tuple(sorted(found))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._words))
        # A name is a word of its own: nobody called Li is in "public".
        ways = [rf"(?<!\w)(?:{words})(?!\w)"] if words else []
        ways += [rf"{_BETWEEN.join(digits)}(?!\d)" for digits in self._numbers]
        # Whoever has neither name nor address is named nowhere.
        return re.compile("|".join(ways) or r"(?!)")

    def _names_them(self, told: str) -> bool:
        return self._pattern.search(told.lower()) is not None

    def _restated(self, row: DictRow) -> Restated | None:
        payload: dict[str, Any] = row["payload"]
        if row["event_type"] not in {_RECORDED, _CORRECTED} or row["candidate_id"] is None:
            return None
        told: dict[str, Any] = (
            payload if row["event_type"] == _RECORDED else payload.get("changes", {})
        )
        there: list[dict[str, Any]] = told.get("participants") or []
        conversation: object = payload.get("conversation_id") or told.get("conversation_id")
        others = [each for each in there if not self._is_them(each, conversation)]
        if len(others) == len(there):
            return None
        return Restated(
            position=row["position"],
            stream_id=row["stream_id"],
            candidate_id=row["candidate_id"],
            import_id=row["import_id"],
            changes=told | {"participants": others},
            occurred_at=payload.get("occurred_at") if row["event_type"] == _CORRECTED else None,
            restates=payload.get("restates") or row["position"],
        )

    def _is_them(self, participant: Mapping[str, Any], conversation: object) -> bool:
        handle = participant.get("handle")
        if handle:
            return self._is_theirs(handle)
        name = spelt(participant.get("name") or "")
        # A name alone is many people's; in a conversation of theirs, it is them.
        return name in self.subject.names and conversation in self.subject.conversations

    def _is_theirs(self, told: Mapping[str, Any]) -> bool:
        try:
            handle = Handle.model_validate(told, strict=False)
            key = key_of(handle, self.region)
        except (errors.Invalid, ValidationError):
            return False
        return (handle.type.value, key) in self.subject.handles


def _escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)
