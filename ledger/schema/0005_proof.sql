-- The proof: one Merkle tree a workspace, and what was signed of it.

-- Roots of full subtrees of 256, 65,536 and 16,777,216 leaves: a tree that only grows never
-- changes them. Those of 256 keep their leaves, 32 bytes each, so that what was changed can be
-- named by its position.
create table ledger.tree_tiles (
    workspace_id uuid not null,
    level smallint not null,
    number bigint not null,
    hash bytea not null,
    leaves bytea,
    primary key (workspace_id, level, number),
    check (level in (8, 16, 24) and (level = 8) = (leaves is not null))
);

comment on table ledger.tree_tiles is
    'Roots of full subtrees of each workspace''s Merkle tree (RFC 9162); they follow from events.';

-- `leaves` are those between the checkpoint before, or the last full tile, and this one.
create table ledger.checkpoints (
    workspace_id uuid not null,
    size bigint not null,
    root bytea not null,
    note bytea not null,
    leaves bytea not null,
    signed_at timestamptz not null default clock_timestamp(),
    primary key (workspace_id, size)
);

comment on table ledger.checkpoints is
    'What was signed: at so many events the tree had this root (C2SP tlog-checkpoint).';

create index events_naming_keys on ledger.events (workspace_id, position)
where event_type = 'SigningKeyNamed';

do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        grant select, insert on ledger.tree_tiles, ledger.checkpoints to rapport_app;
    end if;
end
$$;
