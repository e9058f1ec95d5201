"""What stands at a moment: who is read as whom, and which imports are taken back.

The texts have named places as those of `effective` do.
"""

MERGED_NOW = """\
select candidate_id, root_id from ledger.merged_candidates where workspace_id = {workspace}"""
MERGED_UNTIL = "select candidate_id, root_id from ledger.merged_until({workspace}, {until})"
MERGED_AS_IF = """\
select m.candidate_id,
           case when m.root_id = {duplicate} then {primary} else m.root_id end as root_id
    from ledger.merged_until({workspace}, {until}) m
    union all
    select {duplicate}, {primary}"""
"""Whom each merged candidate is read as: now, then, and were two merged who are not."""

ROOT_NOW = """\
coalesce((select m.root_id from ledger.merged_candidates m
                     where m.workspace_id = {workspace} and m.candidate_id = e.candidate_id),
                    e.candidate_id)"""
"""Whom the event `e` is read as, now."""
ROOT_IF_ANY = f"""\
case when (select exists (
                    select from ledger.merged_candidates m
                    where m.workspace_id = {{workspace}}))
                then {ROOT_NOW}
                else e.candidate_id end"""
"""The same, where mostly nobody is merged: that is asked once, and no event need look."""

STANDING = """\
with reverted as materialized (
    select import_id from ledger.reverted_until({workspace}, {until})
),
merged as materialized (
    {merged}
),
roots as materialized (
    select distinct coalesce(m.root_id, p.id) as candidate_id
    from unnest({people}) p(id)
    left join merged m on m.candidate_id = p.id
),
followed as materialized (
    select m.candidate_id, m.root_id
    from merged m
    where m.root_id in (select r.candidate_id from roots r)
)
select array(select import_id from reverted) as reverted,
       array(select candidate_id from followed order by candidate_id) as merged,
       array(select root_id from followed order by candidate_id) as roots,
       array(select candidate_id from roots
             union
             select candidate_id from followed) as members"""
"""What holds of some people at a moment: the imports taken back then, which ids are read as
them, whom each of those is read as, and all their ids. `merged` is one of the three above."""
