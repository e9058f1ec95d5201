"""What the columns of a table were taken for, as a reader tells it and a report shows it."""

from typing import Literal, NamedTuple

Why = Literal["given", "remembered", "header", "content", "sensitive", "unknown"]


class Column(NamedTuple):
    """One column of a table: what it was taken for, why, and some of what stands in it.

    `meaning` is None for a column that is not brought in.
    """

    header: str
    meaning: str | None
    why: Why
    samples: tuple[str, ...] = ()


class Table(NamedTuple):
    """How the columns of a table were understood; tables with one signature are read alike."""

    file: str
    signature: str
    columns: tuple[Column, ...]
