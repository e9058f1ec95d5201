-- view
select workspace_id, stream_id,
       max((payload ->> 'primary_candidate_id'))::uuid as primary_candidate_id,
       max((payload ->> 'duplicate_candidate_id'))::uuid as duplicate_candidate_id,
       min(recorded_at) as merged_at,
       case when bool_or(event_type = 'CandidatesUnmerged') then 'unmerged' else 'merged' end as state,
       max(version) as version
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'CandidatesMerged')

-- read one
select stream_id, primary_candidate_id, duplicate_candidate_id, merged_at, state, version
from merges
where workspace_id = %(workspace)s and stream_id = %(merge)s

-- read page
select stream_id, primary_candidate_id, duplicate_candidate_id, merged_at, state, version
from merges
where workspace_id = %(workspace)s
  and (%(after)s::uuid is null or stream_id > %(after)s)
order by stream_id
limit %(limit)s

-- read newest
select stream_id, primary_candidate_id, duplicate_candidate_id, merged_at, state, version
from merges
where workspace_id = %(workspace)s
  and (%(before)s::uuid is null or stream_id < %(before)s)
order by stream_id desc
limit %(limit)s
