"""Keeping what the list of people is asked for again and again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from ledger import errors
from ledger.commands import Command
from ledger.entries import Entry
from ledger.events import SearchDropped, SearchSaved
from ledger.ids import new_id
from ledger.known import Known
from ledger.words import Line, StreamId

SEARCHES_MAX = 50
"""More than anybody finds their way in; each is a line on every screen."""


class SaveSearch(Command):
    """Give a name to what the list of people is asked for."""

    search_id: UUID = Field(default_factory=new_id)
    name: Line
    query: Line

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        if len(known.rows("searches")) >= SEARCHES_MAX:
            raise errors.NotAllowedNow(
                f"There are {SEARCHES_MAX} saved searches: drop one of them first."
            )
        saved = SearchSaved(name=self.name, query=self.query)
        return [Entry(saved, StreamId(self.search_id), 1)]


class ChangeSearch(Command):
    """Give a saved search another name, or ask for something else by it."""

    search_id: UUID
    name: Line
    query: Line

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.search_id)
        told = known.rows("searches", stream_id=self.search_id)
        if not told:
            raise _none(self.search_id)
        if told[0]["name"] == self.name and told[0]["query"] == self.query:
            return []
        saved = SearchSaved(name=self.name, query=self.query)
        return [Entry(saved, StreamId(self.search_id), version + 1)]


class DropSearch(Command):
    """Let a saved search go."""

    search_id: UUID

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        version = known.version(self.search_id)
        if known.rows("searches", stream_id=self.search_id):
            return [Entry(SearchDropped(), StreamId(self.search_id), version + 1)]
        if version:
            return []
        raise _none(self.search_id)


def _none(search_id: UUID) -> errors.Unknown:
    return errors.Unknown(f"No saved search has the id {search_id}.")
