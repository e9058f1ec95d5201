-- view
select claimed.workspace_id, claimed.candidate_id, claimed.stream_id as handle_id,
       claimed.merged ->> 'key' as key,
       claimed.merged #>> '{handle,type}' as type,
       claimed.merged #>> '{handle,value}' as value,
       claimed.merged - '{handle,key,reason}'::text[] as told,
       claimed.claimed_position
from (
    select e.workspace_id, e.candidate_id, e.stream_id,
           ledger.jsonb_merge(e.payload order by e.position) as merged,
           min(e.position) filter (where e.event_type = 'HandleAdded') as claimed_position
    from {events} e
    -- What was said before a handle was taken off counts no more.
    left join (
        select g.candidate_id, g.stream_id, max(g.position) as position
        from {events} g
        where g.event_type = 'HandleRemoved'
        group by g.candidate_id, g.stream_id
    ) gone on gone.stream_id = e.stream_id and gone.candidate_id = e.candidate_id
    where e.position > coalesce(gone.position, 0)
    group by e.workspace_id, e.candidate_id, e.stream_id
) claimed
where claimed.claimed_position is not null

-- combine
do update
set value = excluded.value,
    told = handles.told || excluded.told

-- index
(workspace_id, handle_id, claimed_position)

-- private
key value told

-- read of_candidates
select candidate_id, handle_id, type, value, key, told, claimed_position
from handles
where workspace_id = %(workspace)s and candidate_id = any(%(candidates)s)
order by claimed_position

-- read holders
select distinct on (h.handle_id) h.handle_id, e.candidate_id
from handles h
join ledger.events e on e.workspace_id = h.workspace_id and e.position = h.claimed_position
where h.workspace_id = %(workspace)s and h.handle_id = any(%(handle_ids)s)
  and h.told -> 'is_shared' is distinct from 'true'
order by h.handle_id, h.claimed_position

-- read shared
select distinct h.handle_id
from handles h
where h.workspace_id = %(workspace)s and h.handle_id = any(%(handle_ids)s)
  and h.told -> 'is_shared' = 'true'
