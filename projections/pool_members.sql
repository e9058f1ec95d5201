-- view
select workspace_id, candidate_id, pool_id, joined_at,
       case when moved_position > joined_position then stage end as stage,
       case when moved_position > joined_position then moved_at end as moved_at
from (
    select workspace_id, candidate_id, (payload ->> 'pool_id')::uuid as pool_id,
           max(position) filter (where event_type = 'CandidateJoinedPool') as joined_position,
           max(position) filter (where event_type = 'CandidateLeftPool') as left_position,
           max(position) filter (where event_type = 'PoolMemberMoved') as moved_position,
           (array_agg(occurred_at order by position desc)
               filter (where event_type = 'CandidateJoinedPool'))[1] as joined_at,
           (array_agg(payload ->> 'stage' order by position desc)
               filter (where event_type = 'PoolMemberMoved'))[1] as stage,
           (array_agg(occurred_at order by position desc)
               filter (where event_type = 'PoolMemberMoved'))[1] as moved_at
    from {events}
    group by workspace_id, candidate_id, payload ->> 'pool_id'
) told
where joined_position > coalesce(left_position, 0)

-- combine
-- Whoever joins, be it again, is at the first stage.
do update set joined_at = excluded.joined_at, stage = null, moved_at = null

-- index
(workspace_id, pool_id, candidate_id)

-- read page
select candidate_id, joined_at, stage, moved_at
from pool_members
where workspace_id = %(workspace)s and pool_id = %(pool)s
  and (%(after)s::uuid is null or candidate_id > %(after)s)
order by candidate_id
limit %(limit)s
