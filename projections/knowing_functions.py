"""The functions by which the append asks the views whom they know.

`ledger.knows` and `ledger.erased_at` ask it of one candidate; `ledger.stranger` names a
candidate of the events just stored whom nobody added, and refuses those who were erased.
"""

_KNOWS = """\
create or replace function ledger.knows(p_workspace uuid, p_candidate uuid) returns boolean
language plpgsql stable as $$
declare
    -- Found first: behind a policy an index serves no comparison with what a function answers.
    v_root uuid := ledger.root(p_workspace, p_candidate);
begin
    return exists (
        select from views.profile p
        where p.workspace_id = p_workspace and p.candidate_id = v_root);
end
$$"""

_ERASED_AT = """\
create or replace function ledger.erased_at(p_workspace uuid, p_candidate uuid)
returns timestamptz
language sql stable as $$
    select e.erased_at from views.erasures e
    where e.workspace_id = p_workspace and e.candidate_id = p_candidate
$$"""

_REFUSE_ERASED = """\
create or replace function ledger.refuse_erased(p_workspace uuid, p_candidate uuid)
returns void
language plpgsql stable as $$
declare
    v_erased_at timestamptz := ledger.erased_at(p_workspace, p_candidate);
begin
    if v_erased_at is not null then
        raise exception '%', p_candidate
            using errcode = 'RP410', detail = v_erased_at::text;
    end if;
end
$$"""

_STRANGER = """\
create or replace function ledger.stranger(p_workspace uuid, p_first bigint, p_last bigint)
returns uuid
language plpgsql stable as $$
declare
    v_stranger uuid;
begin
    select e.candidate_id into v_stranger
    from (
        select distinct s.candidate_id
        from ledger.events s
        where s.workspace_id = p_workspace and s.position between p_first and p_last
          and s.candidate_id is not null
    ) e
    -- Joined: behind a policy an index serves no comparison with what a subquery answers.
    left join ledger.merged_candidates m
      on m.workspace_id = p_workspace and m.candidate_id = e.candidate_id
    -- Somebody erased may be told of as if they were new.
    where exists (
        select from views.erasures g
        where g.workspace_id = p_workspace and g.candidate_id = e.candidate_id)
       or not exists (
        select from views.profile p
        where p.workspace_id = p_workspace
          and p.candidate_id = coalesce(m.root_id, e.candidate_id))
    limit 1;
    if v_stranger is not null then
        perform ledger.refuse_erased(p_workspace, v_stranger);
    end if;
    return v_stranger;
end
$$"""

KNOWING_FUNCTIONS = (_KNOWS, _ERASED_AT, _REFUSE_ERASED, _STRANGER)
