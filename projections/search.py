"""Who is meant by these letters: the words under which a candidate is found?"""

from typing import Any

from psycopg import Connection

from ledger.events import (
    CandidateAdded,
    CandidateUpdated,
    HandleAdded,
    HandleRemoved,
    TagAdded,
    TagRemoved,
)
from projections.view import View

# All of them amend: the words of a candidate are one text, worked out whole.
SEARCH = View(
    "search",
    key="candidate_id",
    amends=(CandidateAdded, CandidateUpdated, HandleAdded, HandleRemoved, TagAdded, TagRemoved),
    leaves_row=True,
    is_searched=True,
)


# The index goes by three letters. A word of fewer is looked for where words begin, with the
# space before it as a letter.
_INSIDE_FROM = 3


def patterns(connection: Connection[Any], query: str) -> list[str]:
    """Return the words of a query as LIKE patterns over the normalised documents."""
    (row,) = connection.execute(
        "select lower(public.unaccent(%s::text)) as words", (query,)
    ).fetchall()
    words = str(row["words"]).split()
    return [
        f"%{_escaped(word)}%" if len(word) >= _INSIDE_FROM else f"% {_escaped(word)}%"
        for word in words
    ]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
