-- view
select workspace_id, stream_id,
       payload ->> 'name' as name,
       (payload ->> 'months')::int as months,
       payload ->> 'counted_from' as counted_from,
       payload ->> 'source' as source,
       (payload ->> 'pool_id')::uuid as pool_id,
       version
from (select distinct on (workspace_id, stream_id) *
      from {events}
      order by workspace_id, stream_id, position desc) last_word
where event_type = 'RetentionRuleSet'

-- combine
do update
set name = excluded.name,
    months = excluded.months,
    counted_from = excluded.counted_from,
    source = excluded.source,
    pool_id = excluded.pool_id,
    version = excluded.version

-- read all
select stream_id, name, months, counted_from, source, pool_id, version
from retention_rules
where workspace_id = %(workspace)s
order by stream_id

-- read due
select c.candidate_id, ledger.display_name(c.facts) as name, x.stream_id as rule_id,
       counted.since, (counted.since + make_interval(months => x.months))::date as due_on,
       coalesce(h.event_type = 'LegalHoldPlaced', false) as is_held
from retention_rules x
join profile c on c.workspace_id = x.workspace_id
left join relationship r on r.workspace_id = c.workspace_id and r.candidate_id = c.candidate_id
left join safeguards h
  on h.workspace_id = c.workspace_id and h.candidate_id = c.candidate_id
  and h.about = 'legal_hold'
cross join lateral (
    select coalesce(
        case x.counted_from
            when 'last_contact' then r.last_contacted_at
            when 'last_engagement' then r.last_engaged_at end,
        c.added_at) as since) counted
where x.workspace_id = %(workspace)s
  and (%(rule)s::uuid is null or x.stream_id = %(rule)s)
  and (x.source is null or c.source = x.source)
  and (x.pool_id is null or exists (
      select from pool_members m
      where m.workspace_id = %(workspace)s and m.candidate_id = c.candidate_id
        and m.pool_id = x.pool_id))
  and counted.since + make_interval(months => x.months) < %(before)s
  and (%(after_on)s::date is null
       or ((counted.since + make_interval(months => x.months))::date, c.candidate_id, x.stream_id)
          > (%(after_on)s::date, %(after_id)s::uuid, %(after_rule)s::uuid))
order by due_on, c.candidate_id, x.stream_id
limit %(limit)s
