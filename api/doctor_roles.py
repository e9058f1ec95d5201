"""Is the second wall up: roles, their rights, row-level security? With the SQL that mends it.

The statements are for whoever runs the server: they need its superuser, or who may make roles.
"""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection, sql

from api.findings import Finding, fail, ok, warn
from ledger.postgres_cluster import APPLICATION, ERASER, OWNER, SEARCH

_MEND = "Run the SQL below."
OWNERS = (OWNER, ERASER, SEARCH)
"""Roles that own things, and as which nobody signs in."""

_ROLE = """
select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
from pg_roles where rolname = %(role)s
"""
_TOO_MUCH_OF_A_ROLE = {
    "rolsuper": "nosuperuser",
    "rolbypassrls": "nobypassrls",
    "rolcreaterole": "nocreaterole",
    "rolcreatedb": "nocreatedb",
    "rolreplication": "noreplication",
}
_MAY_CHANGE_THE_PAST = """
select p.name from unnest(array['update', 'delete', 'truncate', 'trigger']) p(name)
where has_table_privilege(%(role)s, 'ledger.events', p.name)
   or (p.name = 'update' and has_any_column_privilege(%(role)s, 'ledger.events', p.name))
"""
_LACKING = """
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
_OWNED = """
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
_RIGHTS = (
    "usage on schema ledger, views, searched",
    "select, insert on ledger.events, ledger.tree_tiles, ledger.checkpoints",
    "select, update on ledger.heads",
    "select on ledger.view_builds, ledger.migrations",
    "select, insert, update, delete on ledger.merged_candidates, ledger.reverted_imports",
    "select, insert, update, delete on all tables in schema views",
    "select on all tables in schema searched",
    "execute on all functions in schema ledger",
)
_MEMBER_OF = """
select r.rolname from pg_roles r
where r.rolname = any(%(owners)s) and pg_has_role(%(role)s, r.oid, 'member')
"""
_OPEN = """
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
_STRANGE = """
select p.polname, format('%I.%I', n.nspname, c.relname)
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('ledger', 'views') and p.polpermissive
  and p.polname not in ('of_the_workspace', 'for_searching')
order by 2, 1
"""
_TRIGGERS = """
select t.name from unnest(array['events_are_forever', 'events_are_never_emptied']) t(name)
where not exists (
    select from pg_trigger g
    where g.tgrelid = 'ledger.events'::regclass and g.tgname = t.name and g.tgenabled = 'A')
"""
_UNPINNED = """
select p.oid::regprocedure::text from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('ledger', 'views', 'searched', 'access') and p.prosecdef
  and not coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
order by 1
"""


def examine_roles(connection: Connection[Any], role: str) -> Iterator[Finding]:
    """Look at what the application's role may do, and at what stands between workspaces.

    Any role may look; it is all in the catalog.
    """
    yield _role(connection, role)
    yield _owners(connection, role)
    yield _temporary(connection, role)
    if connection.execute("select to_regproc('ledger.wall_off') is null").fetchall() == [
        (True,)
    ]:
        yield warn("walls", "They are not built yet.", "Run `rapport migrate`.")
        return
    yield _ownership(connection, role)
    yield _rights(connection, role)
    yield _past(connection, role)
    yield _walls(connection)


def _role(connection: Connection[Any], role: str) -> Finding:
    rows = connection.execute(_ROLE, {"role": role}).fetchall()
    found = dict(zip(_TOO_MUCH_OF_A_ROLE, rows[0], strict=True)) if rows else {}
    too_much = [_TOO_MUCH_OF_A_ROLE[name] for name, is_so in found.items() if is_so]
    if not too_much:
        return ok("role", f"{role} is no superuser and passes no wall")
    mend = _said("alter role {} " + " ".join(too_much), role)
    if found["rolsuper"] or found["rolbypassrls"]:
        what = f"{role} may do anything, the past and other workspaces included."
        return fail("role", what, _MEND, mend)
    return warn("role", f"{role} may do more to the server than it needs.", _MEND, mend)


def _owners(connection: Connection[Any], role: str) -> Finding:
    rows = connection.execute(
        "select rolname, rolcanlogin from pg_roles where rolname = any(%s)", (list(OWNERS),)
    ).fetchall()
    there: dict[str, bool] = dict(rows)
    missing = [name for name in OWNERS if name not in there]
    mend = [_said("create role {} nologin", name) for name in missing]
    mend += [_said("alter role {} nologin", name) for name, is_so in there.items() if is_so]
    # Migrations grant rights to `rapport_app`; a login of another name is a member of it.
    has_app = connection.execute(
        "select pg_has_role(%(role)s, oid, 'usage') from pg_roles where rolname = %(app)s",
        {"role": role, "app": APPLICATION},
    ).fetchall()
    if not has_app:
        mend.append(_said("create role {} nologin", APPLICATION))
    if role != APPLICATION and has_app != [(True,)]:
        mend.append(_said("grant {} to {}", APPLICATION, role))
    if missing:
        mend.append(_said("grant {}, {} to {}", ERASER, SEARCH, OWNER))
    if mend:
        names = ", ".join(missing) or "the owners' or the application's"
        return fail("roles", f"{names}: missing, or made otherwise.", _MEND, "\n".join(mend))
    return ok("roles", f"{', '.join(OWNERS)} own what {role} uses")


def _temporary(connection: Connection[Any], role: str) -> Finding:
    ((database, may),) = connection.execute(
        "select current_database(),"
        " has_database_privilege(%s, current_database(), 'temporary')",
        (role,),
    ).fetchall()
    if may:
        return ok("temporary", f"{role} may make temporary tables")
    mend = _said("grant temporary on database {} to {}", database, role)
    what = f"{role} may make no temporary tables: imports and earlier moments need them."
    return fail("temporary", what, _MEND, mend)


def _ownership(connection: Connection[Any], role: str) -> Finding:
    asked = {"role": role, "owner": OWNER, "eraser": ERASER, "search": SEARCH}
    owned = connection.execute(_OWNED, asked).fetchall()
    member_of = connection.execute(
        _MEMBER_OF, {"role": role, "owners": list(OWNERS)}
    ).fetchall()
    # Names as the catalog quotes them.
    mend = [f"alter {kind} {thing} owner to {owner};" for kind, thing, owner in owned]
    mend += [_said("revoke {} from {}", name, role) for (name,) in member_of]
    if not mend:
        return ok("ownership", f"{role} owns nothing")
    what = f"{role} owns {len(owned)} things, or is an owner: no wall stands before it."
    # Who gives a thing away gives its own rights to it away, too.
    mend += [f"grant {right} to {APPLICATION};" for right in _RIGHTS if owned]
    if any(owner == SEARCH for *_, owner in owned):
        mend.insert(0, _said("grant usage, create on schema searched to {}", SEARCH))
    return fail("ownership", what, _MEND, "\n".join(mend))


def _rights(connection: Connection[Any], role: str) -> Finding:
    lacking = connection.execute(_LACKING, {"role": role}).fetchall()
    if not lacking:
        return ok("rights", f"{role} may read and append")
    grants = [
        f"grant {privilege} on {kind} {thing} to {APPLICATION};"
        for privilege, kind, thing in lacking
    ]
    what = f"{role} lacks {len(lacking)} rights, as to {lacking[0][0]} {lacking[0][2]}."
    return fail("rights", what, _MEND, "\n".join(grants))


def _past(connection: Connection[Any], role: str) -> Finding:
    may = [name for (name,) in connection.execute(_MAY_CHANGE_THE_PAST, {"role": role})]
    off = [name for (name,) in connection.execute(_TRIGGERS)]
    mend: list[str] = []
    if may:
        rights = "update, delete, truncate, references, trigger"
        mend.append(
            _said(
                "revoke " + rights + " on ledger.events from public, {}, {}", role, APPLICATION
            )
            if role != APPLICATION
            else _said("revoke " + rights + " on ledger.events from public, {}", role)
        )
    mend += [_said("alter table ledger.events enable always trigger {}", name) for name in off]
    if not mend:
        return ok("past", "nobody may change an event")
    what = (
        f"{role} may {', '.join(may)} events." if may else "The triggers that keep it are off."
    )
    return fail("past", what, _MEND, "\n".join(mend))


def _walls(connection: Connection[Any]) -> Finding:
    unwalled = [name for (name,) in connection.execute(_OPEN)]
    strange = connection.execute(_STRANGE).fetchall()
    unpinned = [name for (name,) in connection.execute(_UNPINNED)]
    mend = [f"select ledger.wall_off('{name}');" for name in unwalled]
    mend += [_said("drop policy {} on ", name)[:-1] + f"{table};" for name, table in strange]
    mend += [
        f"alter function {name} set search_path = pg_catalog, pg_temp;" for name in unpinned
    ]
    if not mend:
        return ok("walls", "each workspace sees its own rows alone")
    what = f"{len(unwalled)} tables without row-level security"
    if strange:
        what += f", {len(strange)} policies that are not ours"
    if unpinned:
        what += f", {len(unpinned)} functions without a search_path of their own"
    return fail("walls", f"There are {what}.", _MEND, "\n".join(mend))


def _said(statement: str, *names: str) -> str:
    text = sql.SQL(statement).format(*map(sql.Identifier, names))  # pyright: ignore[reportArgumentType] - ours
    return text.as_string(None) + ";"
