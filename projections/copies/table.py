"""A table: some columns of the views, with what they mean, as rows or as lossless CSV.

Descriptions follow Table Schema of Frictionless Data (Data Package 2.0).
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from projections.copies.copy import Whom, gathered
from projections.moment import Moment
from projections.view import View

Type = Literal["string", "integer", "boolean", "date", "datetime", "object", "array"]

# ISO 8601 in UTC, to the microsecond, whatever a database's settings are.
_INSTANT = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

OF_SOMEBODY = {"candidate_id": "candidates"}
"""The rows of a table speak of somebody who stands in `candidates`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type and where it is from."""

    name: str
    type: Type = "string"
    source: str = ""
    """In SQL; the column of the same name where it is left out."""
    format: str = "default"

    @property
    def sql(self) -> str:
        """The column as a text, the same on every system."""
        source = self.source or f"t.{self.name}"
        match self.type:
            case "datetime":
                told = _INSTANT.format(source)
            case "string" if self.format == "default":
                told = source
            case _:
                told = f"({source})::text"
        return f"{told} as {self.name}"

    @property
    def schema(self) -> dict[str, str]:
        """The column as Table Schema describes it."""
        described = {"name": self.name, "type": self.type}
        return described if self.format == "default" else described | {"format": self.format}


def identifier(name: str, source: str = "") -> Column:
    """Return a column of UUIDs."""
    return Column(name, "string", source, "uuid")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the views in the order of their key."""

    name: str
    title: str
    """What a row is, as a sentence."""
    views: tuple[View, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    relation: str = ""
    """In SQL, its first relation called `t`; the table of the first view if left out."""
    refers: Mapping[str, str] = field(default_factory=dict[str, str])
    """A column → the table whose key it is."""
    about: tuple[str, ...] = ("candidate_id",)
    """The columns that name whom a row is about; none where it is about nobody."""

    @property
    def schema(self) -> dict[str, Any]:
        """The table as Table Schema describes it."""
        described: dict[str, Any] = {
            "fields": [column.schema for column in self.columns],
            "primaryKey": list(self.key),
            "missingValues": [""],
        }
        if self.refers:
            described["foreignKeys"] = [
                {
                    "fields": [column],
                    "reference": {"resource": resource, "fields": [_key_of(resource)]},
                }
                for column, resource in self.refers.items()
            ]
        return described

    def csv(self, moment: Moment, whom: Whom) -> Iterator[bytes]:
        """Yield the table as CSV (RFC 4180, UTF-8), every value as it is."""
        yield from gathered(moment.copied(self._query(), *self.views, **_values(whom)))

    def rows(self, moment: Moment, whom: Whom) -> Generator[tuple[str | None, ...], None, None]:
        """Yield the rows, each value a text as in the CSV."""
        return moment.streamed(self._query(), *self.views, **_values(whom))

    def _query(self) -> str:
        of_these = " or ".join(
            f"t.{column} = any(%(candidates)s::uuid[])" for column in self.about
        )
        chosen = f"  and (%(candidates)s::uuid[] is null or {of_these})\n" if of_these else ""
        columns = ",\n       ".join(column.sql for column in self.columns)
        relation = self.relation or f"{self.views[0].name} t"
        order = ", ".join(self._ordered(name) for name in self.key)
        return (
            f"select {columns}\nfrom {relation}\n"
            f"where t.workspace_id = %(workspace)s\n{chosen}order by {order}"
        )

    def _ordered(self, name: str) -> str:
        column = next(column for column in self.columns if column.name == name)
        source = column.source or f"t.{name}"
        # Letters sort by their numbers: a collation is another one on the next machine.
        is_text = column.type == "string" and column.format == "default"
        return f'{source} collate "C"' if is_text else source


def _key_of(table: str) -> str:
    return {"candidates": "candidate_id", "pools": "pool_id", "imports": "import_id"}[table]


def _values(whom: Whom) -> dict[str, Any]:
    return {"candidates": None if whom is None else list(whom)}
