"""Is the second wall up: roles, their rights, row-level security? With the SQL that mends it.

The statements are for whoever runs the server: they need its superuser, or who may make roles.
"""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection, sql

from api import doctor_catalog as catalog
from api.findings import Finding, fail, ok, warn
from ledger.postgres_cluster import APPLICATION, ERASER, OWNER, SEARCH

_MEND = "Run the SQL below."
OWNERS = (OWNER, ERASER, SEARCH)
"""Roles that own things, and as which nobody signs in."""


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
    rows = connection.execute(catalog.ROLE, {"role": role}).fetchall()
    found = dict(zip(catalog.TOO_MUCH_OF_A_ROLE, rows[0], strict=True)) if rows else {}
    too_much = [catalog.TOO_MUCH_OF_A_ROLE[name] for name, is_so in found.items() if is_so]
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
    owned = connection.execute(catalog.OWNED, asked).fetchall()
    member_of = connection.execute(
        catalog.MEMBER_OF, {"role": role, "owners": list(OWNERS)}
    ).fetchall()
    # Names as the catalog quotes them.
    mend = [f"alter {kind} {thing} owner to {owner};" for kind, thing, owner in owned]
    mend += [_said("revoke {} from {}", name, role) for (name,) in member_of]
    if not mend:
        return ok("ownership", f"{role} owns nothing")
    what = f"{role} owns {len(owned)} things, or is an owner: no wall stands before it."
    # Who gives a thing away gives its own rights to it away, too.
    mend += [f"grant {right} to {APPLICATION};" for right in catalog.RIGHTS if owned]
    if any(owner == SEARCH for *_, owner in owned):
        mend.insert(0, _said("grant usage, create on schema searched to {}", SEARCH))
    return fail("ownership", what, _MEND, "\n".join(mend))


def _rights(connection: Connection[Any], role: str) -> Finding:
    lacking = connection.execute(catalog.LACKING, {"role": role}).fetchall()
    if not lacking:
        return ok("rights", f"{role} may read and append")
    grants = [
        f"grant {privilege} on {kind} {thing} to {APPLICATION};"
        for privilege, kind, thing in lacking
    ]
    what = f"{role} lacks {len(lacking)} rights, as to {lacking[0][0]} {lacking[0][2]}."
    return fail("rights", what, _MEND, "\n".join(grants))


def _past(connection: Connection[Any], role: str) -> Finding:
    may = [name for (name,) in connection.execute(catalog.MAY_CHANGE_THE_PAST, {"role": role})]
    off = [name for (name,) in connection.execute(catalog.TRIGGERS)]
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
    unwalled = [name for (name,) in connection.execute(catalog.OPEN)]
    strange = connection.execute(catalog.STRANGE).fetchall()
    unpinned = [name for (name,) in connection.execute(catalog.UNPINNED)]
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
