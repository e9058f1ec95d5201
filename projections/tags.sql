-- view
select workspace_id, candidate_id, payload ->> 'key' as tag_key, payload ->> 'tag' as tag
from (select distinct on (workspace_id, candidate_id, payload ->> 'key') *
      from {events}
      order by workspace_id, candidate_id, payload ->> 'key', position desc) latest
where event_type = 'TagAdded'

-- combine
do update set tag = excluded.tag

-- index
(workspace_id, tag_key, candidate_id)

-- read of_candidates
select candidate_id, tag
from tags
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
order by tag_key

-- read all_tags
select tag_key, min(tag) as tag, count(*) as candidate_count
from tags
where workspace_id = %(workspace)s and tag_key > %(after)s
group by tag_key
order by tag_key
limit %(limit)s
