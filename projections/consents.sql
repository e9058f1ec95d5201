-- view
select workspace_id, candidate_id, payload ->> 'purpose' as purpose,
       event_type = 'ConsentGiven' as is_given,
       payload ->> 'legal_basis' as legal_basis,
       (payload ->> 'expires_on')::date as expires_on,
       payload ->> 'evidence' as evidence,
       payload ->> 'reason' as reason,
       occurred_at as said_at
from (select distinct on (workspace_id, candidate_id, payload ->> 'purpose') *
      from {events}
      order by workspace_id, candidate_id, payload ->> 'purpose', position desc) last_word

-- combine
do update
set is_given = excluded.is_given,
    legal_basis = excluded.legal_basis,
    expires_on = excluded.expires_on,
    evidence = excluded.evidence,
    reason = excluded.reason,
    said_at = excluded.said_at

-- index
(workspace_id, expires_on, candidate_id)

-- private
evidence reason

-- read of_candidates
select candidate_id, purpose, is_given, legal_basis, expires_on, evidence, reason, said_at
from consents
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
order by purpose

-- read expiring
select candidate_id, purpose, is_given, legal_basis, expires_on, evidence, reason, said_at
from consents
where workspace_id = %(workspace)s and is_given
  and expires_on >= %(first_on)s and expires_on <= %(last_on)s
  and (%(after_on)s::date is null
       or (expires_on, candidate_id, purpose)
          > (%(after_on)s::date, %(after_id)s::uuid, %(after_purpose)s::text))
order by expires_on, candidate_id, purpose
limit %(limit)s
