"""What is the list of people asked for again and again?"""

from dataclasses import dataclass

from ledger.events import SearchDropped, SearchSaved
from ledger.words import StreamId, Version
from projections.moment import Moment
from projections.view import View

SEARCHES = View(
    "searches",
    key="stream_id",
    adds=(SearchSaved,),
    amends=(SearchDropped,),
    is_shared=True,
    is_about_nobody=True,
)


@dataclass(frozen=True, slots=True)
class Search:
    """A saved search: its name, and the filters and order as an address says them."""

    stream_id: StreamId
    name: str
    query: str
    version: Version


def everyone(moment: Moment) -> list[Search]:
    """Return every saved search, in the order in which they were first saved."""
    return [Search(**row) for row in moment.rows("all", SEARCHES)]
