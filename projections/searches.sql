-- view
select workspace_id, stream_id,
       payload ->> 'name' as name,
       payload ->> 'query' as query,
       version
from (select distinct on (workspace_id, stream_id) *
      from {events}
      order by workspace_id, stream_id, position desc) last_word
where event_type = 'SearchSaved'

-- combine
do update
set name = excluded.name,
    query = excluded.query,
    version = excluded.version

-- private
query

-- read all
select stream_id, name, query, version
from searches
where workspace_id = %(workspace)s
order by stream_id
