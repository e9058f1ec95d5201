"""A server compares people while nobody writes, so that nobody waits for it."""

import time

import pytest

from api.comparing_ahead import compare_rested, comparing_ahead
from api.installation import Installation
from ledger import errors
from ledger.database import Database
from ledger.words import Position, WorkspaceId
from projections import look_alikes, look_alikes_apart
from tests.ledger.stories import known_candidate


def _freshness(on: Installation) -> look_alikes.Freshness:
    return look_alikes.freshness(on.database, on.workspace)


def test_who_was_added_is_compared_before_anybody_asks(workspace: Installation) -> None:
    pair = {known_candidate(workspace, profile={"name": "Anna Müller"}) for _ in range(2)}

    with comparing_ahead(workspace, every=0.05):
        until = time.monotonic() + 60
        while _freshness(workspace) != "fresh" and time.monotonic() < until:
            time.sleep(0.05)

    with workspace.moment() as moment:
        (found,) = look_alikes.page(moment, state="open", after=None, limit=10)
    assert {found.one, found.other} == pair


def test_a_ledger_is_left_alone_until_it_rests(workspace: Installation) -> None:
    heads: dict[WorkspaceId, Position] = {}
    seen: list[look_alikes.Freshness] = []

    for name in ("Anna", "Berta"):
        known_candidate(workspace, profile={"name": name})
        compare_rested(workspace, heads)
        seen.append(_freshness(workspace))
    compare_rested(workspace, heads)

    assert seen == ["never", "never"]
    assert _freshness(workspace) == "fresh"


def test_many_are_compared_in_a_process_of_its_own(workspace: Installation) -> None:
    pair = {known_candidate(workspace, profile={"name": "Anna Müller"}) for _ in range(2)}

    look_alikes_apart.renew(workspace.database, workspace.workspace, few=0)

    with workspace.moment() as moment:
        (found,) = look_alikes.page(moment, state="open", after=None, limit=10)
    assert {found.one, found.other} == pair
    assert _freshness(workspace) == "fresh"


def test_a_process_that_cannot_compare_is_told_of(workspace: Installation) -> None:
    known_candidate(workspace, profile={"name": "Anna Müller"})

    with Database(workspace.database.app_url) as database:
        database.app_url = "host=/nowhere"
        with pytest.raises(errors.Unavailable):
            look_alikes_apart.renew(database, workspace.workspace, few=0)

    assert _freshness(workspace) == "never"
