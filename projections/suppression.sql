-- view
select workspace_id, stream_id, hash, recorded_at as erased_at
from (select distinct on (e.workspace_id, e.stream_id, told.hash)
             e.workspace_id, e.stream_id, told.hash, e.recorded_at, e.event_type
      from {events} e
      cross join lateral jsonb_array_elements_text(e.payload -> 'suppressed') told(hash)
      order by e.workspace_id, e.stream_id, told.hash, e.position desc) latest
where event_type = 'CandidateErased'

-- index
(workspace_id, hash)

-- read of_hashes
select hash, max(erased_at) as erased_at
from suppression
where workspace_id = %(workspace)s and hash = any(%(hashes)s)
group by hash

-- read is_any
select exists (select from suppression where workspace_id = %(workspace)s) as is_any

-- read count
select count(distinct hash) as handle_count
from suppression
where workspace_id = %(workspace)s
