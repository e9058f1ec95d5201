"""What the doctor asks PostgreSQL's catalog of roles, rights and walls."""

ROLE = """
select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
from pg_roles where rolname = %(role)s
"""
TOO_MUCH_OF_A_ROLE = {
    "rolsuper": "nosuperuser",
    "rolbypassrls": "nobypassrls",
    "rolcreaterole": "nocreaterole",
    "rolcreatedb": "nocreatedb",
    "rolreplication": "noreplication",
}
MAY_CHANGE_THE_PAST = """
select p.name from unnest(array['update', 'delete', 'truncate', 'trigger']) p(name)
where has_table_privilege(%(role)s, 'ledger.events', p.name)
   or (p.name = 'update' and has_any_column_privilege(%(role)s, 'ledger.events', p.name))
"""
LACKING = """
select p.privilege, p.kind, p.thing
from (values
    ('usage', 'schema', 'ledger'), ('usage', 'schema', 'views'), ('usage', 'schema', 'searched')
) p(privilege, kind, thing)
where not has_schema_privilege(%(role)s, p.thing, p.privilege)
union all
select p.privilege, 'table', p.thing
from (values
    ('select', 'ledger.events'), ('insert', 'ledger.events'), ('select', 'ledger.heads'),
    ('update', 'ledger.heads'), ('select', 'ledger.view_builds'),
    ('select', 'ledger.migrations'), ('select', 'ledger.tree_tiles'),
    ('insert', 'ledger.tree_tiles'), ('select', 'ledger.checkpoints'),
    ('insert', 'ledger.checkpoints'), ('select', 'searched.search'),
    ('select', 'searched.look_alike_keys')
) p(privilege, thing)
where not has_table_privilege(%(role)s, p.thing, p.privilege)
union all
select 'execute', 'function', f.oid::regprocedure::text
from pg_proc f
where f.pronamespace = 'ledger'::regnamespace and f.prokind = 'f'
  and not has_function_privilege(%(role)s, f.oid, 'execute')
union all
select p.privilege, 'table', format('%%I.%%I', n.nspname, c.relname)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join unnest(array['select', 'insert', 'update', 'delete']) p(privilege)
where (n.nspname = 'views' or c.relname in ('merged_candidates', 'reverted_imports'))
  and n.nspname in ('ledger', 'views') and c.relkind = 'r'
  and not has_table_privilege(%(role)s, c.oid, p.privilege)
order by 2, 3, 1
"""
OWNED = """
select case c.relkind when 'v' then 'view' else 'table' end as kind,
       format('%%I.%%I', n.nspname, c.relname) as thing,
       case n.nspname when 'searched' then %(search)s else %(owner)s end as owner
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ledger', 'views', 'searched') and c.relkind in ('r', 'v')
  and pg_get_userbyid(c.relowner) = %(role)s
union all
select 'function', p.oid::regprocedure::text,
       case p.proname when 'forget' then %(eraser)s else %(owner)s end
from pg_proc p
where p.pronamespace = 'ledger'::regnamespace and p.prokind = 'f'
  and pg_get_userbyid(p.proowner) = %(role)s
union all
select 'schema', n.nspname, %(owner)s
from pg_namespace n
where n.nspname in ('ledger', 'views', 'searched') and pg_get_userbyid(n.nspowner) = %(role)s
order by 1, 2
"""
RIGHTS = (
    "usage on schema ledger, views, searched",
    "select, insert on ledger.events, ledger.tree_tiles, ledger.checkpoints",
    "select, update on ledger.heads",
    "select on ledger.view_builds, ledger.migrations",
    "select, insert, update, delete on ledger.merged_candidates, ledger.reverted_imports",
    "select, insert, update, delete on all tables in schema views",
    "select on all tables in schema searched",
    "execute on all functions in schema ledger",
)
MEMBER_OF = """
select r.rolname from pg_roles r
where r.rolname = any(%(owners)s) and pg_has_role(%(role)s, r.oid, 'member')
"""
OPEN = """
select format('%I.%I', n.nspname, c.relname)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
where n.nspname in ('ledger', 'views') and c.relkind in ('r', 'p')
  and not (c.relrowsecurity and exists (
      select from pg_policy p
      where p.polrelid = c.oid and p.polname = 'of_the_workspace' and p.polcmd = '*'
        and p.polroles = '{0}'
        and pg_get_expr(p.polqual, p.polrelid) ~ 'workspace_id = .*rapport.workspace'
        and p.polwithcheck is null))
order by 1
"""
# A policy of somebody else's opens the wall for whom it names, or for everybody.
STRANGE = """
select p.polname, format('%I.%I', n.nspname, c.relname)
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ledger', 'views') and p.polpermissive
  and p.polname not in ('of_the_workspace', 'for_searching')
order by 2, 1
"""
TRIGGERS = """
select t.name from unnest(array['events_are_forever', 'events_are_never_emptied']) t(name)
where not exists (
    select from pg_trigger g
    where g.tgrelid = 'ledger.events'::regclass and g.tgname = t.name and g.tgenabled = 'A')
"""
UNPINNED = """
select p.oid::regprocedure::text from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('ledger', 'views', 'searched', 'access') and p.prosecdef
  and not coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
order by 1
"""
