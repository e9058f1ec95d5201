"""Paging: a cursor says after which key the next page begins, in words that only we read."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import TypeAdapter, ValidationError

from ledger import errors

PAGE_MAX = 500
"""A page of 500 lines of a timeline is about half a megabyte."""

Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="How many items a page holds.")]
After = Annotated[
    str | None,
    Query(
        alias="cursor",
        max_length=4_000,
        description="`next_cursor` of the page before; left out for the first page.",
    ),
]

Key = TypeVar("Key")
Row = TypeVar("Row")


class BadCursor(errors.Refused):
    """The cursor is none of ours."""


class Cursors(Generic[Key]):
    """The cursors of one list: base64url of the JSON of the last item's key."""

    def __init__(self, key: type[Key]) -> None:
        self._key: TypeAdapter[Key] = TypeAdapter(key)

    def read(self, cursor: str | None) -> Key | None:
        """Return the key in a cursor; raise `BadCursor` if it holds none of this list's."""
        if cursor is None:
            return None
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            return self._key.validate_json(base64.b64decode(padded, b"-_", validate=True))
        except (ValidationError, UnicodeEncodeError, binascii.Error) as error:
            raise BadCursor(
                "Take next_cursor of the page before as it stands, with the same sort order,"
                " or leave it out to begin again."
            ) from error

    def written(self, key: Key) -> str:
        """Return the cursor for what comes after this key."""
        return base64.urlsafe_b64encode(self._key.dump_json(key)).decode().rstrip("=")

    def cut(
        self, rows: Sequence[Row], limit: int, key: Callable[[Row], Key]
    ) -> tuple[Sequence[Row], str | None]:
        """Cut rows to a page; one row more than `limit` says that there is a next one."""
        if len(rows) <= limit:
            return rows, None
        return rows[:limit], self.written(key(rows[limit - 1]))
