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
               ' ' order by fact.key) as words
    from jsonb_each(known.facts) fact
) said

-- index
using gin (workspace_id, document public.gin_trgm_ops)
(workspace_id, sort_key, candidate_id)

-- private
document sort_key
