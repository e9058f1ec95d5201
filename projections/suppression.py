"""Which handles of people who were erased may not come in again?

What is kept of a handle is a keyed hash; the key is in no database and no archive.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ledger.events import CandidateErased, SuppressionLifted
from projections.moment import Moment
from projections.view import View

SUPPRESSION = View(
    "suppression",
    key="stream_id",
    row=("hash",),
    amends=(CandidateErased, SuppressionLifted),
    is_shared=True,
)


def erased_at(moment: Moment, hashes: Sequence[str]) -> Mapping[str, datetime]:
    """Return when those of the handles were erased that are suppressed."""
    if not hashes:
        return {}
    rows = moment.rows("of_hashes", SUPPRESSION, hashes=list(hashes))
    return {row["hash"]: row["erased_at"] for row in rows}


def is_any(moment: Moment) -> bool:
    """Say whether any handle is suppressed."""
    (row,) = moment.rows("is_any", SUPPRESSION)
    return bool(row["is_any"])


def count(moment: Moment) -> int:
    """Return how many handles are suppressed."""
    (row,) = moment.rows("count", SUPPRESSION)
    return int(row["handle_count"])
