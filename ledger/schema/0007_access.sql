-- Who reaches this installation: people, and the secrets they prove it with. Who may do what in a
-- workspace is told by the events of that workspace; here is nothing that a history needs.

create schema access;

create table access.users (
    user_id uuid primary key,
    name text not null,
    email text,
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

do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        grant usage on schema access to rapport_app;
        grant select, insert, update, delete
            on access.users, access.doors, access.sessions, access.links, access.key_secrets
            to rapport_app;
        alter default privileges in schema access
            grant select, insert, update, delete on tables to rapport_app;
    end if;
end
$$;
