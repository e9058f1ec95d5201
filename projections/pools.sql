-- view
select workspace_id, stream_id,
       ledger.jsonb_merge(payload order by position) ->> 'name' as name,
       ledger.jsonb_merge(payload order by position) ->> 'description' as description,
       ledger.jsonb_merge(payload order by position) -> 'stages' as stages,
       coalesce((array_agg(event_type order by position desc)
                     filter (where event_type in ('PoolArchived', 'PoolReopened')))[1]
                = 'PoolArchived', false) as is_archived,
       min(recorded_at) as created_at,
       max(version) as version
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'PoolCreated')

-- read one
select stream_id, name, description, stages, is_archived, created_at, version
from pools
where workspace_id = %(workspace)s and stream_id = %(pool)s

-- read page
select p.stream_id, p.name, p.description, p.stages, p.is_archived, p.created_at, p.version,
       (select count(*) from pool_members m
        where m.workspace_id = %(workspace)s and m.pool_id = p.stream_id) as member_count
from pools p
where p.workspace_id = %(workspace)s
  and (%(after)s::uuid is null or p.stream_id > %(after)s)
order by p.stream_id
limit %(limit)s

-- read of_candidates
select m.candidate_id, m.pool_id, m.joined_at, p.name
from pool_members m
left join pools p on p.workspace_id = m.workspace_id and p.stream_id = m.pool_id
where m.workspace_id = %(workspace)s and m.candidate_id = any(%(people)s)
order by p.name, m.pool_id

-- read named
select stream_id, name
from pools
where workspace_id = %(workspace)s and stream_id = any(%(pools)s::uuid[])

-- read open
select stream_id, name
from pools
where workspace_id = %(workspace)s and not is_archived
order by lower(name), stream_id
limit %(limit)s
