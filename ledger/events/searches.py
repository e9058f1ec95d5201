"""Searches: what the list of people is asked for again and again."""

from ledger.events.event import Event
from ledger.words import Line


class SearchSaved(Event):
    """What the list of people was asked for got a name, to be asked again by anybody here."""

    name: Line
    query: Line
    """The filters and the order, as an address says them: `stage=warm&sort=name`."""


class SearchDropped(Event):
    """A saved search was no longer needed."""
