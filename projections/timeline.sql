-- view
select workspace_id, stream_id, version, position, candidate_id, subject_id, event_type,
       payload ->> 'kind' as kind, payload ->> 'direction' as direction,
       (payload ->> 'is_cancelled')::boolean as is_cancelled,
       -- Whose it is, where its author keeps it to themselves.
       case when payload ->> 'visibility' = 'private' then actor_id end as private_to,
       occurred_at, changes, edit_count,
       -- Short, whatever a source calls it; to be compared and no more.
       md5(payload ->> 'conversation_id')::uuid as conversation_key,
       -- Who told it, where it was no file that they brought in.
       case when import_id is null then actor_id end as author_id
from {events}

-- readable
select t.*
from {told} t
where t.private_to is null or t.private_to = any(%(own)s::uuid[])

-- readable_then
select t.*
from {told} t
where (t.private_to is null or t.private_to = any(%(own)s::uuid[]))
  -- What was open then and has been made private since is closed as of then, too.
  and t.stream_id not in (
      select c.stream_id
      from ledger.events c
      join ledger.events f
        on f.workspace_id = c.workspace_id and f.stream_id = c.stream_id and f.version = 1
      where c.workspace_id = %(workspace)s
        and c.event_type = 'EngagementCorrected'
        and c.payload #>> '{changes,visibility}' = 'private'
        and c.position > %(until)s
        and ledger.is_closed_to(f.workspace_id, f.stream_id, %(own)s::uuid[]))

-- index
(workspace_id, candidate_id, occurred_at, position)
(workspace_id, occurred_at, position)
(workspace_id, author_id, occurred_at, position) where author_id is not null
(workspace_id, conversation_key, candidate_id) where conversation_key is not null

-- private
changes

-- part line
{of}.stream_id, {of}.position, {of}.candidate_id, {of}.event_type, {of}.occurred_at, {of}.edit_count,
       e.recorded_at, e.actor_id, e.import_id, e.version,
       coalesce(ledger.upcast(e.event_type, e.schema_version, e.payload), '{}')
           || coalesce({of}.changes, '{}') as payload

-- part older
(%(after_at)s::timestamptz is null
       or ({of}.occurred_at, {of}.position) < (%(after_at)s, %(after_position)s))

-- part sought
(%(kinds)s::text[] is null or {of}.kind = any(%(kinds)s))
  and (%(from)s::timestamptz is null or {of}.occurred_at >= %(from)s)
  and (%(to)s::timestamptz is null or {of}.occurred_at < %(to)s)

-- part in_pool
(%(pool)s::uuid is null or {of}.candidate_id in (
      select m.candidate_id from pool_members m
      where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s))

-- read of_candidate
select {line t}
from timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s
  and t.candidate_id = %(candidate)s
  and {older t}
  and {sought t}
order by t.occurred_at desc, t.position desc
limit %(limit)s

-- read of_everybody
select {line t}
from timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s
  and {older t}
  and {sought t}
  and {in_pool t}
order by t.occurred_at desc, t.position desc
limit %(limit)s

-- read of_few
select {line t}
from (
    select t.*
    from unnest(%(among)s::uuid[]) w(id)
    cross join lateral (
        select t.*
        from timeline t
        where t.workspace_id = %(workspace)s and t.candidate_id = w.id
          and {older t}
          and {sought t}
          and (%(authors)s::uuid[] is null or t.author_id = any(%(authors)s))
        order by t.occurred_at desc, t.position desc
        limit %(limit)s
    ) t
    order by t.occurred_at desc, t.position desc
    limit %(limit)s
) t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s
order by t.occurred_at desc, t.position desc

-- read of_authors
select {line t}
from (
    select t.*
    from unnest(%(authors)s::uuid[]) w(id)
    cross join lateral (
        select t.*
        from timeline t
        where t.workspace_id = %(workspace)s and t.author_id = w.id
          and {older t}
          and {sought t}
          and {in_pool t}
        order by t.occurred_at desc, t.position desc
        limit %(limit)s
    ) t
    order by t.occurred_at desc, t.position desc
    limit %(limit)s
) t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s
order by t.occurred_at desc, t.position desc

-- read engagement
select {line t}, t.subject_id
from timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s
  and t.stream_id = %(engagement)s
  and t.event_type = 'EngagementRecorded'

-- read standing_in
select t.stream_id, t.subject_id
from timeline t
where t.workspace_id = %(workspace)s and t.conversation_key = any(%(keys)s::uuid[])
  and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true

-- read around
select w.candidate_id, coming.next_engagement_at, coming.next_meeting_at,
       done.engagement_count, done.first_engaged_at,
       (select t.occurred_at from timeline t
        where t.workspace_id = %(workspace)s and t.candidate_id = w.candidate_id
          and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
          and t.occurred_at <= %(now)s
        order by t.occurred_at desc limit 1) as last_engaged_at,
       (select t.occurred_at from timeline t
        where t.workspace_id = %(workspace)s and t.candidate_id = w.candidate_id
          and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
          and t.occurred_at <= %(now)s and t.direction = 'outbound'
        order by t.occurred_at desc limit 1) as last_contacted_at,
       (select t.occurred_at from timeline t
        where t.workspace_id = %(workspace)s and t.candidate_id = w.candidate_id
          and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
          and t.occurred_at <= %(now)s and t.direction = 'inbound'
        order by t.occurred_at desc limit 1) as last_replied_at
from unnest(%(people)s::uuid[]) w(candidate_id)
cross join lateral (
    select min(t.occurred_at) as next_engagement_at,
           min(t.occurred_at) filter (where t.kind in ('meeting', 'interview')) as next_meeting_at
    from timeline t
    where t.workspace_id = %(workspace)s and t.candidate_id = w.candidate_id
      and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
      and t.occurred_at > %(now)s
) coming
cross join lateral (
    select count(*) as engagement_count, min(t.occurred_at) as first_engaged_at
    from timeline t
    where t.workspace_id = %(workspace)s and t.candidate_id = w.candidate_id
      and t.event_type = 'EngagementRecorded' and t.is_cancelled is not true
      and t.occurred_at <= %(now)s
) done

-- read weeks_of_candidate
select date_trunc('week', occurred_at at time zone 'UTC')::date as week_on,
       kind, coalesce(direction, '') as direction, count(*) as engagement_count
from timeline
where workspace_id = %(workspace)s and candidate_id = %(candidate)s and event_type = 'EngagementRecorded'
  and is_cancelled is not true
  and occurred_at <= %(now)s
group by week_on, kind, 3
order by week_on desc, kind, 3

-- read weeks
-- 2001 began on a Monday. Seven days are counted off in half the time that a calendar takes.
select (week_at at time zone 'UTC')::date as week_on, kind, direction, engagement_count
from (
    select date_bin('7 days', occurred_at, '2001-01-01 00:00:00+00') as week_at,
           kind, coalesce(direction, '') as direction, count(*) as engagement_count
    from timeline
    where workspace_id = %(workspace)s and event_type = 'EngagementRecorded'
      and is_cancelled is not true
      and occurred_at >= %(since)s
      and occurred_at < %(before)s
    group by week_at, kind, 3
) each
order by week_on, kind, direction

-- read since
select {line t}
from ledger.events e
join timeline t
  on t.workspace_id = e.workspace_id and t.stream_id = e.stream_id and t.version = e.version
where e.workspace_id = %(workspace)s
  and e.position > %(after)s
  and {sought t}
  and {in_pool t}
  and (%(authors)s::uuid[] is null or t.author_id = any(%(authors)s))
order by e.position desc
limit %(limit)s

-- read replies
select date_trunc('month', occurred_at at time zone 'UTC')::date as month_on, direction,
       percentile_cont(0.5) within group (
           order by extract(epoch from occurred_at - before_at) / 3600) as median_hours,
       count(*) as reply_count
from (
    select direction, occurred_at,
           lag(direction) over one as before_direction, lag(occurred_at) over one as before_at
    from timeline
    where workspace_id = %(workspace)s and event_type = 'EngagementRecorded'
      and is_cancelled is not true and direction is not null
      and occurred_at >= %(since)s and occurred_at <= %(now)s
    window one as (partition by candidate_id order by occurred_at, position)
) told
where direction <> before_direction and occurred_at - before_at <= %(within)s
group by month_on, direction
order by month_on, direction

-- read known_through
with own as materialized (
    select t.conversation_key, min(t.kind) as kind, max(t.occurred_at) as last_at
    from timeline t
    where t.workspace_id = %(workspace)s and t.candidate_id = %(candidate)s
      and t.conversation_key is not null and t.is_cancelled is not true
      and t.occurred_at <= %(now)s
    group by t.conversation_key
    order by last_at desc
    limit %(conversations_max)s
), together as materialized (
    select o.conversation_key, o.kind, o.last_at, said.candidate_id,
           count(*) over (partition by o.conversation_key) as people_count
    from own o
    cross join lateral (
        select distinct t.candidate_id
        from timeline t
        where t.workspace_id = %(workspace)s and t.conversation_key = o.conversation_key
          and t.is_cancelled is not true and t.occurred_at <= %(now)s
    ) said
)
select candidate_id, count(*) as conversation_count, max(last_at) as last_at,
       array_agg(kind order by kind) as kinds
from together
where candidate_id <> %(candidate)s and people_count <= %(people_max)s
group by candidate_id
order by conversation_count desc, last_at desc, candidate_id
limit %(limit)s
