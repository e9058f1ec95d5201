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

-- read waiting
with told as materialized (
    select r.candidate_id,
           r.last_replied_at > coalesce(r.last_contacted_at, '-infinity')
               and r.last_replied_at > %(owed_since)s as is_owed,
           r.last_engaged_at, r.last_replied_at
    from relationship r
    where r.workspace_id = %(workspace)s
      and ((r.last_replied_at > coalesce(r.last_contacted_at, '-infinity')
            and r.last_replied_at > %(owed_since)s and r.last_replied_at <= %(now)s)
           or (r.last_engaged_at between %(cold_from)s and %(cold_to)s
               and r.engagement_count >= %(known_count)s))
      and not exists (
          select from safeguards s
          where s.workspace_id = %(workspace)s and s.candidate_id = r.candidate_id
            and s.about = 'do_not_contact' and s.event_type = 'DoNotContactAsked'
            and (s.until is null or s.until >= %(today)s))
), placed as (
    select candidate_id, is_owed,
           case when is_owed then last_replied_at else last_engaged_at end as since,
           count(*) over (partition by is_owed) as people_count,
           row_number() over (
               partition by is_owed
               order by case when is_owed then last_replied_at else last_engaged_at end desc,
                        candidate_id) as place
    from told
)
select candidate_id, is_owed, since, people_count
from placed
where place <= %(limit)s
order by is_owed desc, place
