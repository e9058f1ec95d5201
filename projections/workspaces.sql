-- view
select workspace_id, stream_id,
       (array_agg(payload ->> 'name' order by position desc)
           filter (where event_type = 'WorkspaceRenamed'))[1] as name,
       (array_agg((payload ->> 'at')::timestamptz order by position desc)
           filter (where event_type in ('DeletionScheduled', 'DeletionCancelled')))[1] as ends_at,
       max(position) filter (where event_type in ('DeletionScheduled', 'DeletionCancelled')) as position
from {events}
group by workspace_id, stream_id

-- read one
select name,
       case when position > %(access_after)s then ends_at end as ends_at
from workspaces
where workspace_id = %(workspace)s
