"""How far an import has come, told while it is under way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come; the total of rows is known once the reading is done."""

    state: Literal["reading", "writing"]
    row_count: int
    row_total: int | None
    bytes_read: int
    bytes_total: int


Tell = Callable[[Progress], None]
