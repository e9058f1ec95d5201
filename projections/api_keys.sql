-- view
select workspace_id, stream_id,
       (array_agg(payload ->> 'label' order by position))[1] as label,
       (array_agg(payload -> 'scopes' order by position) filter (where payload ? 'scopes'))[1] as scopes,
       (array_agg((payload ->> 'expires_at')::timestamptz order by position))[1] as expires_at,
       (array_agg(actor_id order by position))[1] as issued_by,
       min(recorded_at) as issued_at,
       max(recorded_at) filter (where event_type = 'ApiKeyRotated') as rotated_at,
       bool_or(event_type = 'ApiKeyRevoked') as is_revoked,
       min(position) as position,
       max(version) as version
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'ApiKeyIssued')

-- read all
select stream_id, label, scopes, expires_at, issued_by, issued_at, rotated_at, is_revoked, version
from api_keys
where workspace_id = %(workspace)s and position > %(access_after)s
order by stream_id

-- read one
select stream_id, label, scopes, expires_at, issued_by, issued_at, rotated_at, is_revoked, version
from api_keys
where workspace_id = %(workspace)s and stream_id = %(key)s and position > %(access_after)s
