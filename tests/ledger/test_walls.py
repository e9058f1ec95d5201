"""The second wall: whatever a query forgets, a workspace sees and writes its own rows alone."""

from collections.abc import Sequence
from typing import Any

import orjson
import psycopg
import pytest
from psycopg import sql

from api.installation import Installation
from ledger.database import Database
from ledger.postgres_cluster import ERASER, OWNER, SEARCH
from ledger.words import Position, WorkspaceId
from projections import VIEWS
from projections.moment import Moment
from projections.profile import PROFILE
from projections.rebuild import rebuild
from projections.search import SEARCH as SEARCH_VIEW
from projections.timeline import TIMELINE
from tests.ledger.erasure.people import cast, found_in
from tests.ledger.stories import another_workspace, call, known_candidate, record, rows

# Of no workspace, each with the reason.
REFERENCE_TABLES = {
    "ledger.migrations": "which files of the schema were applied",
    "ledger.view_builds": "which form of each view its table holds",
}
# Asked with nothing but a secret or a name, before anybody knows for which workspace.
OPEN_TABLES = {
    "access.doors", "access.key_secrets", "access.links", "access.sessions",
}  # fmt: skip
# What acts with other rights than its caller's: as whom, and why.
DEFINERS = {
    "access.forget_looks": OWNER,  # nobody else changes who looked at whom
    "access.sweep_looks": OWNER,  # what is over after 13 months goes, and nothing else
    "ledger.ended_workspaces": OWNER,  # asked of all of them
    "ledger.remove_workspace": OWNER,  # a workspace whose time is over goes, and no other
    "ledger.begin_workspace": OWNER,  # a workspace begins while none is at work
    "ledger.forget": ERASER,  # only an erasure empties events
    "ledger.relearn": OWNER,  # only an owner may have the planner look
    "ledger.store_engagements": OWNER,  # the commonest append; it enters its workspace first
    "ledger.workspaces": OWNER,  # asked before any is at work
}
SEARCHED = {"searched.search", "searched.look_alike_keys"}
_TABLES = """
select n.nspname || '.' || c.relname
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
  and n.nspname !~ '^pg_' and c.relname !~ '__new$'
order by 1
"""


def tables(on: Installation) -> list[str]:
    """Return the tables that hold rows of workspaces, but for the open ones."""
    named = [str(row[0]) for row in rows(on, _TABLES)]
    return [name for name in named if name not in OPEN_TABLES]


def seen(database: Database, table: str) -> list[Any]:
    """Return what the application sees of a table when it does not say of which workspace."""
    with database.connection() as connection:
        query = sql.SQL("select workspace_id, t::text as row from {} t").format(
            sql.Identifier(*table.split("."))
        )
        return connection.execute(query).fetchall()


@pytest.fixture
def other(workspace: Installation) -> Installation:
    """Fill a second workspace with people whose names occur nowhere else."""
    filled = another_workspace(workspace)
    cast(filled)
    filled.erase(known_candidate(filled))
    filled.proofs.latest()
    filled.knowledge().look_alikes([])
    return filled


def test_every_table_of_workspaces_is_behind_the_wall(workspace: Installation) -> None:
    walled = {
        row[0]
        for row in rows(
            workspace,
            "select n.nspname || '.' || c.relname from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace"
            " join pg_policy p on p.polrelid = c.oid and p.polname = 'of_the_workspace'"
            " where c.relrowsecurity and p.polcmd = '*' and p.polroles = '{0}'",
        )
    }

    assert len(walled) > len(VIEWS)
    assert set(tables(workspace)) == walled


def test_what_is_outside_of_the_wall_is_of_no_workspace(workspace: Installation) -> None:
    outside = rows(
        workspace,
        "select n.nspname || '.' || c.relname from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('ledger', 'views') and c.relkind in ('r', 'p')"
        " and not c.relrowsecurity",
    )

    assert {row[0] for row in outside} == set(REFERENCE_TABLES)


def test_who_acts_with_other_rights_is_listed_and_pinned(workspace: Installation) -> None:
    definers = rows(
        workspace,
        "select n.nspname || '.' || p.proname, pg_get_userbyid(p.proowner),"
        " p.proconfig @> array['search_path=pg_catalog, pg_temp'],"
        " has_function_privilege('public', p.oid, 'execute')"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')",
    )

    assert {name: owner for name, owner, *_ in definers} == DEFINERS
    for name, _, is_pinned, is_everybodys in definers:
        assert is_pinned, name
        assert not is_everybodys, name


def test_only_what_search_reads_through_shows_rows_by_another_right(
    workspace: Installation,
) -> None:
    views = rows(
        workspace,
        "select n.nspname || '.' || c.relname, pg_get_userbyid(c.relowner),"
        " coalesce(c.reloptions @> array['security_invoker=true'], false)"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('v', 'm')"
        " and n.nspname not in ('pg_catalog', 'information_schema')",
    )

    by_another = {name: owner for name, owner, is_invokers in views if not is_invokers}
    assert by_another == dict.fromkeys(SEARCHED, SEARCH)


def test_nobody_signs_in_as_an_owner_or_passes_the_wall(workspace: Installation) -> None:
    roles = rows(
        workspace,
        "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles"
        " where rolname like 'rapport\\_%%'",
    )

    told = {name: rights for name, *rights in roles}
    nothing = [False, False, False, False]
    assert told == {
        "rapport_app": [True, False, False, False],
        OWNER: nothing,
        ERASER: nothing,
        SEARCH: nothing,
    }


def test_a_workspace_sees_no_row_of_another_whatever_a_query_forgets(
    workspace: Installation, other: Installation
) -> None:
    cast(workspace)
    assert seen(other.database, "views.profile")

    for table in [*tables(workspace), *SEARCHED]:
        assert {row["workspace_id"] for row in seen(workspace.database, table)} <= {
            workspace.workspace
        }, table


def test_a_workspace_sees_all_of_its_own(other: Installation) -> None:
    counts = {table: len(seen(other.database, table)) for table in tables(other)}

    for table, count in counts.items():
        ((stored,),) = rows(
            other, f"select count(*) from {table} where workspace_id = %(workspace)s"
        )
        assert count == stored, table
    # Enough of them hold something to make the tests above say something.
    assert sum(count > 0 for count in counts.values()) > 12, counts


def test_who_entered_no_workspace_sees_nothing(other: Installation) -> None:
    for table in [*tables(other), *SEARCHED]:
        assert seen(other.database.root, table) == [], table


def test_no_row_of_another_workspace_can_be_written(
    workspace: Installation, other: Installation
) -> None:
    known_candidate(workspace)
    for table in tables(workspace):
        named = sql.Identifier(*table.split("."))
        with other.database.owner() as owner:
            query = sql.SQL("select to_jsonb(t) from {} t where workspace_id = %s limit 1")
            theirs = owner.execute(query.format(named), (other.workspace,)).fetchall()
        # An empty row of theirs does as well where they have none.
        row = theirs[0][0] if theirs else {"workspace_id": str(other.workspace)}
        with (
            workspace.database.connection() as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(
                sql.SQL(
                    "insert into {} select * from jsonb_populate_record(null::{}, %s)"
                ).format(named, named),
                (orjson.dumps(row).decode(),),
            )


def test_no_row_can_be_moved_to_another_workspace(
    workspace: Installation, other: Installation
) -> None:
    record(workspace, call(known_candidate(workspace)))

    for view in (PROFILE, TIMELINE):
        with (
            workspace.database.connection() as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
        ):
            connection.execute(
                f"update views.{view.name} set workspace_id = %s".encode(), (other.workspace,)
            )


def test_a_delete_that_names_no_workspace_leaves_the_others(
    workspace: Installation, other: Installation
) -> None:
    before = len(seen(other.database, "views.timeline"))

    with workspace.database.connection() as connection:
        connection.execute("delete from views.timeline")

    assert before > 0
    assert len(seen(other.database, "views.timeline")) == before


@pytest.mark.parametrize(
    "append",
    [
        "select * from ledger.append(%(them)s, '{}', '{EngagementRecorded}', '[]')",
        "select ledger.store_engagements(%(them)s, 1, 1, now(), '[]')",
        "select * from ledger.lock_head(%(them)s)",
        "select ledger.forget(%(them)s, 1)",
    ],
)
def test_nothing_is_appended_to_another_workspace(
    workspace: Installation, other: Installation, append: str
) -> None:
    with (
        workspace.database.connection() as connection,
        pytest.raises(psycopg.DatabaseError, match="Another workspace") as told,
    ):
        connection.execute(append.encode(), {"them": other.workspace})

    assert told.value.sqlstate == "RP403"


@pytest.mark.parametrize("text", ["select * from profile", "select * from search"])
def test_an_earlier_moment_holds_no_other_workspace(
    workspace: Installation, other: Installation, text: str
) -> None:
    assert seen(other.database, "views.search")
    who = known_candidate(workspace)

    told = workspace.past.rows(
        workspace.workspace, Position(1), text, [PROFILE, SEARCH_VIEW], {}
    )

    assert [row["candidate_id"] for row in told] == [who]
    session = workspace.database.alone()
    shown = session.execute("select distinct workspace_id from ledger.events").fetchall()
    session.close()
    assert shown == [{"workspace_id": workspace.workspace}]


def test_no_canary_of_another_workspace_is_in_anything_that_is_read(
    workspace: Installation, other: Installation
) -> None:
    known_candidate(workspace)
    told: list[str] = []
    with workspace.database.snapshot() as connection:
        moment = Moment(connection, workspace.workspace)
        for view in VIEWS:
            names = [each for each in VIEWS if each.name == view.name]
            told.append(str(list(moment.streamed(f"select * from {view.name}", *names))))
        told.append(str(connection.execute("select * from ledger.events").fetchall()))

    theirs = [str(row) for row in seen(other.database, "ledger.events")]
    assert found_in(" ".join(theirs))
    assert found_in(" ".join(told)) == []


def test_a_view_built_anew_is_behind_the_wall(
    workspace: Installation, other: Installation
) -> None:
    known_candidate(workspace)

    with workspace.database.owner() as connection:
        rebuild(connection, SEARCH_VIEW, tell=lambda _: None)

    for table in ("views.search", "searched.search"):
        assert seen(other.database.root, table) == []
        assert {row["workspace_id"] for row in seen(workspace.database, table)} == {
            workspace.workspace
        }


def test_workspaces_are_listed_before_any_is_at_work(
    workspace: Installation, other: Installation
) -> None:
    with workspace.database.root.connection() as connection:
        listed = connection.execute("select workspace_id from ledger.workspaces()").fetchall()

    assert {workspace.workspace, other.workspace} <= {
        WorkspaceId(row["workspace_id"]) for row in listed
    }


def plan_of(on: Installation, query: str, without: Sequence[str]) -> str:
    """Return how the application's role would go about a query, had it but the GIN index."""
    with on.database.operator() as connection, connection.transaction(force_rollback=True):
        for statement in (
            *without,
            "set local enable_seqscan = off",
            "set local role rapport_app",
            f"set local rapport.workspace = '{on.workspace}'",
        ):
            connection.execute(statement.encode())
        told = connection.execute(f"explain {query}".encode(), (on.workspace,)).fetchall()
    return "\n".join(line for (line,) in told)


_WITHOUT_WORDS = """
do $$
declare
    v_index regclass;
begin
    for v_index in
        select i.indexrelid::regclass from pg_index i
        join pg_class c on c.oid = i.indexrelid
        join pg_am m on m.oid = c.relam
        where i.indrelid = 'views.{}'::regclass and m.amname <> 'gin'
    loop
        update pg_index set indisvalid = false where indexrelid = v_index;
    end loop;
end
$$"""


@pytest.mark.parametrize(
    ("table", "sought"),
    [("search", "document like '%%hidden%%'"), ("look_alike_keys", "keys @> array[7::bigint]")],
)
def test_search_goes_by_the_words_in_its_index(
    workspace: Installation, table: str, sought: str
) -> None:
    query = f"select candidate_id from {{}}.{table} where workspace_id = %s and {sought}"
    others_gone = [_WITHOUT_WORDS.format(table)]

    plan = plan_of(workspace, query.format("searched"), others_gone)
    walled = plan_of(workspace, query.format("views"), others_gone)

    # What is sought stands in the condition of the index; behind the wall itself it could not.
    def conditions(of: str) -> str:
        return " ".join(line for line in of.splitlines() if "Index Cond" in line)

    assert any(sign in conditions(plan) for sign in ("~~", "@>")), plan
    assert not any(sign in conditions(walled) for sign in ("~~", "@>")), walled
