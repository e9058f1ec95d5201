"""Whose rows do events replace, and under which ids are those people read?

The texts have named places as those of `effective` do.
"""

from projections.standing import ROOT_IF_ANY

TOUCHED_CANDIDATES = """\
select coalesce(array_agg(distinct t.id), '{}')
from (
    select {root} as id
    from ledger.events e
    where e.workspace_id = {workspace} and e.position between {first} and {last}
      and e.event_type in ({amends}) and e.candidate_id is not null
    union all
    select ledger.root({workspace}, s.id) from unnest({subjects}) s(id)
    union all
    select unnest({subjects})
    union all
    select unnest({roots})
) t""".replace("{root}", ROOT_IF_ANY)
"""The candidates whose rows first..last replace: those they amend, those they move."""

TOUCHED_STREAMS = """\
select coalesce(array_agg(distinct t.id), '{}')
from (
    select e.stream_id as id
    from ledger.events e
    where e.workspace_id = {workspace} and e.position between {first} and {last}
      and e.event_type in ({amends})
    union all
    select unnest({streams})
    union all
    select e.stream_id
    from ledger.events e
    where e.workspace_id = {workspace} and e.candidate_id = any({merged})
      and e.event_type in ({heard})
) t"""
"""The streams whose rows the events first..last replace."""

MEMBERS = """\
select coalesce(array_agg(m.id), '{}')
from (
    select t.id from unnest({touched}) t(id)
    where not exists (
        select from ledger.merged_candidates c
        where c.workspace_id = {workspace} and c.candidate_id = t.id)
    union all
    select c.candidate_id from ledger.merged_candidates c
    where c.workspace_id = {workspace} and c.root_id = any({touched})
) m"""
"""Every id of the touched candidates that are read as themselves."""
