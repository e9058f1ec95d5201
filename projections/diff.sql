-- read touched
with reverted_before as materialized (
    select import_id from ledger.reverted_until(%(workspace)s, %(since)s)
),
reverted_after as materialized (
    select import_id from ledger.reverted_until(%(workspace)s, %(until)s)
),
moved as materialized (
    (table reverted_before except table reverted_after)
    union
    (table reverted_after except table reverted_before)
),
merged_before as materialized (
    select candidate_id, root_id from ledger.merged_until(%(workspace)s, %(since)s)
),
merged_after as materialized (
    select candidate_id, root_id from ledger.merged_until(%(workspace)s, %(until)s)
),
subjects as materialized (
    select e.candidate_id
    from ledger.events e
    where e.workspace_id = %(workspace)s and e.position > %(since)s and e.position <= %(until)s
      and e.candidate_id is not null
    union
    select e.candidate_id
    from ledger.events e
    where e.workspace_id = %(workspace)s and e.position <= %(until)s
      and e.import_id in (select m.import_id from moved m)
      and e.candidate_id is not null
    union
    select candidate_id
    from merged_before b
    full join merged_after a using (candidate_id)
    where a.root_id is distinct from b.root_id
)
select s.candidate_id,
       b.root_id is not null as was_merged, coalesce(a.root_id, s.candidate_id) as root_id
from (select candidate_id from subjects
      union
      select b.root_id from subjects s join merged_before b using (candidate_id)
      union
      select a.root_id from subjects s join merged_after a using (candidate_id)) s
left join merged_before b using (candidate_id)
left join merged_after a using (candidate_id)
order by s.candidate_id

-- read counts
select e.event_type, count(*) as event_count
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(since)s and e.position <= %(until)s
group by e.event_type
order by e.event_type

-- read counts_of
select e.candidate_id, e.event_type, count(*) as event_count
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(since)s and e.position <= %(until)s
  and e.candidate_id = any(%(candidates)s)
group by e.candidate_id, e.event_type
order by e.candidate_id, e.event_type
