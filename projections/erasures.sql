-- view
select e.workspace_id, e.stream_id, i.id::uuid as candidate_id,
       e.recorded_at as erased_at, e.position
from {events} e
cross join lateral jsonb_array_elements_text(e.payload -> 'candidate_ids') i(id)
where e.event_type = 'CandidateErased'

-- index
(workspace_id, candidate_id)

-- read of_candidate
select candidate_id, erased_at, position
from erasures
where workspace_id = %(workspace)s and candidate_id = %(candidate)s

-- read is_any
select exists (select from erasures where workspace_id = %(workspace)s) as is_any
