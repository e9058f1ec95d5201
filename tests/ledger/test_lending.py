"""Connections are lent to one workspace at a time, and carry nothing over to the next."""

import os
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from typing import Any

import psycopg
import pytest
from psycopg import Connection
from psycopg.rows import DictRow

from api.installation import Installation
from ledger import errors
from ledger.database import Database
from ledger.recording import Ledger
from projections.knowledge import Knowledge
from tests.ledger.stories import another_workspace, call, known_candidate, record

# Some seconds in CI; `RAPPORT_MIX_SECONDS=60` looks longer.
MIX_SECONDS = float(os.environ.get("RAPPORT_MIX_SECONDS", "4"))
THREADS = 64
_WHOSE = """
select distinct workspace_id from ledger.events
union select workspace_id from views.profile
union select workspace_id from searched.search
union select workspace_id from ledger.heads
"""
_SETTING = "select current_setting('rapport.workspace', true) as workspace"


@pytest.fixture
def narrow(workspace: Installation) -> Generator[Database]:
    """Lend the same database over a pool of one connection."""
    with Database(
        workspace.database.app_url, workspace.database.owner_url, connections_max=1
    ) as database:
        yield database


def process_of(connection: Connection[DictRow]) -> int:
    """Return which session of the server a connection is."""
    return connection.info.backend_pid


def test_a_setting_ends_with_its_transaction(workspace: Installation, narrow: Database) -> None:
    with narrow.of(workspace.workspace).connection() as connection:
        before = process_of(connection)
        assert connection.execute(_SETTING).fetchall() == [
            {"workspace": str(workspace.workspace)}
        ]

    with narrow.connection() as connection:
        assert process_of(connection) == before
        assert connection.execute(_SETTING).fetchall() == [{"workspace": ""}]
        assert connection.execute(_WHOSE).fetchall() == []


@pytest.mark.parametrize("lent", ["to a workspace", "to nobody"])
def test_a_connection_given_back_with_a_setting_is_dropped(
    workspace: Installation, narrow: Database, lent: str
) -> None:
    known_candidate(workspace)
    lender = narrow if lent == "to nobody" else narrow.of(workspace.workspace)
    with lender.connection() as connection:
        before = process_of(connection)
        connection.execute(
            "select set_config('rapport.workspace', %s, false)", (str(workspace.workspace),)
        )

    with narrow.connection() as connection:
        assert process_of(connection) != before
        assert connection.execute(_WHOSE).fetchall() == []


def test_a_connection_whose_borrower_failed_is_dropped_with_a_setting(
    workspace: Installation, narrow: Database
) -> None:
    def fail() -> None:
        with narrow.connection() as connection:
            processes.append(process_of(connection))
            connection.execute(
                "select set_config('rapport.workspace', %s, false)",
                (str(workspace.workspace),),
            )
            raise KeyError

    processes: list[int] = []
    with pytest.raises(KeyError):
        fail()

    with narrow.connection() as connection:
        assert process_of(connection) != processes[0]


def test_what_fails_is_rolled_back_whole(workspace: Installation, narrow: Database) -> None:
    known_candidate(workspace)
    mine = narrow.of(workspace.workspace)

    def fail() -> None:
        with mine.connection() as connection:
            connection.execute("delete from views.profile")
            connection.execute("select 1 / 0")

    with pytest.raises(psycopg.errors.DivisionByZero):
        fail()

    with mine.connection() as connection:
        assert len(connection.execute("select from views.profile").fetchall()) == 1


def test_a_transaction_within_is_one_of_its_own(
    workspace: Installation, narrow: Database
) -> None:
    known_candidate(workspace)
    with narrow.of(workspace.workspace).connection() as connection:
        with connection.transaction(force_rollback=True):
            connection.execute("delete from views.profile")
        left = connection.execute("select workspace_id from views.profile").fetchall()

    assert left == [{"workspace_id": workspace.workspace}]


def test_a_commit_whose_answer_is_lost_is_an_outcome_unknown(
    workspace: Installation, narrow: Database
) -> None:
    def commit_into_nothing() -> None:
        with narrow.of(workspace.workspace).connection() as connection:
            connection.execute("select 1")
            with workspace.database.operator() as operator:
                killed = process_of(connection)
                operator.execute("select pg_terminate_backend(%s, 5000)", (killed,))

    with pytest.raises(errors.OutcomeUnknown):
        commit_into_nothing()


def test_sixty_four_threads_over_a_pool_of_four_mix_no_workspaces(
    workspace: Installation,
) -> None:
    other = another_workspace(workspace)
    people = {on.workspace: known_candidate(on) for on in (workspace, other)}
    end = time.monotonic() + MIX_SECONDS
    url = workspace.database.app_url
    with Database(url, workspace.database.owner_url, connections_max=4) as shared:
        both = [_on(shared, workspace), _on(shared, other)]

        def alternate(number: int) -> tuple[int, list[Any]]:
            mixes: list[Any] = []
            order = both if number % 2 else both[::-1]
            for turn, on in enumerate(cycle(order)):
                if time.monotonic() > end:
                    return turn, mixes
                mixes += _turn(shared, on, people[on.workspace], number + turn)
            raise AssertionError

        with ThreadPoolExecutor(THREADS) as threads:
            done = list(threads.map(alternate, range(THREADS)))

    assert [mix for _, mixes in done for mix in mixes] == []
    assert sum(turns for turns, _ in done) > THREADS


def _on(database: Database, on: Installation) -> Installation:
    where = on.workspace
    ledger = Ledger(database, where, lambda: Knowledge(database, where))
    return replace(on, database=database, ledger=ledger)


def _turn(shared: Database, on: Installation, who: Any, number: int) -> list[Any]:
    """Borrow a connection in one of the ways there are; return what it showed of others."""
    way = number % 5
    if way == 0:
        record(on, call(who))
        return []
    if way == 1:
        with shared.connection() as connection:
            return connection.execute(_WHOSE).fetchall()
    shown: list[Any] = []
    if way == 2:
        with suppress(psycopg.errors.DivisionByZero), on.database.connection() as connection:
            shown = connection.execute(_WHOSE).fetchall()
            connection.execute("select 1 / 0")
    else:
        lend = on.database.snapshot if way == 3 else on.database.connection
        with lend() as connection:
            shown = connection.execute(_WHOSE).fetchall()
    return [] if shown == [{"workspace_id": on.workspace}] else [shown]
