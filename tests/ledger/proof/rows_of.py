"""The rows of a ledger, as archives are written from them."""

from api.installation import Installation
from ledger.canonical import canonical
from ledger.packing import ERASED, Row
from tests.ledger.stories import stored


def rows_of(on: Installation) -> list[Row]:
    """Return every row, its payload canonical."""
    rows = [Row(*told) for told in stored(on, ", ".join(Row._fields))]
    return [
        row._replace(payload=ERASED, salt=ERASED)
        if row.payload is None
        else row._replace(payload=canonical(dict(row.payload)))
        for row in rows
    ]
