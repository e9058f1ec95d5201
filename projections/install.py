"""Writing the views into the database: their tables, and the functions the append asks.

`ledger.refresh_views` brings the views up to the events just stored; `ledger.stranger` names a
candidate of theirs whom nobody added, and refuses those who were erased; `ledger.knows` and
`ledger.erased_at` ask that of one candidate. All of them are generated from the views, so a
view is declared in one place.
"""

import hashlib
from typing import Any

from psycopg import Connection, sql

from ledger.events import EngagementRecorded
from ledger.upcasts import UPCASTS, Upcast, upcast_function
from projections import VIEWS
from projections.effective import (
    ERASING,
    MEMBERS,
    MERGING,
    REVERTING,
    ROOT_NOW,
    STORED,
    types_in_sql,
)
from projections.view import View, filled

_IN_APPEND = {
    "workspace": "p_workspace",
    "first": "p_first",
    "last": "p_last",
    "subjects": "v_subjects",
    "roots": "v_roots",
    "streams": "v_streams",
    "merged": "v_merged",
    "touched": "v_touched",
    "members": "v_members",
}

_REFRESH = """\
create or replace function ledger.refresh_views(
    p_workspace uuid, p_first bigint, p_last bigint, p_types text[]
) returns void
language plpgsql as $refresh$
#variable_conflict use_column
declare
    v_subjects uuid[] := '{{}}';
    v_roots uuid[] := '{{}}';
    v_streams uuid[] := '{{}}';
    v_merged uuid[] := '{{}}';
    v_erased uuid[];
    v_emptied uuid[];
    v_touched uuid[];
    v_members uuid[];
begin
    if p_types && array[{moving}] then
        select o_subjects, o_roots, o_streams, o_merged
        into v_subjects, v_roots, v_streams, v_merged
        from ledger.move_effective(p_workspace, p_last);
        if p_types && array[{erasing}] then
            select o_subjects, o_streams into v_erased, v_emptied
            from ledger.erased_between(p_workspace, p_first, p_last);
            v_subjects := v_subjects || v_erased;
            v_merged := v_merged || v_erased;
            v_streams := v_streams || v_emptied;
        end if;
    end if;
{views}
end
$refresh$"""

_STORE_ENGAGEMENTS = """\
create or replace function ledger.store_engagements(
    p_workspace uuid, p_first bigint, p_last bigint, p_recorded_at timestamptz, p_events json
) returns uuid
-- As the owner: row-level security in each of a dozen tables would cost a quarter of an append.
-- The door is looked at here, and the one statement behind it names its workspace throughout.
language plpgsql security definer set search_path = pg_catalog, pg_temp as $store$
#variable_conflict use_column
declare
    v_stranger uuid;
begin
    -- Asked first: what ledger.enter plans under one search_path, it plans anew under another.
    if current_setting('rapport.workspace', true) is distinct from p_workspace::text then
        perform ledger.enter(p_workspace);
    end if;
    with stored as (
        insert into ledger.events (
            workspace_id, position, stream_id, version, event_type, schema_version,
            candidate_id, occurred_at, recorded_at, actor_id, import_id, request_id,
            payload, salt, digest)
        select p_workspace, p_first - 1 + e.n,
               e.stream_id, e.version, e.event_type, e.schema_version,
               e.candidate_id, coalesce(e.occurred_at, p_recorded_at), p_recorded_at,
               e.actor_id, e.import_id, e.request_id,
               e.payload, decode(e.salt, 'hex'), decode(e.digest, 'hex')
        from rows from (json_populate_recordset(null::ledger.incoming, p_events))
            with ordinality as e(
                stream_id, version, event_type, schema_version, candidate_id, occurred_at,
                actor_id, import_id, request_id, payload, salt, digest, n)
        returning workspace_id, position, stream_id, version, event_type, schema_version,
                  candidate_id, occurred_at, recorded_at, actor_id, import_id,
                  payload
    ),
    head as (
        update ledger.heads
        set position = p_last, recorded_at = p_recorded_at
        where workspace_id = p_workspace
    ),
{views}
    select e.candidate_id into v_stranger
    from stored e
    where not exists (
        select from views.profile p
        where p.workspace_id = p_workspace
          and p.candidate_id = {root})
    limit 1;
    if v_stranger is not null then
        perform ledger.refuse_erased(p_workspace, v_stranger);
    end if;
    return v_stranger;
end
$store$"""

_FOR_THE_APPLICATION = """\
do $$
begin
    revoke execute on function
        ledger.store_engagements(uuid, bigint, bigint, timestamptz, json) from public;
    if exists (select from pg_roles where rolname = 'rapport_app') then
        grant execute on function
            ledger.store_engagements(uuid, bigint, bigint, timestamptz, json) to rapport_app;
    end if;
end
$$"""

_KNOWS = """\
create or replace function ledger.knows(p_workspace uuid, p_candidate uuid) returns boolean
language plpgsql stable as $$
declare
    -- Found first: behind a policy an index serves no comparison with what a function answers.
    v_root uuid := ledger.root(p_workspace, p_candidate);
begin
    return exists (
        select from views.profile p
        where p.workspace_id = p_workspace and p.candidate_id = v_root);
end
$$"""

_ERASED_AT = """\
create or replace function ledger.erased_at(p_workspace uuid, p_candidate uuid)
returns timestamptz
language sql stable as $$
    select e.erased_at from views.erasures e
    where e.workspace_id = p_workspace and e.candidate_id = p_candidate
$$"""

_REFUSE_ERASED = """\
create or replace function ledger.refuse_erased(p_workspace uuid, p_candidate uuid)
returns void
language plpgsql stable as $$
declare
    v_erased_at timestamptz := ledger.erased_at(p_workspace, p_candidate);
begin
    if v_erased_at is not null then
        raise exception '%', p_candidate
            using errcode = 'RP410', detail = v_erased_at::text;
    end if;
end
$$"""

_STRANGER = """\
create or replace function ledger.stranger(p_workspace uuid, p_first bigint, p_last bigint)
returns uuid
language plpgsql stable as $$
declare
    v_stranger uuid;
begin
    select e.candidate_id into v_stranger
    from (
        select distinct s.candidate_id
        from ledger.events s
        where s.workspace_id = p_workspace and s.position between p_first and p_last
          and s.candidate_id is not null
    ) e
    -- Joined: behind a policy an index serves no comparison with what a subquery answers.
    left join ledger.merged_candidates m
      on m.workspace_id = p_workspace and m.candidate_id = e.candidate_id
    -- Somebody erased may be told of as if they were new.
    where exists (
        select from views.erasures g
        where g.workspace_id = p_workspace and g.candidate_id = e.candidate_id)
       or not exists (
        select from views.profile p
        where p.workspace_id = p_workspace
          and p.candidate_id = coalesce(m.root_id, e.candidate_id))
    limit 1;
    if v_stranger is not null then
        perform ledger.refuse_erased(p_workspace, v_stranger);
    end if;
    return v_stranger;
end
$$"""


def refresh_function(views: tuple[View, ...]) -> str:
    """Return the function that brings every view up to the events first..last."""
    return _REFRESH.format(
        moving=types_in_sql(MERGING + REVERTING + ERASING),
        erasing=types_in_sql(ERASING),
        views="\n".join(filled(_refresh_one(view), **_IN_APPEND) for view in views),
    )


def store_function(views: tuple[View, ...]) -> str:
    """Return the function that stores engagements and refreshes their views in one statement.

    A PL/pgSQL statement costs some thirty microseconds to begin, whatever it does; one
    engagement would begin six of them.
    """
    hearing = [view for view in views if EngagementRecorded in view.adds]
    parts = [
        f"    in_{view.name} as (\n{view.combine(view.name, STORED)}\n)" for view in hearing
    ]
    return filled(
        _STORE_ENGAGEMENTS.format(views=",\n".join(parts), root=ROOT_NOW), **_IN_APPEND
    )


def _refresh_one(view: View) -> str:
    adding = f"""\
    if p_types && array[{types_in_sql(view.adds)}] then
        {view.combine(view.name)};
    end if;"""
    return f"""{adding if view.adds else ""}
    if p_types && array[{types_in_sql(view.replaces)}] then
        v_touched := ({view.touched()});{_begin(view) if view.leaves_row else ""}
        if v_touched <> '{{}}' then
            v_members := ({MEMBERS});
            {view.clear(view.name)};
            {view.replace(view.name)};
        end if;
    end if;"""


def _begin(view: View) -> str:
    """Spare newcomers the look for what they had: an import is mostly made of them."""
    # What moves between people or comes back may be old, although nobody has a row of it.
    moving = types_in_sql(MERGING + REVERTING)
    return f"""
        if not p_types && array[{moving}] then
            v_touched := ({view.stored(view.name)});
            {view.begin(view.name)};
        end if;"""


def digest(view: View, upcasts: tuple[Upcast, ...] = UPCASTS) -> str:
    """Return what identifies the present form of a view: its statements, upcasts included."""
    text = view.create("t") + "".join(view.index("t")) + view.combine("t") + repr(upcasts)
    return hashlib.sha256(text.encode()).hexdigest()


def install(
    connection: Connection[Any],
    *,
    views: tuple[View, ...] = VIEWS,
    upcasts: tuple[Upcast, ...] = UPCASTS,
) -> list[View]:
    """Write the functions and missing tables; return the views that must be rebuilt.

    Called with the owner's rights after the migrations, in one transaction. A view whose query
    changed keeps its old table, and its readers, until the rebuild swaps the new one in; the
    new functions are written by then, so nothing may append in between: `migrate` rebuilds
    before it lets go of its lock.
    """
    with connection.transaction():
        run(connection, upcast_function(upcasts))
        built = {
            row[0]: row[1]
            for row in connection.execute("select name, digest from ledger.view_builds")
        }
        for view in views:
            if view.name not in built:
                create(connection, view, view.name)
                mark_built(connection, view, upcasts)
        run(connection, refresh_function(views))
        run(connection, store_function(views))
        run(connection, _FOR_THE_APPLICATION)
        run(connection, _KNOWS)
        run(connection, _ERASED_AT)
        run(connection, _REFUSE_ERASED)
        run(connection, _STRANGER)
    fresh = not connection.execute("select from ledger.events limit 1").fetchall()
    return [
        view
        for view in views
        if (view.name not in built and not fresh)
        or (view.name in built and built[view.name] != digest(view, upcasts))
    ]


def create(connection: Connection[Any], view: View, table: str) -> None:
    """Make an empty, keyed and indexed table for a view, behind the wall like all of them."""
    run(connection, view.create(table))
    wall_off(connection, table)
    for statement in view.index(table):
        run(connection, statement)
    open_to_search(connection, view)


def wall_off(connection: Connection[Any], table: str) -> None:
    """Let the application see the rows of the workspace it is at work for, and no others."""
    connection.execute("select ledger.wall_off(%s::regclass)", (f"views.{table}",))


def open_to_search(connection: Connection[Any], view: View) -> None:
    """Make what the view is read through, if it is, over the table that now has its name."""
    if view.is_searched:
        connection.execute("select ledger.search_through(%s)", (view.name,))


def mark_built(
    connection: Connection[Any], view: View, upcasts: tuple[Upcast, ...] = UPCASTS
) -> None:
    """Write down that the view's table holds what its present query says."""
    connection.execute(
        "insert into ledger.view_builds (name, digest) values (%s, %s)"
        " on conflict (name) do update set digest = excluded.digest,"
        " built_at = clock_timestamp()",
        (view.name, digest(view, upcasts)),
    )


def run(connection: Connection[Any], statement: str) -> None:
    """Execute a generated statement that carries no values."""
    # Our own generated text, with no values in it; psycopg asks for literal strings otherwise.
    connection.execute(sql.SQL(statement))  # pyright: ignore[reportArgumentType]
