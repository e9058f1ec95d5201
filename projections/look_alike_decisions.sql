-- view
select distinct on (workspace_id, stream_id)
       workspace_id, stream_id,
       (payload ->> 'primary_candidate_id')::uuid as primary_candidate_id,
       (payload ->> 'other_candidate_id')::uuid as other_candidate_id,
       case event_type when 'CandidatesKeptApart' then 'apart' else 'later' end as decision,
       payload ->> 'reason' as reason,
       recorded_at as decided_at
from {events}
order by workspace_id, stream_id, position desc

-- combine
do update
set primary_candidate_id = excluded.primary_candidate_id,
    other_candidate_id = excluded.other_candidate_id,
    decision = excluded.decision,
    reason = excluded.reason,
    decided_at = excluded.decided_at

-- read one
select primary_candidate_id, other_candidate_id, decision, reason, decided_at
from look_alike_decisions
where workspace_id = %(workspace)s and stream_id = %(pair)s
