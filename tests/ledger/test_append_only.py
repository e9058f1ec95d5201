"""Nobody changes the past: not the application, not the owner."""

import psycopg
import pytest

from api.installation import Installation
from tests.ledger.stories import call, known_candidate, record, stored

CHANGES = (
    "update ledger.events set version = 9",
    "update ledger.events set payload = null where position = 1",
    "delete from ledger.events",
    "truncate ledger.events",
    "truncate ledger.events cascade",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_application_has_no_right_to_change_an_event(
    workspace: Installation, change: str
) -> None:
    record(workspace, call(known_candidate(workspace)))
    before = stored(workspace)

    with (
        workspace.database.connection() as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(change.encode())

    assert stored(workspace) == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_trigger_refuses_a_change_even_to_the_owner(
    workspace: Installation, change: str
) -> None:
    record(workspace, call(known_candidate(workspace)))
    before = stored(workspace)

    with (
        workspace.database.owner() as owner,
        pytest.raises(psycopg.DatabaseError, match="The ledger only grows") as told,
    ):
        owner.execute(change.encode())

    assert told.value.sqlstate == "RP001"
    assert stored(workspace) == before


def test_the_trigger_fires_for_replicas_as_well(workspace: Installation) -> None:
    known_candidate(workspace)

    with workspace.database.operator() as operator:
        operator.execute("set session_replication_role = replica")
        with pytest.raises(psycopg.DatabaseError, match="The ledger only grows"):
            operator.execute("delete from ledger.events")


@pytest.mark.parametrize(
    "change",
    [
        "drop table ledger.events",
        "drop trigger events_are_forever on ledger.events",
        "alter table ledger.events disable trigger all",
        "delete from ledger.heads",
        "create table ledger.mine (a int)",
        "create table public.mine (a int)",
        (
            "create or replace function ledger.refuse_change() returns trigger"
            " language plpgsql as 'begin return new; end'"
        ),
    ],
)
def test_the_application_owns_nothing(workspace: Installation, change: str) -> None:
    with (
        workspace.database.connection() as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(change.encode())
