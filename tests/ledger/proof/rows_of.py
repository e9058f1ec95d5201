"""The rows of a ledger, as archives are written from them."""

from typing import Any

from api.installation import Installation
from ledger.canonical import canonical
from ledger.packing import ERASED, Row
from tests.ledger.stories import stored


def rows_of(on: Installation) -> list[Row]:
    """Return every row, its payload canonical."""
    return [_row(dict(zip(Row._fields, told, strict=True))) for told in _told(on)]


def _told(on: Installation) -> list[tuple[Any, ...]]:
    return stored(on, ", ".join(Row._fields))


def _row(told: dict[str, Any]) -> Row:
    if told["payload"] is None:
        told |= {"payload": ERASED, "salt": ERASED}
    else:
        told["payload"] = canonical(told["payload"])
    return Row(**told)
