-- view
select workspace_id, stream_id,
       max(payload ->> 'source') as source,
       max(payload ->> 'filename') as filename,
       max(payload ->> 'sha256') as sha256,
       max((payload ->> 'size_bytes')::bigint) as size_bytes,
       (array_agg(actor_id order by position)
           filter (where event_type = 'ImportStarted'))[1] as started_by,
       min(recorded_at) filter (where event_type = 'ImportStarted') as started_at,
       max(recorded_at) filter (where event_type = 'ImportCompleted') as completed_at,
       case (array_agg(event_type order by position desc))[1]
            when 'ImportStarted' then 'running'
            when 'ImportReverted' then 'reverted'
            else 'completed' end as state,
       (array_agg(payload -> 'report' order by position desc)
           filter (where event_type = 'ImportCompleted'))[1] as report,
       case when bool_or(event_type = 'ImportCompleted') then jsonb_build_object(
           'event_count', sum((payload #>> '{report,event_count}')::bigint)::bigint,
           'people', jsonb_strip_nulls(jsonb_build_object(
               'new', sum((payload #>> '{report,people,new}')::bigint)::bigint,
               'changed', sum((payload #>> '{report,people,changed}')::bigint)::bigint)),
           'engagements', jsonb_strip_nulls(jsonb_build_object(
               'new', sum((payload #>> '{report,engagements,new}')::bigint)::bigint))
       ) end as brought,
       min(position) as position,
       max(version) as version
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'ImportStarted')

-- index
(workspace_id, sha256)

-- read one
select stream_id, source, filename, sha256, size_bytes, started_by, started_at, completed_at,
       state, report, brought, position, version
from imports
where workspace_id = %(workspace)s and stream_id = %(import_id)s

-- read of_file
select stream_id, source, filename, sha256, size_bytes, started_by, started_at, completed_at,
       state, report, brought, position, version
from imports
where workspace_id = %(workspace)s and sha256 = %(sha256)s
order by position desc

-- read page
select stream_id, source, filename, sha256, size_bytes, started_by, started_at, completed_at,
       state, report, brought, position, version
from imports
where workspace_id = %(workspace)s
  and (%(after)s::bigint is null or position < %(after)s)
order by position desc
limit %(limit)s

-- read named
select stream_id, source, started_at
from imports
where workspace_id = %(workspace)s and stream_id = any(%(imports)s::uuid[])
