-- view
select workspace_id, stream_id,
       (array_agg(payload ->> 'signature' order by position desc))[1] as signature,
       (array_agg(payload -> 'columns' order by position desc))[1] as columns
from {events}
group by workspace_id, stream_id

-- read all
select signature, columns
from column_meanings
where workspace_id = %(workspace)s
