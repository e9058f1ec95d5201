"""The doctor of the second wall: a flaw is made, named, and mended by the SQL it prints."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from api.doctor_roles import examine_roles
from api.findings import Finding
from api.installation import Installation, installation
from api.settings import Settings
from ledger import errors
from ledger.database import Database
from projections.prepare import prepare
from tests.ledger.installations import new_database

APP = "rapport_app"


@pytest.fixture(scope="module")
def apart(opened: Installation) -> Generator[Database]:
    """Make a database whose rights may be spoilt."""
    with new_database(opened) as database:
        prepare(database, tell=lambda _: None)
        yield database


def looked(database: Database, role: str = APP) -> dict[str, Finding]:
    """Return what a doctor finds who may see no more than the application."""
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        return {found.name: found for found in examine_roles(connection, role)}


def test_a_database_made_as_it_should_be_is_well(apart: Database) -> None:
    findings = looked(apart)

    assert {found.state for found in findings.values()} == {"ok"}
    assert set(findings) == {
        *("role", "roles", "temporary", "ownership", "rights", "past", "walls")
    }
    assert not any(found.mend for found in findings.values())


FLAWS = {
    "superuser": ("role", "alter role rapport_app superuser"),
    "passes walls": ("role", "alter role rapport_app bypassrls"),
    "makes databases": ("role", "alter role rapport_app createdb"),
    "makes roles": ("role", "alter role rapport_app createrole"),
    "an owner signs in": ("roles", "alter role rapport_owner login"),
    "an owner is missing": ("roles", "alter role rapport_search rename to missing_search"),
    "is the owner": ("ownership", "grant rapport_owner to rapport_app"),
    "owns a table": ("ownership", "alter table ledger.events owner to rapport_app"),
    "owns a view": ("ownership", "alter view searched.search owner to rapport_app"),
    "owns a function": ("ownership", "alter function ledger.relearn() owner to rapport_app"),
    "owns the eraser": (
        "ownership",
        "alter function ledger.forget(uuid, bigint) owner to rapport_app",
    ),
    "owns a schema": ("ownership", "alter schema views owner to rapport_app"),
    "makes no temporary tables": (
        "temporary",
        """
        do $$ begin execute format(
            'revoke temporary on database %I from public, rapport_app', current_database());
        end $$
        """,
    ),
    "cannot read": ("rights", "revoke select on ledger.events from rapport_app"),
    "cannot append": ("rights", "revoke insert on ledger.events from rapport_app"),
    "cannot fill a view": ("rights", "revoke insert on views.profile from rapport_app"),
    "cannot use a schema": ("rights", "revoke usage on schema views from rapport_app"),
    "updates events": ("past", "grant update on ledger.events to rapport_app"),
    "updates one column": ("past", "grant update (payload) on ledger.events to rapport_app"),
    "deletes events": ("past", "grant delete on ledger.events to rapport_app"),
    "everybody deletes events": ("past", "grant delete on ledger.events to public"),
    "empties events": ("past", "grant truncate on ledger.events to rapport_app"),
    "the trigger is off": ("past", "alter table ledger.events disable trigger all"),
    "replicas pass the trigger": (
        "past",
        "alter table ledger.events enable trigger events_are_forever",
    ),
    "no row-level security": ("walls", "alter table views.timeline disable row level security"),
    "no policy": ("walls", "drop policy of_the_workspace on ledger.events"),
    "a policy that says otherwise": (
        "walls",
        "alter policy of_the_workspace on ledger.heads using (true)",
    ),
    "a policy that checks nothing": (
        "walls",
        "alter policy of_the_workspace on views.tags with check (true)",
    ),
    "a policy of somebody else": (
        "walls",
        'create policy "Let in" on views.profile using (true)',
    ),
    "a function that is not pinned": (
        "walls",
        "alter function ledger.forget(uuid, bigint) reset search_path",
    ),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_is_named_and_mended_by_the_sql_printed(apart: Database, flaw: str) -> None:
    name, making = FLAWS[flaw]
    with _put_right(apart), apart.operator() as operator:
        operator.execute(making.encode())

        found = looked(apart)[name]

        assert found.state in {"fail", "warn"}, found
        assert found.cure
        operator.execute(found.mend.encode())
        after = looked(apart)
        assert {each.name: each.found for each in after.values() if each.state != "ok"} == {}


@contextmanager
def _put_right(database: Database) -> Generator[None]:
    """Take back, whatever the test finds, what reaches beyond its database."""
    try:
        yield
    finally:
        with database.operator() as operator:
            operator.execute(
                "alter role rapport_app nosuperuser nobypassrls nocreatedb nocreaterole;"
                "alter role rapport_owner nologin;"
                "revoke rapport_owner from rapport_app"
            )
            if operator.execute(
                "select from pg_roles where rolname = 'missing_search'"
            ).rowcount:
                operator.execute(
                    "drop owned by rapport_search; drop role rapport_search;"
                    " alter role missing_search rename to rapport_search"
                )


def test_a_login_of_another_name_is_told_to_become_one_of_the_application(
    apart: Database,
) -> None:
    with apart.operator() as operator:
        operator.execute("create role somebody login")
        try:
            found = looked(apart, "somebody")
            assert found["roles"].state == "fail"
            assert found["rights"].state == "fail"
            operator.execute(found["roles"].mend.encode())
            after = looked(apart, "somebody")
        finally:
            operator.execute("drop role somebody")

    assert {each.state for each in after.values()} == {"ok"}


def test_a_superusers_url_is_refused(opened: Installation, tmp_path: Path) -> None:
    mighty = opened.database.owner_url
    settings = Settings(data=tmp_path).model_copy(update={"database_url": mighty})

    with (
        pytest.raises(errors.SetupNeeded, match="rapport doctor"),
        installation(settings, say=lambda _: None),
    ):
        pass


def test_an_own_server_is_prepared_by_its_owner_and_used_by_the_application(
    opened: Installation, tmp_path: Path
) -> None:
    with new_database(opened) as database:
        app, owner = database.app_url, database.owner_url
        daily = Settings(data=tmp_path).model_copy(update={"database_url": app})

        with (
            pytest.raises(errors.SetupNeeded, match="DATABASE_OWNER_URL"),
            installation(daily, say=lambda _: None),
        ):
            pass
        prepare(Database(app, owner), tell=lambda _: None)
        with installation(daily, say=lambda _: None) as found:
            assert found.ledger.store.closed_because == ""
            assert conninfo_to_dict(found.database.owner_url)["user"] == APP
        with database.owner() as connection:
            connection.execute("update ledger.view_builds set digest = '' where name = 'tags'")
        with (
            pytest.raises(errors.SetupNeeded, match="DATABASE_OWNER_URL"),
            installation(daily, say=lambda _: None),
        ):
            pass
