-- Who reaches this installation: people, and the secrets they prove it with. Who may do what in a
-- workspace is told by the events of that workspace; here is nothing that a history needs.

create schema access;

create table access.users (
    user_id uuid primary key,
    name text not null,
    email text,
    -- Since when somebody besides its bearer says whose address it is: until then it is a name to
    -- sign in with and no more.
    email_verified_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    disabled_at timestamptz
);

create unique index users_email on access.users (lower(email)) where email is not null;

-- Where a user may look for themselves; whether they are let in is for that ledger to say.
create table access.doors (
    user_id uuid not null,
    workspace_id uuid not null,
    primary key (user_id, workspace_id)
);

create index doors_workspace on access.doors (workspace_id);

-- A session is found by the keyed hash of its token, which only the browser holds.
create table access.sessions (
    token_hash bytea primary key,
    session_id uuid not null unique,
    user_id uuid not null,
    workspace_id uuid not null,
    agent text not null default '',
    began_at timestamptz not null default clock_timestamp(),
    used_at timestamptz not null default clock_timestamp(),
    ends_at timestamptz not null
);

create index sessions_user on access.sessions (user_id);

-- Links that sign somebody in once, and invitations: found by the keyed hash of what they hold.
create table access.links (
    token_hash bytea primary key,
    purpose text not null check (purpose in ('sign_in', 'invitation')),
    user_id uuid,
    workspace_id uuid not null,
    invitation_id uuid,
    ends_at timestamptz not null
);

-- A key may have two secrets for as long as it is being rotated.
create table access.key_secrets (
    key_id uuid not null,
    secret_hash bytea not null,
    workspace_id uuid not null,
    made_at timestamptz not null default clock_timestamp(),
    ends_at timestamptz,
    used_at timestamptz,
    primary key (key_id, secret_hash)
);

create index key_secrets_workspace on access.key_secrets (workspace_id);

-- From which place on a workspace's events say who has access: whoever had it where an archive
-- came from has none here.
alter table ledger.heads add column access_after bigint not null default 0;

-- Workspaces that went for good: of each an id and a time remain.
create table ledger.endings (
    workspace_id uuid primary key,
    ended_at timestamptz not null default clock_timestamp()
);

-- Events go when their whole workspace goes, and never otherwise.
create function ledger.refuse_removal() returns trigger
language plpgsql as $$
begin
    if exists (select from ledger.endings g where g.workspace_id = old.workspace_id) then
        return old;
    end if;
    raise exception 'The ledger only grows: % on %.% is refused.', tg_op, tg_table_schema, tg_table_name
        using errcode = 'RP001';
end
$$;

drop trigger events_are_forever on ledger.events;
create trigger events_are_forever
before update on ledger.events
for each row execute function ledger.refuse_change();
create trigger events_are_never_removed
before delete on ledger.events
for each row execute function ledger.refuse_removal();

alter table ledger.events enable always trigger events_are_forever;
alter table ledger.events enable always trigger events_are_never_removed;

-- Whether a workspace's time is over, by its own last word on that.
create function ledger.is_over(p_workspace uuid) returns boolean
language sql stable as $$
    select coalesce((
        select e.event_type = 'DeletionScheduled'
               and (e.payload ->> 'at')::timestamptz <= clock_timestamp()
        from ledger.events e
        where e.workspace_id = p_workspace and e.candidate_id is null
          and e.event_type in ('DeletionScheduled', 'DeletionCancelled')
        order by e.position desc
        limit 1), false)
$$;

-- Which workspaces there are: asked before anybody can be at work for one.
create function ledger.workspaces()
returns table (workspace_id uuid, owner_id uuid, created_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select h.workspace_id, h.owner_id, h.created_at
    from ledger.heads h
    order by h.created_at, h.workspace_id
$$;

create function ledger.ended_workspaces() returns table (workspace_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select w.workspace_id from ledger.workspaces() w where ledger.is_over(w.workspace_id)
$$;

-- Remove a workspace whose time is over, whole; in one transaction, so that half of one never is.
create function ledger.remove_workspace(p_workspace uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_table text;
begin
    perform from ledger.heads h where h.workspace_id = p_workspace for update;
    if not ledger.is_over(p_workspace) then
        raise exception 'Workspace % is to stay.', p_workspace using errcode = 'RP001';
    end if;
    insert into ledger.endings (workspace_id) values (p_workspace) on conflict do nothing;
    for v_table in
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a
          on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
        where n.nspname in ('ledger', 'views', 'access') and c.relkind = 'r'
          and c.oid <> 'ledger.endings'::regclass
    loop
        execute 'delete from ' || v_table || ' where workspace_id = $1' using p_workspace;
    end loop;
end
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        grant usage on schema access to rapport_app;
        grant select, insert, update, delete
            on access.users, access.doors, access.sessions, access.links, access.key_secrets
            to rapport_app;
        grant select on ledger.endings to rapport_app;
        alter default privileges in schema access
            grant select, insert, update, delete on tables to rapport_app;
    end if;
end
$$;
