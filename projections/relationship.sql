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

-- readable_then
select t.workspace_id, t.candidate_id,
       case when c.candidate_id is null then t.engagement_count else 0 end as engagement_count,
       case when c.candidate_id is null then t.first_engaged_at end as first_engaged_at,
       case when c.candidate_id is null then t.last_engaged_at end as last_engaged_at,
       case when c.candidate_id is null then t.last_contacted_at end as last_contacted_at,
       case when c.candidate_id is null then t.last_replied_at end as last_replied_at,
       t.private_count + (c.candidate_id is not null)::int as private_count
from {told} t
-- Of whom something was open then and has been made private since: the figures as they stood
-- say when it happened, so they are looked up like those that are private now.
left join (
    select distinct coalesce(m.root_id, f.candidate_id) as candidate_id
    from ledger.events c
    join ledger.events f
      on f.workspace_id = c.workspace_id and f.stream_id = c.stream_id and f.version = 1
    left join ledger.merged_until(%(workspace)s, %(until)s) m on m.candidate_id = f.candidate_id
    where c.workspace_id = %(workspace)s
      and c.event_type = 'EngagementCorrected'
      and c.payload #>> '{changes,visibility}' = 'private'
      and c.position > %(until)s
      and ledger.is_closed_to(f.workspace_id, f.stream_id, %(own)s::uuid[])) c
  on c.candidate_id = t.candidate_id

-- index
(workspace_id, last_engaged_at, candidate_id)
(workspace_id, candidate_id) where private_count > 0

-- read of_candidates
select candidate_id, engagement_count, first_engaged_at, last_engaged_at,
       last_contacted_at, last_replied_at, private_count
from relationship
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)

-- read waiting
with owed as not materialized (
    select r.candidate_id, r.last_replied_at as since, r.last_engaged_at
    from relationship r
    where r.workspace_id = %(workspace)s
      -- Whoever replied since was engaged with since, which there is an index for.
      and r.last_engaged_at > %(owed_since)s
      and r.last_replied_at > %(owed_since)s and r.last_replied_at <= %(now)s
      and r.last_replied_at > coalesce(r.last_contacted_at, '-infinity')
      and not exists (
          select from safeguards s
          where s.workspace_id = %(workspace)s and s.candidate_id = r.candidate_id
            and s.about = 'do_not_contact' and s.event_type = 'DoNotContactAsked'
            and (s.until is null or s.until >= %(today)s))
), enough as (
    -- Down that index to as many as are shown. Whoever replied later than the first of them did
    -- was engaged with later, too.
    select min(since) as since
    from (select since from owed order by last_engaged_at desc limit %(limit)s) last
), cold as not materialized (
    -- Read twice: as far as they are counted, and down the index to the latest few.
    select r.candidate_id, r.last_engaged_at as since
    from relationship r
    where r.workspace_id = %(workspace)s
      and r.last_engaged_at between %(cold_from)s and %(cold_to)s
      and r.engagement_count >= %(known_count)s
      and (r.last_replied_at > coalesce(r.last_contacted_at, '-infinity')
           and r.last_replied_at > %(owed_since)s) is not true
      and not exists (
          select from safeguards s
          where s.workspace_id = %(workspace)s and s.candidate_id = r.candidate_id
            and s.about = 'do_not_contact' and s.event_type = 'DoNotContactAsked'
            and (s.until is null or s.until >= %(today)s))
)
select *
from (
    (select candidate_id, true as is_owed, since,
            (select count(*) from (select from owed limit %(counted_max)s + 1) c) as people_count
     from owed
     where last_engaged_at >= (select since from enough)
     order by since desc, candidate_id
     limit %(limit)s)
    union all
    (select candidate_id, false, since,
            (select count(*) from (select from cold limit %(counted_max)s + 1) c)
     from cold
     order by since desc, candidate_id
     limit %(limit)s)
) told
order by is_owed desc, since desc, candidate_id

-- read engaged_among
select each.candidate_id, '' as sort_key
from (
    select c.candidate_id,
           case
               when r.last_engaged_at > %(now)s or r.private_count > 0 then coalesce((
                   select l.occurred_at from timeline l
                   where l.workspace_id = %(workspace)s and l.candidate_id = c.candidate_id
                     and l.event_type = 'EngagementRecorded'
                     and l.is_cancelled is not true and l.occurred_at <= %(now)s
                   order by l.occurred_at desc limit 1), '-infinity')
               else coalesce(r.last_engaged_at, '-infinity')
           end as sort_at
    from profile c
    left join relationship r
      on r.workspace_id = c.workspace_id and r.candidate_id = c.candidate_id
    where c.workspace_id = %(workspace)s and c.candidate_id = any(%(among)s::uuid[])
) each
where %(after_id)s::uuid is null
   or (each.sort_at, each.candidate_id)
      {<} (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_id)s)
order by each.sort_at {desc}, each.candidate_id {desc}
limit %(limit)s

-- read by_engaged
with walked as materialized (
    -- Down the index until there are enough; each is asked whether it matches, since those who do
    -- are too many to be gathered first.
    select r.candidate_id, r.last_engaged_at as sort_at
    from relationship r
    where r.workspace_id = %(workspace)s
      and r.last_engaged_at <= %(now)s and r.private_count = 0
      and (%(after_id)s::uuid is null
           or (r.last_engaged_at, r.candidate_id)
              {<} (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_id)s))
      and {matches r}
    order by r.last_engaged_at {desc}, r.candidate_id {desc}
    limit %(limit)s
),
-- Those few whose stored figures are not for this viewer or this instant.
looked_up as materialized (
    select r.candidate_id, coalesce((
               select l.occurred_at from timeline l
               where l.workspace_id = %(workspace)s and l.candidate_id = r.candidate_id
                 and l.event_type = 'EngagementRecorded'
                 and l.is_cancelled is not true and l.occurred_at <= %(now)s
               order by l.occurred_at desc limit 1), '-infinity') as sort_at
    from relationship r
    where r.workspace_id = %(workspace)s
      and (r.last_engaged_at > %(now)s or r.private_count > 0)
      and {matches r}
),
engaged as materialized (
    select candidate_id, sort_at
    from (select * from walked union all select * from looked_up) each
    where %(after_id)s::uuid is null
       or (sort_at, candidate_id)
          {<} (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_id)s)
    order by sort_at {desc}, candidate_id {desc}
    limit %(limit)s
),
-- Nobody ever engaged with them: looked for only where the page is not full without them, or
-- begins with them.
never as materialized (
    select c.candidate_id, '-infinity'::timestamptz as sort_at
    from profile c
    where c.workspace_id = %(workspace)s
      and ({reversed}
           or (select count(*) from engaged where sort_at > '-infinity') < %(limit)s)
      and (not {reversed} or %(after_at)s::timestamptz is null)
      and (%(after_id)s::uuid is null or %(after_at)s::timestamptz is not null
           or c.candidate_id {<} %(after_id)s)
      and not exists (
          select from relationship r
          where r.workspace_id = %(workspace)s and r.candidate_id = c.candidate_id)
      and {matches c}
    order by c.candidate_id {desc}
    limit %(limit)s
)
select candidate_id, '' as sort_key
from (select * from engaged union all select * from never) each
order by sort_at {desc}, candidate_id {desc}
limit %(limit)s

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
               then (s.sort_key, c.candidate_id) {>} (%(after_key)s::text, %(after_id)s)
               else (t.sort_at, c.candidate_id)
                    {<} (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_id)s) end)
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
order by coalesce(s.sort_key, '') {asc}, t.sort_at {desc},
         case when %(sort)s::text = 'name' then c.candidate_id end {asc}, c.candidate_id {desc}
limit %(limit)s
