"""A young history grows faster than PostgreSQL looks at it, so the ledger has it look."""

from api.demo.fill import fill
from api.installation import Installation
from tests.lasting import owner
from tests.ledger.stories import another_workspace


def _fill(on: Installation, people_count: int) -> None:
    fill(on, people_count, lambda _done, _all: None)


def _believed(on: Installation) -> int:
    """Return how many events the planner believes there are."""
    with owner(on.database) as connection:
        query = "select reltuples::int from pg_class where oid = 'ledger.events'::regclass"
        ((count,),) = connection.execute(query).fetchall()
    return count


def _told(on: Installation) -> int:
    with owner(on.database) as connection:
        ((count,),) = connection.execute("select count(*) from ledger.events").fetchall()
    return count


def test_the_planner_knows_a_history_that_was_just_told(alone: Installation) -> None:
    assert _believed(alone) <= 0

    _fill(alone, 40)

    # Its very last word is told by itself, when the planner has looked.
    assert _believed(alone) == _told(alone) - 1 > 500


def test_a_young_history_among_much_older_ones_has_nothing_looked_at_again(
    alone: Installation,
) -> None:
    _fill(alone, 40)
    before = _believed(alone)

    _fill(another_workspace(alone), 5)
    assert _believed(alone) == before < _told(alone)

    _fill(another_workspace(alone), 80)
    assert _believed(alone) == _told(alone) - 1
