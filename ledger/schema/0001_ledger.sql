-- The ledger: one table is the truth, one row a workspace says where its history ends.

create schema views;

-- Trusted extensions, so that a database's owner may create them: search needs all three.
create extension if not exists unaccent schema public;
create extension if not exists pg_trgm schema public;
create extension if not exists btree_gin schema public;

create table ledger.heads (
    workspace_id uuid primary key,
    owner_id uuid not null,
    position bigint not null default 0,
    recorded_at timestamptz not null default '-infinity',
    created_at timestamptz not null default clock_timestamp()
) with (fillfactor = 40);

comment on table ledger.heads is
    'Where each workspace''s history ends. Locking its row is what puts writers in order.';

create table ledger.events (
    workspace_id uuid not null,
    position bigint not null,
    stream_id uuid not null,
    version int not null,
    event_type text not null,
    schema_version int not null,
    candidate_id uuid,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    actor_id uuid not null,
    import_id uuid,
    request_id uuid,
    payload jsonb,
    salt bytea,
    digest bytea not null,
    constraint events_pkey primary key (workspace_id, position),
    constraint events_stream_version unique (workspace_id, stream_id, version)
);

-- What is known of one person, by kind of fact.
create index events_candidate on ledger.events (workspace_id, candidate_id, event_type)
where candidate_id is not null;

-- What is about nobody in particular is little: pools, imports.
create index events_shared on ledger.events (workspace_id, event_type, position)
where candidate_id is null;

-- A repeated call finds what it recorded before.
create index events_request on ledger.events (workspace_id, request_id)
where request_id is not null;

-- The few events that change what is effective.
create index events_amending on ledger.events (workspace_id, event_type, position)
where event_type in (
    'EngagementCorrected', 'EngagementRetracted',
    'CandidatesMerged', 'CandidatesUnmerged',
    'ImportReverted', 'ImportReinstated'
);

-- Which imports said that somebody's data must be kept, or how long: hardly any.
create index events_deciding on ledger.events (workspace_id, import_id)
where event_type in (
    'LegalHoldPlaced', 'LegalHoldReleased', 'RetentionRuleSet', 'RetentionRuleRemoved'
);

create function ledger.refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception 'The ledger only grows: % on %.% is refused.', tg_op, tg_table_schema, tg_table_name
        using errcode = 'RP001';
end
$$;

create trigger events_are_forever
before update or delete on ledger.events
for each row execute function ledger.refuse_change();

create trigger events_are_never_emptied
before truncate on ledger.events
for each statement execute function ledger.refuse_change();

alter table ledger.events enable always trigger events_are_forever;
alter table ledger.events enable always trigger events_are_never_emptied;

-- Which candidates are at present read as another one, and which imports are taken back. Both
-- follow from the events alone and are worked out again whenever one of those arrives.

create table ledger.merged_candidates (
    workspace_id uuid not null,
    candidate_id uuid not null,
    root_id uuid not null,
    primary key (workspace_id, candidate_id)
);

create index merged_candidates_root on ledger.merged_candidates (workspace_id, root_id);

create table ledger.reverted_imports (
    workspace_id uuid not null,
    import_id uuid not null,
    primary key (workspace_id, import_id)
);

create function ledger.root(p_workspace uuid, p_candidate uuid) returns uuid
language sql stable parallel safe as $$
    select coalesce(
        (select m.root_id
         from ledger.merged_candidates m
         where m.workspace_id = p_workspace and m.candidate_id = p_candidate),
        p_candidate)
$$;

-- Later values win, key by key.
create aggregate ledger.jsonb_merge(jsonb) (
    sfunc = jsonb_concat, stype = jsonb, initcond = '{}'
);

-- The imports taken back as of a position.
create function ledger.reverted_until(p_workspace uuid, p_until bigint)
returns table (import_id uuid)
language sql stable as $$
    select last_word.stream_id
    from (
        select distinct on (e.stream_id) e.stream_id, e.event_type
        from ledger.events e
        where e.workspace_id = p_workspace
          and e.event_type in ('ImportReverted', 'ImportReinstated')
          and e.position <= p_until
        order by e.stream_id, e.position desc
    ) last_word
    where last_word.event_type = 'ImportReverted'
$$;

-- Whom each merged candidate is read as, as of a position. Should reinstated imports ever leave
-- merges that run in a circle, nobody in the circle is merged.
create function ledger.merged_until(p_workspace uuid, p_until bigint)
returns table (candidate_id uuid, root_id uuid)
language sql stable as $$
    with recursive merges as (
        select distinct on (e.stream_id)
               e.position, e.event_type,
               (e.payload ->> 'duplicate_candidate_id')::uuid as duplicate_id,
               (e.payload ->> 'primary_candidate_id')::uuid as primary_id
        from ledger.events e
        where e.workspace_id = p_workspace
          and e.event_type in ('CandidatesMerged', 'CandidatesUnmerged')
          and e.position <= p_until
          and (e.import_id is null or e.import_id not in (
              select r.import_id from ledger.reverted_until(p_workspace, p_until) r))
        order by e.stream_id, e.position desc
    ), edges as (
        select distinct on (duplicate_id) duplicate_id, primary_id
        from merges
        where event_type = 'CandidatesMerged'
        order by duplicate_id, position
    ), walks(candidate_id, root_id) as (
        select duplicate_id, primary_id from edges
        union
        select w.candidate_id, e.primary_id
        from walks w
        join edges e on e.duplicate_id = w.root_id
    )
    select w.candidate_id, w.root_id
    from walks w
    where not exists (select from edges e where e.duplicate_id = w.root_id)
$$;

-- Histories are gapless and recorded_at never goes back, so halving finds the place.
create function ledger.position_at(p_workspace uuid, p_instant timestamptz) returns bigint
language plpgsql stable as $$
declare
    low bigint := 0;
    high bigint := (select h.position from ledger.heads h where h.workspace_id = p_workspace);
    middle bigint;
begin
    while low < high loop
        middle := (low + high + 1) / 2;
        if (select e.recorded_at from ledger.events e
            where e.workspace_id = p_workspace and e.position = middle) <= p_instant then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end
$$;

-- Facts about a person: {field: {"value": …, "rank": [by hand, own stream, told at, position]}},
-- told at in microseconds since 1970. The higher rank wins: a value typed by a person outlives any
-- import, and an older file brought in after a newer one changes nothing, whichever came first.
create function ledger.merge_facts(stored jsonb, told jsonb) returns jsonb
language sql immutable parallel safe as $$
    select stored || coalesce((
        select jsonb_object_agg(t.key, t.value)
        from jsonb_each(told) t
        where not stored ? t.key or stored -> t.key -> 'rank' < t.value -> 'rank'), '{}')
$$;

-- The name as shown: the parts where they are known, the whole name otherwise.
create function ledger.display_name(facts jsonb) returns text
language sql immutable parallel safe as $$
    select coalesce(
        nullif(btrim(coalesce(facts #>> '{first_name,value}', '') || ' '
            || coalesce(facts #>> '{last_name,value}', '')), ''),
        facts #>> '{name,value}', '')
$$;

-- Which form of each view its table holds; a reference table, the same for every workspace.
create table ledger.view_builds (
    name text primary key,
    digest text not null,
    built_at timestamptz not null default clock_timestamp()
);

-- Replaced by what ledger/upcasts.py says, whenever the schema is brought up to date.
create function ledger.upcast(event_type text, schema_version int, payload jsonb) returns jsonb
language sql immutable parallel safe as $$ select payload $$;
