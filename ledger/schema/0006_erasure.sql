-- Erasure: payload and salt of what is about a person go; envelope, digest and order stay.

-- A copy of somebody's values in the planner's statistics would outlive them.
alter table ledger.events alter column payload set statistics 0;

-- The few events that say who was erased, and whose handles may come in again.
create index events_erasing on ledger.events (workspace_id, event_type, position)
where event_type in ('CandidateErased', 'SuppressionLifted');

-- The ledger only grows. One change passes: an event that a CandidateErased of this very
-- transaction covers loses payload and salt, and nothing else.
create or replace function ledger.refuse_change() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.payload is null and new.salt is null
            and old.event_type <> 'CandidateErased'
            and (new.workspace_id, new.position, new.stream_id, new.version, new.event_type,
                 new.schema_version, new.candidate_id, new.occurred_at, new.recorded_at,
                 new.actor_id, new.import_id, new.request_id, new.digest)
                is not distinct from
                (old.workspace_id, old.position, old.stream_id, old.version, old.event_type,
                 old.schema_version, old.candidate_id, old.occurred_at, old.recorded_at,
                 old.actor_id, old.import_id, old.request_id, old.digest)
            and exists (
                select from ledger.events c
                where c.workspace_id = old.workspace_id
                  -- Anybody may set this; it only says where to look.
                  and c.position = nullif(current_setting('rapport.erasing_at', true), '')::bigint
                  and c.position > old.position
                  and c.event_type = 'CandidateErased'
                  and c.xmin = pg_current_xact_id()::xid
                  and (c.payload -> 'candidate_ids' ? old.candidate_id::text
                       or c.payload -> 'emptied_elsewhere' @> to_jsonb(old.position)))
        then
            return new;
        end if;
    end if;
    raise exception 'The ledger only grows: % on %.% is refused.', tg_op, tg_table_schema, tg_table_name
        using errcode = 'RP001';
end
$$;

-- Empty what the CandidateErased at a position covers, in the transaction that appended it; say
-- how many events about the person that were.
create function ledger.forget(p_workspace uuid, p_position bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
    v_ids uuid[];
    v_elsewhere bigint[];
    v_count bigint;
begin
    perform ledger.enter(p_workspace);
    select array(select i.id::uuid from jsonb_array_elements_text(c.payload -> 'candidate_ids') i(id)),
           array(select p.place::bigint
                 from jsonb_array_elements_text(c.payload -> 'emptied_elsewhere') p(place))
    into v_ids, v_elsewhere
    from ledger.events c
    where c.workspace_id = p_workspace and c.position = p_position
      and c.event_type = 'CandidateErased';
    if not found then
        raise exception 'Nobody was erased at position %.', p_position using errcode = 'RP001';
    end if;
    perform set_config('rapport.erasing_at', p_position::text, true);
    update ledger.events e
    set payload = null, salt = null
    where e.workspace_id = p_workspace and e.candidate_id = any(v_ids)
      and e.position < p_position and e.event_type <> 'CandidateErased' and e.payload is not null;
    get diagnostics v_count = row_count;
    update ledger.events e
    set payload = null, salt = null
    where e.workspace_id = p_workspace and e.position = any(v_elsewhere) and e.payload is not null;
    perform set_config('rapport.erasing_at', '', true);

    -- Who looks like whom is kept beside the views. A name that became rarer says more now.
    with gone as (
        delete from views.look_alike_keys k
        where k.workspace_id = p_workspace and k.candidate_id = any(v_ids)
        returning k.name_key
    )
    update views.look_alike_keys k
    set since_position = p_position
    where k.workspace_id = p_workspace and k.since_position < p_position
      and k.name_key in (select g.name_key from gone g)
      and k.candidate_id <> all(v_ids);
    delete from views.look_alikes a
    where a.workspace_id = p_workspace and (a.one_id = any(v_ids) or a.other_id = any(v_ids));
    return v_count;
end
$$;

-- Whose own events no longer count after these, and which streams of others lost one.
create function ledger.erased_between(
    p_workspace uuid, p_first bigint, p_last bigint,
    out o_subjects uuid[], out o_streams uuid[]
)
language sql stable as $$
    select coalesce((
               select array_agg(distinct i.id::uuid)
               from ledger.events c
               cross join jsonb_array_elements_text(c.payload -> 'candidate_ids') i(id)
               where c.workspace_id = p_workspace and c.event_type = 'CandidateErased'
                 and c.position between p_first and p_last), '{}'),
           coalesce((
               select array_agg(distinct e.stream_id)
               from ledger.events c
               cross join jsonb_array_elements_text(c.payload -> 'emptied_elsewhere') p(place)
               join ledger.events e
                 on e.workspace_id = p_workspace and e.position = p.place::bigint
               where c.workspace_id = p_workspace and c.event_type = 'CandidateErased'
                 and c.position between p_first and p_last), '{}')
$$;

-- As before, but for merges whose payload an erasure took: they merge nobody.
create or replace function ledger.merged_until(p_workspace uuid, p_until bigint)
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
        where event_type = 'CandidatesMerged' and duplicate_id is not null
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
