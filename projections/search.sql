-- view
select workspace_id, candidate_id, string_agg(words, ' ' order by words) as document
from (
    select distinct on (workspace_id, candidate_id, field)
           workspace_id, candidate_id,
           lower(public.unaccent(value)) as words, is_said
    from (
        select e.workspace_id, e.candidate_id, fact.key as field,
               case jsonb_typeof(fact.value)
                    when 'string' then fact.value #>> '{}'
                    else fact.value::text end as value,
               fact.value <> 'null' as is_said,
               e.import_id is null as by_hand, e.subject_id = e.candidate_id as is_own, e.position
        from {events} e
        cross join lateral jsonb_each(e.payload -> 'profile') fact
        where fact.key in (
            'first_name', 'last_name', 'name', 'headline', 'company', 'title', 'location', 'skills')
        union all
        select e.workspace_id, e.candidate_id, e.stream_id::text,
               coalesce(e.payload #>> '{handle,value}', ''), e.event_type = 'HandleAdded',
               true, true, e.position
        from {events} e
        where e.event_type in ('HandleAdded', 'HandleRemoved')
        union all
        select e.workspace_id, e.candidate_id, 'tag ' || lower(e.payload ->> 'tag'),
               e.payload ->> 'tag', e.event_type = 'TagAdded', true, true, e.position
        from {events} e
        where e.event_type in ('TagAdded', 'TagRemoved')
    ) told
    order by workspace_id, candidate_id, field,
             by_hand desc, is_own desc, position desc
) latest
where is_said
group by workspace_id, candidate_id

-- index
using gin (workspace_id, document public.gin_trgm_ops)

-- private
document
