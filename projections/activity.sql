-- view
select workspace_id, candidate_id,
       date_trunc('week', occurred_at at time zone 'UTC')::date as week_on,
       payload ->> 'kind' as kind,
       coalesce(payload ->> 'direction', '') as direction,
       count(*) as engagement_count
from {events}
group by workspace_id, candidate_id, week_on, kind, direction

-- combine
do update set engagement_count = activity.engagement_count + excluded.engagement_count

-- index
(workspace_id, week_on)

-- read of_candidate
select week_on, kind, direction, engagement_count
from activity
where workspace_id = %(workspace)s and candidate_id = %(candidate)s
order by week_on desc, kind, direction

-- read by_week
select week_on, kind, direction, sum(engagement_count)::bigint as engagement_count
from activity
where workspace_id = %(workspace)s and week_on >= %(since)s and week_on < %(before)s
group by week_on, kind, direction
order by week_on, kind, direction
