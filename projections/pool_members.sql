-- view
select workspace_id, candidate_id, pool_id, joined_at
from (select distinct on (workspace_id, candidate_id, payload ->> 'pool_id')
             workspace_id, candidate_id, (payload ->> 'pool_id')::uuid as pool_id,
             occurred_at as joined_at, event_type
      from {events}
      order by workspace_id, candidate_id, payload ->> 'pool_id', position desc) latest
where event_type = 'CandidateJoinedPool'

-- combine
do update set joined_at = excluded.joined_at

-- index
(workspace_id, pool_id, candidate_id)

-- read page
select candidate_id, joined_at
from pool_members
where workspace_id = %(workspace)s and pool_id = %(pool)s
  and (%(after)s::uuid is null or candidate_id > %(after)s)
order by candidate_id
limit %(limit)s
