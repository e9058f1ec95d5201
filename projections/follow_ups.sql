-- view
select workspace_id, stream_id,
       (array_agg(candidate_id) filter (where event_type = 'FollowUpPromised'))[1] as candidate_id,
       (array_agg(subject_id) filter (where event_type = 'FollowUpPromised'))[1] as subject_id,
       max((payload ->> 'due_on')::date) as due_on,
       max(payload ->> 'about') as about,
       case when bool_or(event_type = 'FollowUpDone') then 'done'
            when bool_or(event_type = 'FollowUpCancelled') then 'cancelled'
            else 'open' end as state,
       max(recorded_at) filter (where event_type = 'FollowUpDone') as done_at,
       max(version) as version
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'FollowUpPromised')

-- index
(workspace_id, state, due_on, stream_id)
(workspace_id, candidate_id)

-- private
about

-- read one
select stream_id, candidate_id, due_on, about, state, done_at, version
from follow_ups
where workspace_id = %(workspace)s and stream_id = %(follow_up)s

-- read page
select stream_id, candidate_id, due_on, about, state, done_at, version
from follow_ups
where workspace_id = %(workspace)s
  and state = %(state)s
  and (%(due_until)s::date is null or due_on <= %(due_until)s)
  and (%(after_on)s::date is null or (due_on, stream_id) > (%(after_on)s, %(after)s))
order by due_on, stream_id
limit %(limit)s

-- read of_candidates
select stream_id, candidate_id, due_on, about, state, done_at, version
from follow_ups
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
order by due_on, stream_id

-- read due_count
select count(*) as due_count
from follow_ups
where workspace_id = %(workspace)s and state = 'open' and due_on <= %(day)s
