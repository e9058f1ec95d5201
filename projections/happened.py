"""What kinds of events are there at all? A view that hears none of them is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from ledger.words import WorkspaceId
from projections.view import View

_HAPPENED = """
select h.workspace_id, h.position,
       array(select distinct e.event_type
             from ledger.events e
             where e.workspace_id = h.workspace_id and e.position <= h.position) as types
from ledger.heads h
order by h.workspace_id
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """The types of the events that each workspace had up to a position."""

    types: Mapping[tuple[WorkspaceId, int], frozenset[str]]

    def is_silent(self, view: View, workspace: WorkspaceId, until: int) -> bool:
        """Tell whether no event up to there is one that the view hears; if unknown, deny it."""
        types = self.types.get((workspace, until))
        return types is not None and types.isdisjoint(event.__name__ for event in view.heard)


NOTHING_KNOWN = Happened({})


def happened(connection: Connection[Any]) -> Happened:
    """Return what happened in every workspace so far, each read once, from end to end.

    Most ledgers know a third of the glossary, and a view without a row takes as long to find
    that out by itself.
    """
    rows = connection.execute(_HAPPENED).fetchall()
    return Happened({(row[0], row[1]): frozenset(row[2]) for row in rows})
