"""All tables as Parquet files, for whoever counts in data frames; it takes pyarrow."""

import importlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ledger import errors
from projections.copies.copy import Whom
from projections.copies.table import Column
from projections.copies.tables import tables_of
from projections.moment import Moment

_ROWS_TOGETHER = 10_000
_CURE = 'Parquet takes pyarrow: run pip install "rapport-ledger[parquet]".'


def must_be_there() -> None:
    """Raise `errors.SetupNeeded` unless Parquet can be written here."""
    _library("pyarrow.parquet")


def write(moment: Moment, whom: Whom, folder: Path) -> Iterator[tuple[str, Path]]:
    """Write table after table into a folder; yield each file's name and place."""
    arrow, parquet = _library("pyarrow"), _library("pyarrow.parquet")
    for table in tables_of(whom):
        path = folder / f"{table.name}.parquet"
        schema = arrow.schema([(one.name, _type(arrow, one)) for one in table.columns])
        with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            rows = table.rows(moment, whom)
            while together := list(islice(rows, _ROWS_TOGETHER)):
                columns = zip(table.columns, zip(*together, strict=True), strict=True)
                told = [[_value(one, each) for each in values] for one, values in columns]
                writer.write_table(arrow.table(told, schema=schema))
        yield path.name, path


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise errors.SetupNeeded(_CURE) from error


def _type(arrow: Any, column: Column) -> Any:
    match column.type:
        case "integer":
            return arrow.int64()
        case "boolean":
            return arrow.bool_()
        case _:
            return arrow.string()


def _value(column: Column, told: str | None) -> str | int | bool | None:
    if told is None:
        return None
    match column.type:
        case "integer":
            return int(told)
        case "boolean":
            return told == "true"
        case _:
            return told
