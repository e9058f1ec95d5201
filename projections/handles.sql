-- view
select workspace_id, candidate_id, handle_id,
       told ->> 'key' as key,
       told #>> '{handle,type}' as type,
       told #>> '{handle,value}' as value,
       told - '{handle,key,reason}'::text[] as told,
       claimed_position
from (
    select e.workspace_id, e.candidate_id, e.stream_id as handle_id, e.claimed_position,
           ledger.jsonb_merge(e.payload order by e.position) as told
    from (select kept.*,
                 min(position) filter (where event_type = 'HandleAdded')
                     over (partition by workspace_id, candidate_id, stream_id) as claimed_position
          from (select told.*,
                       max(position) filter (where event_type = 'HandleRemoved')
                           over (partition by workspace_id, candidate_id, stream_id) as removed_position
                from {events} told) kept
          where position > coalesce(removed_position, 0)) e
    where e.position >= e.claimed_position
    group by e.workspace_id, e.candidate_id, e.stream_id, e.claimed_position
) handle

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
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
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
