-- Who looked at whom: a record of each answer that held personal data. It says nothing of what was
-- searched for. The application adds records and reads them; it changes and removes none.

create table access.looks (
    workspace_id uuid not null,
    looked_at timestamptz not null default clock_timestamp(),
    look_id uuid not null,
    -- Who asked: a member, or a key; and the member who answers for it.
    actor_id uuid not null,
    member_id uuid not null,
    what text not null,
    -- Whom it was about, where it was one person; emptied when they are erased.
    candidate_id uuid,
    -- How many people were in it; null where all there are may be.
    people_count int,
    -- As of which place in the history.
    position bigint not null,
    primary key (workspace_id, looked_at, look_id)
);

create index looks_candidate on access.looks (workspace_id, candidate_id, looked_at, look_id)
where candidate_id is not null;
-- What left is asked for more often than anything else, and is rare among all the looks.
create index looks_taken_out on access.looks (workspace_id, what, looked_at, look_id)
where what in ('archive', 'export');

-- Put a look down, in a call that is a transaction of its own and enters the workspace. Its commit
-- is not waited for until it is on disk: a record is lost only where the database dies within the
-- next half second, and to wait for the disk would cost more than the read that it is about.
create function access.put_down(
    p_workspace uuid, p_look uuid, p_actor uuid, p_member uuid, p_what text, p_whom uuid,
    p_count int, p_position bigint) returns void
language plpgsql as $$
begin
    perform set_config('rapport.workspace', p_workspace::text, true),
            set_config('synchronous_commit', 'off', true);
    insert into access.looks
        (workspace_id, look_id, actor_id, member_id, what, candidate_id, people_count, position)
    values (
        p_workspace, p_look, p_actor, p_member, p_what, p_whom, p_count,
        coalesce(p_position, (
            select h.position from ledger.heads h where h.workspace_id = p_workspace)));
end
$$;

-- Take whoever the CandidateErased at a position is about out of the records; the counts stay.
create function access.forget_looks(p_workspace uuid, p_position bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_ids uuid[];
    v_count bigint;
begin
    select array(select i.id::uuid from jsonb_array_elements_text(c.payload -> 'candidate_ids') i(id))
    into v_ids
    from ledger.events c
    where c.workspace_id = p_workspace and c.position = p_position
      and c.event_type = 'CandidateErased';
    if not found then
        raise exception 'Nobody was erased at position %.', p_position using errcode = 'RP001';
    end if;
    update access.looks l
    set candidate_id = null
    where l.workspace_id = p_workspace and l.candidate_id = any(v_ids);
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

-- Remove the records whose time is over. How long that is stands here and is nobody's to say.
create function access.sweep_looks(p_workspace uuid) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_count bigint;
begin
    delete from access.looks l
    where l.workspace_id = p_workspace
      and l.looked_at < clock_timestamp() - interval '13 months';
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

-- Engagements that were made private after they had been recorded: what an earlier moment would
-- show of them. Few, so the index is small.
create index events_made_private on ledger.events (workspace_id, stream_id)
where event_type = 'EngagementCorrected' and payload #>> '{changes,visibility}' = 'private';

-- Whether an engagement is private by its last word, and somebody else's than those who ask
-- under these ids. To whoever asks without any, nothing is closed.
create function ledger.is_closed_to(p_workspace uuid, p_stream uuid, p_own uuid[]) returns boolean
language sql stable as $$
    select p_own is not null and exists (
        select from ledger.events f
        where f.workspace_id = p_workspace and f.stream_id = p_stream and f.version = 1
          and f.event_type = 'EngagementRecorded'
          and f.actor_id <> all(p_own)
          and coalesce((
                  select coalesce(c.payload #>> '{changes,visibility}', 'public')
                  from ledger.events c
                  where c.workspace_id = p_workspace and c.stream_id = p_stream and c.version > 1
                    and c.event_type = 'EngagementCorrected'
                    and c.payload -> 'changes' ? 'visibility'
                  order by c.version desc
                  limit 1), f.payload ->> 'visibility') = 'private')
$$;

revoke execute on function access.forget_looks(uuid, bigint), access.sweep_looks(uuid) from public;

select ledger.wall_off('access.looks');

do $$
begin
    if exists (select from pg_roles where rolname = 'rapport_app') then
        revoke all on access.looks from rapport_app;
        grant select, insert on access.looks to rapport_app;
        grant execute on function access.forget_looks(uuid, bigint), access.sweep_looks(uuid)
        to rapport_app;
    end if;
end
$$;
