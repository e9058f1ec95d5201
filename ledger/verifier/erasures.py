"""May this payload be missing? Only if a later `CandidateErased` says that it was forgotten."""

from array import array
from typing import Any

from .broken import Broken

ERASING = "CandidateErased"
NAMING = "SigningKeyNamed"
_NEVER_FORGOTTEN = {ERASING, NAMING}


class Erasures:
    """Which payloads are missing, and which erasures came after them.

    Eight bytes for each missing payload, and what the erasures themselves name.
    """

    def __init__(self) -> None:
        self.count = 0
        self._of_people: dict[str, array[int]] = {}
        self._of_nobody = array("Q")
        self._elsewhere: dict[int, int] = {}

    def forgotten(self, position: int, event_type: str, candidate: str | None) -> None:
        """Take note of an event without payload."""
        if event_type in _NEVER_FORGOTTEN:
            raise Broken(f"the payload of a {event_type} is missing; none is ever forgotten")
        self.count += 1
        if candidate is None:
            self._of_nobody.append(position)
        else:
            self._of_people.setdefault(candidate, array("Q")).append(position)

    def erased(self, position: int, payload: dict[str, Any]) -> None:
        """Take note of an erasure, which covers what stands before it."""
        people, elsewhere = payload.get("candidate_ids"), payload.get("emptied_elsewhere", [])
        if not isinstance(people, list) or not isinstance(elsewhere, list):
            raise Broken("it does not say who was erased")
        for candidate in people:  # pyright: ignore[reportUnknownVariableType]
            self._of_people.pop(str(candidate), None)  # pyright: ignore[reportUnknownArgumentType]
        for place in elsewhere:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(place, int):
                self._elsewhere[place] = position

    def uncovered(self) -> int | None:
        """Return the first position whose payload is missing without an erasure, if any."""
        missing = sorted(
            place for places in (self._of_nobody, *self._of_people.values()) for place in places
        )
        return next(
            (place for place in missing if self._elsewhere.get(place, 0) <= place), None
        )
