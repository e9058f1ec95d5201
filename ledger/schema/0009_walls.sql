-- The second wall. Every query names its workspace; should one forget to, the application still
-- sees and writes the rows of the workspace that its transaction entered, and of no other. Where
-- none was entered there are no rows. Whoever owns the tables stands outside of it.

-- Put a table behind the wall: later migrations and the views ask for it, too.
create function ledger.wall_off(p_table regclass) returns void
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', p_table);
    execute format('drop policy if exists of_the_workspace on %s', p_table);
    -- Both what is seen and what is written; after a transaction the setting is an empty text.
    execute format(
        'create policy of_the_workspace on %s'
        ' using (workspace_id = nullif(current_setting(''rapport.workspace'', true), '''')::uuid)',
        p_table);
end
$$;

select ledger.wall_off(c.oid)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
where n.nspname in ('ledger', 'views') and c.relkind in ('r', 'p');

-- A policy comes before what a query asks, so GIN indexes no longer serve LIKE and @>: a search
-- would read its whole workspace. Such tables are read through a view in `searched`, which has
-- the same condition as a part of the query. Its owner sees the rows of the few tables below it,
-- and nothing else; nobody signs in as that role.
create schema searched;

create function ledger.search_through(p_name text) returns void
language plpgsql as $$
begin
    execute format('drop view if exists searched.%I', p_name);
    execute format(
        'create view searched.%1$I as select * from views.%1$I'
        ' where workspace_id = nullif(current_setting(''rapport.workspace'', true), '''')::uuid',
        p_name);
    if exists (select from pg_roles where rolname = 'rapport_search') then
        execute format('grant select on views.%I to rapport_search', p_name);
        execute format('drop policy if exists for_searching on views.%I', p_name);
        execute format(
            'create policy for_searching on views.%I for select to rapport_search using (true)',
            p_name);
        execute format('alter view searched.%I owner to rapport_search', p_name);
    end if;
    if exists (select from pg_roles where rolname = 'rapport_app') then
        execute format('grant select on searched.%I to rapport_app', p_name);
    end if;
end
$$;

-- Begin an empty ledger, whichever workspace is at work; nothing happens where there is one.
create function ledger.begin_workspace(p_workspace uuid, p_owner uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into ledger.heads (workspace_id, owner_id) values (p_workspace, p_owner)
    on conflict (workspace_id) do nothing
$$;

-- Temporary tables are looked at last, or somebody's own would stand in for ours.
alter function ledger.relearn() set search_path = pg_catalog, pg_temp;
alter function ledger.forget(uuid, bigint) set search_path = pg_catalog, pg_temp;

revoke execute on function
    ledger.workspaces(), ledger.ended_workspaces(), ledger.remove_workspace(uuid),
    ledger.begin_workspace(uuid, uuid), ledger.relearn(), ledger.forget(uuid, bigint)
from public;

-- Each role may do what it is for. Where a server has none of them, all is the owner's.
do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        revoke insert on ledger.heads from rapport_app;
        grant usage on schema searched to rapport_app;
        grant select on ledger.migrations to rapport_app;
        grant execute on function
            ledger.workspaces(), ledger.ended_workspaces(), ledger.remove_workspace(uuid),
            ledger.begin_workspace(uuid, uuid), ledger.relearn(), ledger.forget(uuid, bigint)
        to rapport_app;
    end if;
    if exists (select from pg_roles where rolname = 'rapport_eraser') then
        grant usage on schema ledger, views to rapport_eraser;
        grant select on ledger.events to rapport_eraser;
        grant update (payload, salt) on ledger.events to rapport_eraser;
        grant select, update, delete on views.look_alike_keys to rapport_eraser;
        grant select, delete on views.look_alikes to rapport_eraser;
        -- Whoever is given a function must be able to make one in its schema at that moment.
        grant create on schema ledger to rapport_eraser;
        alter function ledger.forget(uuid, bigint) owner to rapport_eraser;
        revoke create on schema ledger from rapport_eraser;
    end if;
    if exists (select from pg_roles where rolname = 'rapport_search') then
        grant usage on schema views to rapport_search;
        grant usage, create on schema searched to rapport_search;
    end if;
end
$$;

select ledger.search_through('look_alike_keys');
