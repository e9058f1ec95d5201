"""Earlier moments at hand: right for everybody who asks, whatever was lost meanwhile."""

from concurrent.futures import ThreadPoolExecutor

from api.installation import Installation
from ledger.commands.candidates import AddCandidate
from ledger.words import Position, Profile
from projections import lists
from tests.ledger.stories import head, record, rows

_MOMENTS = 8


def _names_then(on: Installation, position: int) -> list[str]:
    with on.moment(Position(position)) as moment:
        listed = lists.by_name(moment, query=None, pool=None, tag=None, after=None, limit=50)
    return [each.profile.name for each in listed]


def test_many_ask_for_many_moments_at_once(workspace: Installation) -> None:
    said: dict[int, list[str]] = {}
    for number in range(_MOMENTS):
        record(workspace, AddCandidate(profile=Profile(first_name=f"P{number}")))
        said[head(workspace)] = [f"P{each}" for each in range(number + 1)]
    record(workspace, AddCandidate(profile=Profile(first_name="Q")))
    asked = list(said) * 3

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(_names_then, [workspace] * len(asked), asked))

    assert answers == [said[position] for position in asked]


def test_a_session_that_is_lost_is_begun_anew(workspace: Installation) -> None:
    record(workspace, AddCandidate(profile=Profile(first_name="Ada")))
    then = head(workspace)
    record(workspace, AddCandidate(profile=Profile(first_name="Bob")))
    before = _names_then(workspace, then)

    rows(
        workspace,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where pid <> pg_backend_pid() and state = 'idle' and query ~ 'from search s'",
    )

    assert _names_then(workspace, then) == before == ["Ada"]
