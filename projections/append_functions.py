"""The functions that bring the views up to what was appended, generated from the views.

`ledger.refresh_views` does so for events just stored; `ledger.store_engagements` stores
engagements and refreshes their views in one statement.
"""

from ledger.events import EngagementRecorded
from projections.effective import (
    ERASING,
    MERGING,
    REVERTING,
    STORED,
    types_in_sql,
)
from projections.replacing import MEMBERS
from projections.standing import ROOT_NOW
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


def append_functions(views: tuple[View, ...]) -> tuple[str, ...]:
    """Return the statements that write both, and who may call them."""
    return (
        _refresh_function(views),
        _store_function(views),
        _FOR_THE_APPLICATION,
    )


def _refresh_function(views: tuple[View, ...]) -> str:
    """Return the function that brings every view up to the events first..last."""
    return _REFRESH.format(
        moving=types_in_sql(MERGING + REVERTING + ERASING),
        erasing=types_in_sql(ERASING),
        views="\n".join(filled(_refresh_one(view), **_IN_APPEND) for view in views),
    )


def _store_function(views: tuple[View, ...]) -> str:
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
