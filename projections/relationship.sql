-- view
select workspace_id, candidate_id,
       count(*) as engagement_count,
       min(occurred_at) as first_engaged_at,
       max(occurred_at) as last_engaged_at,
       max(occurred_at) filter (where payload ->> 'direction' = 'outbound') as last_contacted_at,
       max(occurred_at) filter (where payload ->> 'direction' = 'inbound') as last_replied_at
from {events}
where payload ->> 'is_cancelled' is distinct from 'true'
group by workspace_id, candidate_id

-- combine
do update
set engagement_count = relationship.engagement_count + excluded.engagement_count,
    first_engaged_at = least(relationship.first_engaged_at, excluded.first_engaged_at),
    last_engaged_at = greatest(relationship.last_engaged_at, excluded.last_engaged_at),
    last_contacted_at = greatest(relationship.last_contacted_at, excluded.last_contacted_at),
    last_replied_at = greatest(relationship.last_replied_at, excluded.last_replied_at)

-- read of_candidates
select candidate_id, engagement_count, first_engaged_at, last_engaged_at,
       last_contacted_at, last_replied_at
from relationship
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
