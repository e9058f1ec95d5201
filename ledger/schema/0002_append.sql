-- Appending: lock the workspace's head, give positions, store, refresh the views, move the head.
-- ledger.refresh_views, ledger.store_engagements and ledger.stranger are the views' half of the
-- bargain (projections/install.py).

-- Be at work for a workspace until the transaction ends; where that is another one already, no
-- call may turn to this one. Row-level security (0009) shows and takes rows of it alone.
create function ledger.enter(p_workspace uuid) returns text
language plpgsql as $$
declare
    v_here text := current_setting('rapport.workspace', true);
begin
    if v_here is null or v_here = '' then
        return set_config('rapport.workspace', p_workspace::text, true);
    elsif v_here <> p_workspace::text then
        raise exception 'Another workspace than % is at work here.', p_workspace
            using errcode = 'RP403';
    end if;
    return v_here;
end
$$;

-- What remains to be done once rows first..last are stored, in their transaction.
create function ledger.complete_append(
    p_workspace uuid, p_first bigint, p_last bigint, p_types text[], p_recorded_at timestamptz
) returns void
language plpgsql as $$
begin
    perform ledger.refresh_views(p_workspace, p_first, p_last, p_types);
    update ledger.heads
    set position = p_last, recorded_at = p_recorded_at
    where workspace_id = p_workspace and position = p_first - 1;
    if not found then
        raise exception 'Positions must follow the head of workspace %.', p_workspace
            using errcode = 'RP002';
    end if;
end
$$;

-- Lock the head; say where history ends and the earliest instant the next event may carry.
create function ledger.lock_head(
    p_workspace uuid, out o_position bigint, out o_recorded_at timestamptz
)
language plpgsql as $$
begin
    perform ledger.enter(p_workspace);
    select h.position, greatest(h.recorded_at, clock_timestamp())
    into o_position, o_recorded_at
    from ledger.heads h
    where h.workspace_id = p_workspace
    for update;
    if not found then
        raise exception 'There is no workspace %.', p_workspace using errcode = 'RP003';
    end if;
end
$$;

-- The rows of an append as they travel: one JSON array, in order.
create type ledger.incoming as (
    stream_id uuid, version int, event_type text, schema_version int,
    candidate_id uuid, occurred_at timestamptz, actor_id uuid, import_id uuid,
    request_id uuid, payload jsonb, salt text, digest text
);

-- Store the events of some requests, all or none. A request that was recorded before is left out
-- whole and named in o_repeated; the others' events take the positions from o_first on, in the
-- order given. p_types names the event types among them.
create function ledger.append(
    p_workspace uuid, p_requests uuid[], p_types text[], p_events json,
    out o_first bigint, out o_recorded_at timestamptz, out o_repeated uuid[]
)
-- The same few plans serve one event and many; planning anew costs more than running them.
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    v_last bigint;
    v_stranger uuid;
    -- As a value and not as a statement, which would take ten times as long to begin.
    v_here text := ledger.enter(p_workspace);
begin
    select h.position + 1, greatest(h.recorded_at, clock_timestamp())
    into o_first, o_recorded_at
    from ledger.heads h
    where h.workspace_id = p_workspace
    for update;
    if not found then
        raise exception 'There is no workspace %.', p_workspace using errcode = 'RP003';
    end if;

    if exists (select from ledger.events e
               where e.workspace_id = p_workspace and e.request_id = any(p_requests)) then
        select array_agg(distinct e.request_id) into o_repeated
        from ledger.events e
        where e.workspace_id = p_workspace and e.request_id = any(p_requests);
        select coalesce(json_agg(t.event order by t.n), '[]') into p_events
        from json_array_elements(p_events) with ordinality t(event, n)
        where (t.event ->> 'request_id')::uuid <> all(o_repeated);
    end if;
    v_last := o_first - 1 + json_array_length(p_events);
    if v_last < o_first then
        return;
    end if;

    -- Engagements alone are by far the commonest append; they take one statement, generated from
    -- the views that hear them. Both ways end with the views refreshed and the head moved.
    if p_types = array['EngagementRecorded'] then
        v_stranger := ledger.store_engagements(
            p_workspace, o_first, v_last, o_recorded_at, p_events);
    else
        insert into ledger.events (
            workspace_id, position, stream_id, version, event_type, schema_version,
            candidate_id, occurred_at, recorded_at, actor_id, import_id, request_id,
            payload, salt, digest)
        select p_workspace, o_first - 1 + e.n,
               e.stream_id, e.version, e.event_type, e.schema_version,
               e.candidate_id, coalesce(e.occurred_at, o_recorded_at), o_recorded_at,
               e.actor_id, e.import_id, e.request_id,
               e.payload, decode(e.salt, 'hex'), decode(e.digest, 'hex')
        from rows from (json_populate_recordset(null::ledger.incoming, p_events))
            with ordinality as e(
                stream_id, version, event_type, schema_version, candidate_id, occurred_at,
                actor_id, import_id, request_id, payload, salt, digest, n);
        perform ledger.complete_append(p_workspace, o_first, v_last, p_types, o_recorded_at);
        -- Only now, since the candidate may have been added by an earlier event of this call.
        v_stranger := ledger.stranger(p_workspace, o_first, v_last);
    end if;
    if v_stranger is not null then
        raise exception '%', v_stranger using errcode = 'RP404';
    end if;
end
$$;

-- No event may be about a candidate whom nobody added.
create function ledger.refuse_strangers(p_workspace uuid, p_first bigint, p_last bigint)
returns void
language plpgsql as $$
declare
    v_stranger uuid := ledger.stranger(p_workspace, p_first, p_last);
begin
    if v_stranger is not null then
        raise exception '%', v_stranger using errcode = 'RP404';
    end if;
end
$$;

-- After events that change what is effective: work out anew who is merged and what is reverted,
-- and name what that moved, so that the views replace exactly those rows.
--   o_subjects  candidates whose own events count differently now, or for somebody else
--   o_roots     whom they were read as before
--   o_streams   streams that a reverted or reinstated import touched
--   o_merged    those of o_subjects that are read as somebody else now
create function ledger.move_effective(
    p_workspace uuid, p_last bigint,
    out o_subjects uuid[], out o_roots uuid[], out o_streams uuid[], out o_merged uuid[]
)
language plpgsql as $$
declare
    v_imports uuid[];
begin
    select coalesce(array_agg(coalesce(now.import_id, before.import_id)), '{}') into v_imports
    from (select r.import_id from ledger.reverted_imports r where r.workspace_id = p_workspace) before
    full join ledger.reverted_until(p_workspace, p_last) now using (import_id)
    where now.import_id is null or before.import_id is null;

    select coalesce(array_agg(coalesce(now.candidate_id, before.candidate_id)), '{}'),
           coalesce(array_agg(distinct before.root_id) filter (where before.root_id is not null), '{}')
    into o_merged, o_roots
    from (select m.candidate_id, m.root_id
          from ledger.merged_candidates m where m.workspace_id = p_workspace) before
    full join ledger.merged_until(p_workspace, p_last) now using (candidate_id)
    where now.root_id is distinct from before.root_id;

    insert into ledger.reverted_imports (workspace_id, import_id)
    select p_workspace, r.import_id from ledger.reverted_until(p_workspace, p_last) r
    where r.import_id = any(v_imports);
    delete from ledger.reverted_imports r
    where r.workspace_id = p_workspace and r.import_id = any(v_imports)
      and r.import_id not in (select n.import_id from ledger.reverted_until(p_workspace, p_last) n);

    delete from ledger.merged_candidates m
    where m.workspace_id = p_workspace and m.candidate_id = any(o_merged);
    insert into ledger.merged_candidates (workspace_id, candidate_id, root_id)
    select p_workspace, m.candidate_id, m.root_id
    from ledger.merged_until(p_workspace, p_last) m
    where m.candidate_id = any(o_merged);

    -- An import's events come after its first word, so nothing before that is read.
    select coalesce(array_agg(distinct e.stream_id), '{}'),
           o_merged || coalesce(
               array_agg(distinct e.candidate_id) filter (where e.candidate_id is not null), '{}')
    into o_streams, o_subjects
    from unnest(v_imports) i(import_id)
    cross join lateral (
        select min(s.position) as first_position
        from ledger.events s
        where s.workspace_id = p_workspace and s.stream_id = i.import_id
    ) told
    join ledger.events e
      on e.workspace_id = p_workspace and e.import_id = i.import_id
     and e.position between told.first_position and p_last;
end
$$;

-- A young ledger grows faster than autovacuum looks at it, and a plan made for an empty table reads
-- a full one from end to end. Callers ask for this whenever a young history has doubled. Only tables
-- that have doubled, too, are looked at: where others wrote much before, a young history among theirs
-- changes no plan, and to look at all of it would take half a second for each.
create function ledger.relearn() returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
    v_table text;
begin
    for v_table in
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral (
            select pg_relation_size(c.oid) / current_setting('block_size')::bigint as pages
        ) now
        where n.nspname in ('ledger', 'views') and c.relkind = 'r' and c.relname !~ '__new$'
          and now.pages > c.relpages and now.pages >= 2 * c.relpages
    loop
        execute 'analyze (skip_locked) ' || v_table;
    end loop;
end
$$;
