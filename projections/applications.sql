-- view
select workspace_id, stream_id,
       (array_agg(candidate_id) filter (where event_type = 'ApplicationOpened'))[1] as candidate_id,
       (array_agg(subject_id) filter (where event_type = 'ApplicationOpened'))[1] as subject_id,
       max(payload ->> 'opportunity') as opportunity,
       min(occurred_at) filter (where event_type = 'ApplicationOpened') as applied_at,
       ledger.jsonb_merge(payload order by position) ->> 'stage' as stage,
       -- Of its endings the last word counts, be it that it goes on.
       coalesce((array_agg(payload ->> 'outcome' order by position desc)
           filter (where event_type in ('ApplicationClosed', 'ApplicationReopened')))[1],
           'active') as status,
       (array_agg(payload ->> 'rejection_reason' order by position desc)
           filter (where event_type in ('ApplicationClosed', 'ApplicationReopened')))[1]
           as rejection_reason,
       (array_agg(case event_type when 'ApplicationClosed' then occurred_at end
                  order by position desc)
           filter (where event_type in ('ApplicationClosed', 'ApplicationReopened')))[1]
           as closed_at,
       max(version) as version
from {events}
group by workspace_id, stream_id
having bool_or(event_type = 'ApplicationOpened')
   and not bool_or(event_type = 'ApplicationRetracted')

-- index
(workspace_id, candidate_id)
(workspace_id, status, stream_id)
(workspace_id, status, candidate_id)

-- private
rejection_reason

-- read one
select stream_id, candidate_id, opportunity, applied_at, stage, status, rejection_reason,
       closed_at, version
from applications
where workspace_id = %(workspace)s and stream_id = %(application)s

-- read page
select stream_id, candidate_id, opportunity, applied_at, stage, status, rejection_reason,
       closed_at, version
from applications
where workspace_id = %(workspace)s
  and (%(candidate)s::uuid is null or candidate_id = %(candidate)s)
  and (%(status)s::text is null or status = %(status)s)
  and (%(stage)s::text is null or stage = %(stage)s)
  and (%(after)s::uuid is null or stream_id > %(after)s)
order by stream_id
limit %(limit)s

-- read of_candidates
select stream_id, candidate_id, opportunity, applied_at, stage, status, rejection_reason,
       closed_at, version
from applications
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
order by stream_id

-- read considered
select candidate_id, case max(status) when 'hired' then 'placed' else 'active' end as stage
from applications
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
  and status in ('active', 'hired')
group by candidate_id
