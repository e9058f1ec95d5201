"""The rows of a ledger, as archives are written from them."""

from typing import Any

from api.installation import Installation
from ledger.canonical import canonical
from ledger.stored import ERASED, Row
from tests.ledger.stories import stored


def rows_of(on: Installation) -> list[Row]:
    """Return every row, its payload canonical."""
    return [_row(told) for told in stored(on, ", ".join(Row._fields))]


def _row(told: tuple[Any, ...]) -> Row:
    found = dict(zip(Row._fields, told, strict=True))
    payload, salt = found.pop("payload"), found.pop("salt")
    if payload is None:
        return Row(**found, payload=ERASED, salt=ERASED)
    return Row(**found, payload=canonical(payload), salt=salt)
