"""As of when: a position in the ledger, or the position where it ended at an instant."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from psycopg import Connection
from pydantic import AfterValidator, TypeAdapter, ValidationError

from ledger.words import Instant, Position, WorkspaceId

_POSITION_DIGITS_MAX = 18
_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _POSITION_DIGITS_MAX


def _readable(text: str) -> str:
    if _is_position(text):
        return text
    try:
        _INSTANT.validate_python(text)
    except ValidationError as error:
        raise ValueError(
            "is a position such as 88120, or an instant with its time zone such as"
            " 2026-06-01T09:00:00Z (a + in it is written %2B)"
        ) from error
    return text


Moment = Annotated[str, AfterValidator(_readable)]
"""A position in digits, or an RFC 3339 instant."""

AsOf = Annotated[
    Moment | None,
    Query(
        max_length=64,
        description="A position, or an RFC 3339 instant: the answer as it was then, from what"
        " was recorded by then. Beyond the end of the ledger it means now.",
        examples=["88120", "2026-06-01T09:00:00Z"],
    ),
]


def resolved(
    connection: Connection[Any], workspace: WorkspaceId, as_of: str, *, head: Position
) -> Position | None:
    """Return the position that is meant, or nothing where that is the present one."""
    if _is_position(as_of):
        position = int(as_of)
    else:
        (row,) = connection.execute(
            "select ledger.position_at(%s, %s) as position",
            (workspace, _INSTANT.validate_python(as_of)),
        ).fetchall()
        position = int(row["position"])
    return Position(position) if position < head else None
