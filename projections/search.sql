-- view
select workspace_id, candidate_id,
       -- A space before every word: what is asked in a letter or two begins a word.
       ' ' || coalesce(string_agg(words, ' ' order by words) filter (where is_said), '') as document,
       -- Cut, since an index takes no row of more than 2,704 bytes.
       left(lower(coalesce(
           nullif(concat_ws(
               ' ',
               max(value) filter (where field = 'first_name' and is_said),
               max(value) filter (where field = 'last_name' and is_said)), ''),
           max(value) filter (where field = 'name' and is_said),
           '')), 200) as sort_key
from (
    select distinct on (workspace_id, candidate_id, field)
           workspace_id, candidate_id, field, value,
           lower(public.unaccent(value)) as words, is_said
    from (
        select e.workspace_id, e.candidate_id, fact.key as field,
               case jsonb_typeof(fact.value)
                    when 'array' then (
                        select string_agg(each.value, ' ')
                        from jsonb_array_elements_text(fact.value) each)
                    else fact.value #>> '{}' end as value,
               fact.value <> 'null' as is_said,
               e.import_id is null as by_hand, e.subject_id = e.candidate_id as is_own, e.position
        from {events} e
        left join lateral jsonb_each(e.payload -> 'profile') fact on fact.key in (
            'first_name', 'last_name', 'name', 'headline', 'company', 'title', 'location', 'skills')
        where e.event_type in ('CandidateAdded', 'CandidateUpdated')
        union all
        select e.workspace_id, e.candidate_id, e.stream_id::text,
               coalesce(e.payload #>> '{handle,value}', ''), e.event_type = 'HandleAdded',
               true, true, e.position
        from {events} e
        where e.event_type in ('HandleAdded', 'HandleRemoved')
        union all
        select e.workspace_id, e.candidate_id, 'tag ' || (e.payload ->> 'key'),
               e.payload ->> 'tag', e.event_type = 'TagAdded', true, true, e.position
        from {events} e
        where e.event_type in ('TagAdded', 'TagRemoved')
    ) told
    order by workspace_id, candidate_id, field,
             by_hand desc, is_own desc, position desc
) latest
group by workspace_id, candidate_id

-- index
using gin (workspace_id, document public.gin_trgm_ops)
(workspace_id, sort_key, candidate_id)

-- private
document sort_key
