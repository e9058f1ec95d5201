"""Who was erased, under which ids, and when?"""

from datetime import datetime

from ledger.events import CandidateErased
from ledger.words import CandidateId
from projections.moment import Moment
from projections.view import View

ERASURES = View(
    "erasures",
    key="stream_id",
    row=("candidate_id",),
    amends=(CandidateErased,),
    is_shared=True,
)


def erased_at(moment: Moment, candidate: CandidateId) -> list[datetime]:
    """Return when somebody was erased, or nothing for whoever was not.

    As of an earlier position as well: what is gone is gone then, too.
    """
    rows = moment.connection.execute(
        ERASURES.sections["of_candidate"],  # pyright: ignore[reportArgumentType] - our own file
        {"workspace": moment.workspace, "candidate": candidate},
    ).fetchall()
    return [row["erased_at"] for row in rows]


def is_any(moment: Moment) -> bool:
    """Say whether anybody was ever erased."""
    (row,) = moment.rows("is_any", ERASURES)
    return bool(row["is_any"])
