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

-- read board
select candidate_id, joined_at, stage, moved_at, member_count
from (
    select m.candidate_id, m.joined_at, s.stage, m.moved_at,
           count(*) over (partition by s.stage) as member_count,
           row_number() over (
               partition by s.stage
               order by coalesce(m.moved_at, m.joined_at) desc, m.candidate_id) as place
    from pool_members m
    cross join lateral (select coalesce(m.stage, %(first)s::text) as stage) s
    where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
) placed
where place <= %(limit)s
order by place

-- read weeks_of_pool
select date_trunc('week', t.occurred_at at time zone 'UTC')::date as week_on,
       count(*) as engagement_count
from pool_members m
join timeline t on t.workspace_id = m.workspace_id and t.candidate_id = m.candidate_id
where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
  and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
  and t.occurred_at >= %(since)s and t.occurred_at <= %(now)s
group by week_on
order by week_on

-- read coldest
select m.candidate_id, r.last_engaged_at
from pool_members m
left join relationship r
  on r.workspace_id = m.workspace_id and r.candidate_id = m.candidate_id
where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
order by coalesce(r.last_engaged_at, '-infinity'), m.candidate_id
limit %(limit)s

-- read last_touch
select max(r.last_engaged_at) as last_engaged_at
from pool_members m
join relationship r on r.workspace_id = m.workspace_id and r.candidate_id = m.candidate_id
where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
  and r.last_engaged_at <= %(now)s

-- read coverage
select m.pool_id, p.name, count(*) as member_count,
       count(*) filter (where r.last_engaged_at >= %(recent)s) as recent_count,
       count(*) filter (
           where r.last_engaged_at < %(recent)s and r.last_engaged_at >= %(while)s) as while_count
from pool_members m
join pools p on p.workspace_id = m.workspace_id and p.stream_id = m.pool_id
left join relationship r
  on r.workspace_id = m.workspace_id and r.candidate_id = m.candidate_id
where m.workspace_id = %(workspace)s and not p.is_archived
group by m.pool_id, p.name
order by member_count desc, p.name, m.pool_id
limit %(limit)s

-- read busiest
select m.pool_id, p.name, count(*) as engagement_count,
       count(distinct t.candidate_id) as people_count
from timeline t
join pool_members m on m.workspace_id = t.workspace_id and m.candidate_id = t.candidate_id
join pools p on p.workspace_id = m.workspace_id and p.stream_id = m.pool_id
where t.workspace_id = %(workspace)s and not p.is_archived
  and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
  and t.occurred_at >= %(since)s and t.occurred_at <= %(now)s
group by m.pool_id, p.name
order by engagement_count desc, p.name, m.pool_id
limit %(limit)s

-- read few
select m.candidate_id
from pool_members m
where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
limit %(limit)s
