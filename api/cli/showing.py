"""What a command shows: answers on stdout as text or JSON, progress on stderr.

Answers hold what strangers wrote in their profiles, so nothing is read as markup, and control
characters, which could move a terminal's cursor or rename its window, are shown as marks.
"""

import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�") | {9: " ", 10: "\n", 13: ""}
# Where nobody looks at a screen, a line of the answer is a line of the output.
_ENDLESS = 100_000

Tell = Callable[[int, int | None], None]
"""Is told how much is done, and of how much once that is known."""


def plain(text: str) -> str:
    """Return a text that a terminal only shows."""
    return text.translate(_CONTROLS)


def one_line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(plain(text).split())


def say(line: str) -> None:
    """Tell whoever watches, on stderr."""
    sys.stderr.write(plain(line) + "\n")
    sys.stderr.flush()


def answer(line: str) -> None:
    """Write a line of the answer."""
    sys.stdout.write(plain(line) + "\n")


def as_json(value: Any) -> None:
    """Write the answer as JSON; models and their parts are written as over HTTP."""
    written = orjson.dumps(value, default=_told, option=_OPTIONS)
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()


_OPTIONS = (
    orjson.OPT_INDENT_2
    | orjson.OPT_APPEND_NEWLINE
    | orjson.OPT_UTC_Z
    | orjson.OPT_PASSTHROUGH_DATACLASS
)


def _told(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump()
    return str(value)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows under their heads; the last column takes the room that is left."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for head in heads[:-1]:
        shown.add_column(head, no_wrap=True)
    shown.add_column(heads[-1], overflow="ellipsis", no_wrap=True)
    for row in rows:
        shown.add_row(*(one_line(_text(cell)) for cell in row))
    _write(shown)


def items(
    told: Sequence[Any],
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    is_json: bool,
) -> None:
    """Write a list: what is told of each thing in JSON, else its rows under their heads."""
    if is_json:
        as_json({"items": told})
    else:
        table(heads, rows)


def pairs(rows: Iterable[tuple[str, Any]]) -> None:
    """Write what is known under each name; what is unknown is left out."""
    shown = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    shown.add_column(style="bold", no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in rows:
        if value not in {None, ""}:
            shown.add_row(name, plain(_text(value)))
    _write(shown)


def local(at: datetime | None) -> str:
    """Return an instant as the clock on the wall had it; nothing for never."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else ""


@contextmanager
def progress(what: str) -> Generator[Tell]:
    """Show how far something is, on stderr, where that is a terminal."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bars:
        task = bars.add_task(what, total=None, count="")

        def tell(done: int, total: int | None) -> None:
            count = f"{done:,}" if total is None else f"{done:,} of {total:,}"
            bars.update(task, completed=done, total=total, count=count)

        yield tell


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return local(cell)
        case int() if not isinstance(cell, bool):
            return f"{cell:,}"
        case _:
            return str(cell)


def _write(shown: Table) -> None:
    width = None if sys.stdout.isatty() else _ENDLESS
    console = Console(markup=False, highlight=False, emoji=False, width=width)
    with console.capture() as captured:
        console.print(shown)
    lines = captured.get().splitlines()
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))
