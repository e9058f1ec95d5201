-- view
select e.workspace_id, e.candidate_id, fact.key as field,
       -- The order of the ranks in profile: by hand, own stream, told at, position.
       row_number() over (
           partition by e.workspace_id, e.candidate_id, fact.key
           order by e.import_id is null desc, e.subject_id = e.candidate_id desc,
                    e.occurred_at desc, e.position desc) as place,
       count(*) over (partition by e.workspace_id, e.candidate_id, fact.key) as told_count,
       fact.value, e.subject_id, e.import_id is null as is_by_hand,
       e.payload ->> 'source' as source, e.import_id,
       e.occurred_at as told_at, e.recorded_at, e.position
from {events} e
cross join lateral jsonb_each(e.payload -> 'profile') fact

-- read of_candidate
select field, value, place, told_count, subject_id, is_by_hand, source, import_id,
       told_at, recorded_at, position
from facts
where workspace_id = %(workspace)s and candidate_id = %(candidate)s
  and (%(field)s::text is null or field = %(field)s)
  and place <= %(limit)s
order by field, place
