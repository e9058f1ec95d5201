-- view
select workspace_id, candidate_id, about, event_type,
       (payload ->> 'until')::date as until,
       payload ->> 'channel' as channel,
       payload ->> 'reason' as reason,
       occurred_at as said_at
from (select distinct on (workspace_id, candidate_id, about) *
      from (select told.*,
                   case
                       when event_type in ('DoNotContactAsked', 'DoNotContactLifted')
                           then 'do_not_contact'
                       when event_type in ('NoticeGiven', 'NoticeWaived') then 'notice'
                       else 'legal_hold' end as about
            from {events} told) named
      order by workspace_id, candidate_id, about, position desc) last_word

-- combine
do update
set event_type = excluded.event_type,
    until = excluded.until,
    channel = excluded.channel,
    reason = excluded.reason,
    said_at = excluded.said_at

-- private
reason

-- read of_candidates
select candidate_id, about, event_type, until, channel, reason, said_at
from safeguards
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)
order by about
