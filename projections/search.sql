-- view
select known.workspace_id, known.candidate_id,
       -- A space before every word: what is asked in a letter or two begins a word.
       lower(public.unaccent(' ' || coalesce(said.words, ''))) as document,
       -- Cut, since an index takes no row of more than 2,704 bytes.
       left(lower(coalesce(
           nullif(concat_ws(' ', known.facts ->> 'first_name', known.facts ->> 'last_name'), ''),
           known.facts ->> 'name',
           '')), 200) as sort_key
from (
    select e.workspace_id, e.candidate_id,
           -- Of a handle or a tag the last word counts; of a fact, the one that profile shows.
           ledger.jsonb_merge(
               case
                   when e.event_type = 'HandleAdded' then
                       jsonb_build_object('handle ' || e.stream_id, e.payload #> '{handle,value}')
                   when e.event_type = 'HandleRemoved' then
                       jsonb_build_object('handle ' || e.stream_id, null)
                   when e.event_type = 'TagAdded' then
                       jsonb_build_object('tag ' || (e.payload ->> 'key'), e.payload -> 'tag')
                   when e.event_type = 'TagRemoved' then
                       jsonb_build_object('tag ' || (e.payload ->> 'key'), null)
                   else coalesce(e.payload -> 'profile', '{}')
                        - '{summary,employments,educations,languages,custom_fields}'::text[]
               end
               order by
                   e.import_id is null
                       or e.event_type not in ('CandidateAdded', 'CandidateUpdated'),
                   e.subject_id = e.candidate_id
                       or e.event_type not in ('CandidateAdded', 'CandidateUpdated'),
                   case when e.event_type in ('CandidateAdded', 'CandidateUpdated')
                        then e.occurred_at end,
                   e.position) as facts
    from {events} e
    group by e.workspace_id, e.candidate_id
) known
cross join lateral (
    select string_agg(
               case jsonb_typeof(fact.value)
                   when 'array' then (
                       select string_agg(each.value, ' ')
                       from jsonb_array_elements_text(fact.value) each)
                   else fact.value #>> '{}' end,
               ' ') as words
    from jsonb_each(known.facts) fact
) said

-- index
using gin (workspace_id, document public.gin_trgm_ops)
(workspace_id, sort_key, candidate_id)

-- private
document sort_key

-- read matching_words
select count(*) as match_count, coalesce(array_agg(few.candidate_id)::text, '{}') as among
from (
    select s.candidate_id
    from search s
    where s.workspace_id = %(workspace)s
      and s.document like %(longest)s
      and s.document like all(%(patterns)s)
      and (%(pool)s::uuid is null or s.candidate_id in (
          select m.candidate_id from pool_members m
          where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s))
      and (%(tag)s::text is null or s.candidate_id in (
          select t.candidate_id from tags t
          where t.workspace_id = %(workspace)s and t.tag_key = %(tag)s))
    limit %(few_max)s
) few

-- read matching_pool
select count(*) as match_count, coalesce(array_agg(few.candidate_id)::text, '{}') as among
from (
    select m.candidate_id
    from pool_members m
    where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
      and (%(tag)s::text is null or m.candidate_id in (
          select t.candidate_id from tags t
          where t.workspace_id = %(workspace)s and t.tag_key = %(tag)s))
    limit %(few_max)s
) few

-- read matching_tag
select count(*) as match_count, coalesce(array_agg(few.candidate_id)::text, '{}') as among
from (
    select t.candidate_id
    from tags t
    where t.workspace_id = %(workspace)s and t.tag_key = %(tag)s
    limit %(few_max)s
) few

-- read by_name
with few as materialized (
    select s.candidate_id, s.sort_key
    from search s
    where s.workspace_id = %(workspace)s and s.candidate_id = any(%(among)s::uuid[])
),
walked as materialized (
    select s.candidate_id, s.sort_key
    from search s
    where s.workspace_id = %(workspace)s and %(among)s::uuid[] is null
      and (%(after_key)s::text is null
           or (s.sort_key, s.candidate_id) {>} (%(after_key)s, %(after_id)s))
      and (%(patterns)s::text[] is null or s.document like all(%(patterns)s))
      and (%(pool)s::uuid is null or s.candidate_id in (
          select m.candidate_id from pool_members m
          where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s))
      and (%(tag)s::text is null or s.candidate_id in (
          select t.candidate_id from tags t
          where t.workspace_id = %(workspace)s and t.tag_key = %(tag)s))
    order by s.sort_key {asc}, s.candidate_id {asc}
    limit %(limit)s
),
chosen as materialized (
    select candidate_id, sort_key
    from (select * from few union all select * from walked) each
    where %(after_key)s::text is null
       or (sort_key, candidate_id) {>} (%(after_key)s, %(after_id)s)
    order by sort_key {asc}, candidate_id {asc}
    limit %(limit)s
)
select candidate_id, sort_key
from chosen
order by sort_key {asc}, candidate_id {asc}
