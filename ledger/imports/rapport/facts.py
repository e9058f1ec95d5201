"""Which facts were put down by hand in an export, and must outlast what its imports told later?

A fact by hand outlasts any import in the ledger it was put down in. Brought into another one,
all of it is of one import, where the newest word counts: so the word by hand is said again
after an import there had said otherwise.
"""

from collections.abc import Mapping
from typing import Any

from ledger.events import CandidateAdded, CandidateUpdated
from ledger.stored import Row

OF_FACTS = (CandidateAdded.__name__, CandidateUpdated.__name__)


class Facts:
    """First hears which facts both a hand and an import told, then remembers only those."""

    def __init__(self) -> None:
        self._by_hand: dict[bytes, frozenset[str]] = {}
        self._contested: set[bytes] = set()
        self._values: dict[bytes, dict[str, Any]] = {}
        # Few combinations of facts occur, so that each is kept once.
        self._combinations: dict[frozenset[str], frozenset[str]] = {}

    def look_ahead(self, line: Row, payload: Mapping[str, Any]) -> None:
        """Take note of which facts an event of the first reading tells."""
        if line.candidate_id is None:
            return
        who, told = line.candidate_id.bytes, frozenset(payload.get("profile", ()))
        before = self._by_hand.get(who, frozenset())
        if line.import_id is None:
            facts = before | told
            self._by_hand[who] = self._combinations.setdefault(facts, facts)
        elif before & told:
            self._contested.add(who)

    def said_again(self, line: Row, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Return the facts by hand to say again after an event of the second reading."""
        if line.candidate_id is None or line.candidate_id.bytes not in self._contested:
            return {}
        told: dict[str, Any] = payload.get("profile", {})
        values = self._values.setdefault(line.candidate_id.bytes, {})
        if line.import_id is None:
            values |= told
            return {}
        return {
            name: values[name]
            for name, value in told.items()
            if name in values and values[name] != value
        }
