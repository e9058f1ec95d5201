-- view
select workspace_id, stream_id,
       (array_agg(payload ->> 'role' order by position))[1] as role,
       (array_agg(payload ->> 'name' order by position))[1] as name,
       (array_agg((payload ->> 'expires_at')::timestamptz order by position))[1] as expires_at,
       (array_agg(actor_id order by position))[1] as sent_by,
       min(recorded_at) as sent_at,
       case when bool_or(event_type = 'InvitationAccepted') then 'accepted'
            when bool_or(event_type = 'InvitationWithdrawn') then 'withdrawn'
            else 'open' end as state,
       min(position) as position
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'InvitationSent')

-- read all
select stream_id, role, name, expires_at, sent_by, sent_at, state
from invitations
where workspace_id = %(workspace)s and position > %(access_after)s
order by stream_id
