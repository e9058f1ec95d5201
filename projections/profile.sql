-- view
select e.workspace_id, e.candidate_id,
       min(e.recorded_at) as added_at,
       max(e.version) filter (where e.stream_id = e.candidate_id) as version,
       -- The first that says it has the least place, in nineteen digits, before it. An order of
       -- their own would have every group sorted again, which takes longer than all the rest.
       substr(min(to_char(e.position, 'FM0000000000000000000') || (e.payload ->> 'source'))
           filter (where e.event_type = 'CandidateAdded'), 20) as source,
       substr(min(to_char(e.position, 'FM0000000000000000000') || (e.payload ->> 'origin'))
           filter (where e.event_type = 'CandidateAdded'), 20) as origin,
       ledger.jsonb_merge(
           told.facts
           order by e.import_id is null, e.subject_id = e.candidate_id,
                    e.occurred_at, e.position) as facts
from {events} e
cross join lateral (
    select jsonb_build_array(
        e.import_id is null, e.subject_id = e.candidate_id,
        -- When it was told, in microseconds: JSON knows no instants.
        (extract(epoch from e.occurred_at) * 1000000)::bigint, e.position)::text as rank
    -- Worked out once an event, and not for each of its facts.
    offset 0
) ranked
cross join lateral (
    -- Put together as text: to build an object for each fact takes twice as long.
    select coalesce(
        ('{' || string_agg(
            to_json(fact.key) || ':{"rank":' || ranked.rank || ',"value":' || fact.value || '}',
            ',') || '}')::jsonb,
        '{}') as facts
    from jsonb_each(e.payload -> 'profile') fact
) told
group by e.workspace_id, e.candidate_id

-- combine
do update
set added_at = least(profile.added_at, excluded.added_at),
    version = greatest(profile.version, excluded.version),
    source = coalesce(profile.source, excluded.source),
    origin = coalesce(profile.origin, excluded.origin),
    facts = ledger.merge_facts(profile.facts, excluded.facts)

-- index
(workspace_id, added_at, candidate_id)

-- private
facts

-- read card
select candidate_id, added_at, version, source, origin, facts
from profile
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)

-- read names
select candidate_id, ledger.display_name(facts) as name
from profile
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)

-- read known
select candidate_id, version
from profile
where workspace_id = %(workspace)s and candidate_id = any(%(people)s)

-- read count
select count(*) as candidate_count
from profile
where workspace_id = %(workspace)s

-- read anybody
select exists (select from profile where workspace_id = %(workspace)s) as is_anybody

-- read by_added
select c.candidate_id, '' as sort_key
from profile c
where c.workspace_id = %(workspace)s
  and (%(after_id)s::uuid is null
       or (c.added_at, c.candidate_id)
          {<} (coalesce(%(after_at)s::timestamptz, '-infinity'), %(after_id)s))
  and (%(among)s::uuid[] is null or c.candidate_id = any(%(among)s))
  and {matches c}
order by c.added_at {desc}, c.candidate_id {desc}
limit %(limit)s

-- read owed_a_notice
select c.candidate_id, ledger.display_name(c.facts) as name, c.source, c.added_at,
       (c.added_at + interval '1 month')::date as due_on, r.last_contacted_at
from profile c
left join relationship r on r.workspace_id = c.workspace_id and r.candidate_id = c.candidate_id
where c.workspace_id = %(workspace)s
  and (%(candidate)s::uuid is null or c.candidate_id = %(candidate)s)
  and c.origin is distinct from 'applied'
  and (%(before)s::timestamptz is null or c.added_at + interval '1 month' < %(before)s)
  and not exists (
      select from safeguards s
      where s.workspace_id = %(workspace)s and s.candidate_id = c.candidate_id
        and s.about = 'notice')
  and (%(after_at)s::timestamptz is null
       or (c.added_at, c.candidate_id) > (%(after_at)s, %(after_id)s::uuid))
order by c.added_at, c.candidate_id
limit %(limit)s

-- read sources
select coalesce(source, '') as source, count(*) as candidate_count
from profile
where workspace_id = %(workspace)s
group by 1
order by candidate_count desc, 1
limit %(limit)s
