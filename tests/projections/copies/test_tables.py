import csv
import io
from typing import Any

from api.installation import Installation
from projections.copies.tables import TABLES, tables_of
from projections.moment import Moment
from tests.ledger.stories import head
from tests.projections.copies.histories import ADA, rich


def _read(on: Installation, until: int | None = None, whom: Any = None) -> dict[str, bytes]:
    with on.database.snapshot() as connection:
        moment = Moment(connection, on.workspace, until)
        return {table.name: b"".join(table.csv(moment, whom)) for table in tables_of(whom)}


def test_tables_say_the_same_of_the_head_and_as_of_it(workspace: Installation) -> None:
    rich(workspace)

    now = _read(workspace)

    assert now == _read(workspace, head(workspace))
    assert all(len(text.splitlines()) > 1 for text in now.values()), now
