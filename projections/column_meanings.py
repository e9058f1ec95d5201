"""What did the recruiter say that the columns of a kind of table mean?"""

from ledger.events import ColumnsExplained
from projections.moment import Moment
from projections.view import View

COLUMN_MEANINGS = View(
    "column_meanings",
    key="stream_id",
    amends=(ColumnsExplained,),
    is_shared=True,
    is_about_nobody=True,
)


def all_of(moment: Moment) -> dict[str, dict[str, str | None]]:
    """Return what each column means, by the signature of its table."""
    rows = moment.rows("all", COLUMN_MEANINGS)
    return {row["signature"]: row["columns"] for row in rows}
