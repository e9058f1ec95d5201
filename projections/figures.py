"""Figures of a whole workspace, at hand for as long as nothing is recorded."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from ledger.words import Position, WorkspaceId

_WORKSPACES_MAX = 1_000
# A view that was damaged may be rebuilt, which records nothing.
_SECONDS_MAX = 60.0


class Figures:
    """The latest figure of each workspace, by the position that it holds as of."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[WorkspaceId, tuple[Position, float, int]] = OrderedDict()

    def at(self, workspace: WorkspaceId, position: Position, count: Callable[[], int]) -> int:
        """Return the figure as of a position: the one at hand, or what is counted now."""
        with self._lock:
            kept = self._kept.get(workspace)
        now = time.monotonic()
        if kept is not None and kept[0] == position and now - kept[1] < _SECONDS_MAX:
            return kept[2]
        figure = count()
        with self._lock:
            self._kept[workspace] = (position, now, figure)
            self._kept.move_to_end(workspace)
            while len(self._kept) > _WORKSPACES_MAX:
                self._kept.popitem(last=False)
        return figure
