-- view
select workspace_id, candidate_id,
       count(*) filter (where not is_private) as engagement_count,
       min(occurred_at) filter (where not is_private) as first_engaged_at,
       max(occurred_at) filter (where not is_private) as last_engaged_at,
       max(occurred_at) filter (where not is_private and direction = 'outbound') as last_contacted_at,
       max(occurred_at) filter (where not is_private and direction = 'inbound') as last_replied_at,
       -- Not everybody's to read, so counted for nobody but those who look them up.
       count(*) filter (where is_private) as private_count
from (
    select workspace_id, candidate_id, occurred_at, payload ->> 'direction' as direction,
           payload ->> 'visibility' is not distinct from 'private' as is_private
    from {events}
    where payload ->> 'is_cancelled' is distinct from 'true'
    offset 0
) told
group by workspace_id, candidate_id

-- combine
do update
set engagement_count = relationship.engagement_count + excluded.engagement_count,
    first_engaged_at = least(relationship.first_engaged_at, excluded.first_engaged_at),
    last_engaged_at = greatest(relationship.last_engaged_at, excluded.last_engaged_at),
    last_contacted_at = greatest(relationship.last_contacted_at, excluded.last_contacted_at),
    last_replied_at = greatest(relationship.last_replied_at, excluded.last_replied_at),
    private_count = relationship.private_count + excluded.private_count

-- read of_candidates
select candidate_id, engagement_count, first_engaged_at, last_engaged_at,
       last_contacted_at, last_replied_at, private_count
from relationship
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)

-- read sifted
with considered as materialized (
    select a.candidate_id,
           case max(a.status) when 'hired' then 'placed' else 'active' end as stage
    from applications a
    where a.workspace_id = %(workspace)s and %(stage)s::text is not null
      and a.status in ('active', 'hired')
    group by a.candidate_id
)
select c.candidate_id, coalesce(s.sort_key, '') as sort_key
from profile c
left join relationship r
  on r.workspace_id = c.workspace_id and r.candidate_id = c.candidate_id
left join search s
  on %(sort)s::text = 'name' and s.workspace_id = %(workspace)s
  and s.candidate_id = c.candidate_id
left join considered a on %(stage)s::text is not null and a.candidate_id = c.candidate_id
cross join lateral (
    select case
               when r.last_engaged_at > %(now)s or r.private_count > 0 then coalesce((
                   select l.occurred_at from timeline l
                   where l.workspace_id = %(workspace)s and l.candidate_id = c.candidate_id
                     and l.event_type = 'EngagementRecorded'
                     and l.is_cancelled is not true and l.occurred_at <= %(now)s
                   order by l.occurred_at desc limit 1), '-infinity')
               else coalesce(r.last_engaged_at, '-infinity')
           end as engaged_at) e
cross join lateral (
    select case %(sort)s::text when 'added' then c.added_at
                               when 'last_engaged' then e.engaged_at
                               else '-infinity' end as sort_at) t
where c.workspace_id = %(workspace)s
  and (%(after_id)s::uuid is null
       or case when %(sort)s::text = 'name'
               then (s.sort_key, c.candidate_id) > (%(after_key)s::text, %(after_id)s)
               else (t.sort_at, c.candidate_id)
                    < (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_id)s) end)
  and (%(among)s::uuid[] is null or c.candidate_id = any(%(among)s))
  and (%(patterns)s::text[] is null or c.candidate_id in (
      select d.candidate_id from search d
      where d.workspace_id = %(workspace)s and d.document like all(%(patterns)s)))
  and (%(pool)s::uuid is null or c.candidate_id in (
      select m.candidate_id from pool_members m
      where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s))
  and (%(tag)s::text is null or c.candidate_id in (
      select g.candidate_id from tags g
      where g.workspace_id = %(workspace)s and g.tag_key = %(tag)s))
  and (%(source)s::text is null or c.source = %(source)s)
  and (%(owed)s::text is null
       or case when r.last_replied_at is null and r.last_contacted_at is null then null
               when coalesce(r.last_replied_at, '-infinity')
                    > coalesce(r.last_contacted_at, '-infinity') then 'recruiter'
               else 'candidate' end = %(owed)s)
  and (%(quiet_since)s::timestamptz is null
       or (e.engaged_at < %(quiet_since)s and e.engaged_at > '-infinity'))
  and (%(promised)s::boolean is null or c.candidate_id in (
      select f.candidate_id from follow_ups f
      where f.workspace_id = %(workspace)s and f.state = 'open'))
  and (%(stage)s::text is null
       or coalesce(a.stage,
                   case when e.engaged_at = '-infinity' then 'new'
                        when e.engaged_at >= %(warm_since)s then 'warm'
                        else 'cold' end) = %(stage)s)
order by coalesce(s.sort_key, ''), t.sort_at desc,
         case when %(sort)s::text = 'name' then c.candidate_id end, c.candidate_id desc
limit %(limit)s
