-- Who may be the same person: worked out from the views, as of the positions in look_alike_builds,
-- brought up to date when somebody asks, and worked out anew whenever these tables are emptied.
-- They are beside the views and not of them, so that an append need not compare anybody.

create table views.look_alike_builds (
    workspace_id uuid primary key,
    keys_position bigint not null default 0,
    keys_form int not null default 0,
    pairs_position bigint not null default 0,
    pairs_form int not null default 0
);

comment on table views.look_alike_builds is
    'As of which event, and by which form of the rules, keys and pairs of look-alikes hold.';

-- Numbers that people share who are worth comparing; nobody can read a name off them.
create table views.look_alike_keys (
    workspace_id uuid not null,
    candidate_id uuid not null,
    name_key bigint,
    keys bigint[] not null,
    since_position bigint not null,
    primary key (workspace_id, candidate_id)
);

create index look_alike_keys_shared on views.look_alike_keys using gin (workspace_id, keys);

create index look_alike_keys_since on views.look_alike_keys (workspace_id, since_position);

create index look_alike_keys_name on views.look_alike_keys (workspace_id, name_key)
where name_key is not null;

-- The evidence is worked out when it is read: a pair is two ids and a score.
create table views.look_alikes (
    workspace_id uuid not null,
    one_id uuid not null,
    other_id uuid not null,
    score int not null,
    primary key (workspace_id, one_id, other_id)
);

create index look_alikes_best on views.look_alikes (workspace_id, score desc, one_id, other_id);

create index look_alikes_other on views.look_alikes (workspace_id, other_id);
