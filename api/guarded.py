"""Does every route say who may call it? An application with one that does not is not made."""

from collections.abc import Iterator
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from api.access import Needs
from api.routes.session import TheSession
from ledger.words import Scope

OPEN = frozenset(
    {
        # Who has no key yet may read how to use one; none of it is anybody's data.
        "GET /openapi.json",
        "GET /docs",
        "GET /docs/{name}",
        # A supervisor asks, and is told nothing but that there is an answer.
        "GET /healthz",
        "GET /readyz",
        "GET /v1/healthz",
        "GET /v1/readyz",
        # Whoever comes in shows in the body what they come in by.
        "POST /v1/session",
        "POST /v1/session/second-factor",
        "POST /v1/session/passkey/options",
        "POST /v1/session/passkey",
        "POST /v1/session/invitation",
        # The same as pages, which say to whoever is nobody yet how to come in.
        "GET /static/{edition}/{name}",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-in/code",
        "GET /sign-in/{token}",
        "POST /sign-in/{token}",
        "GET /sign-in/openid",
        "GET /sign-in/openid/back",
        "GET /join/{token}",
        "POST /join/{token}",
        "POST /sign-out",
    }
)
"""The routes that anybody may call, each with its reason."""

_SIGNED_IN = get_args(TheSession)[1].dependency


def routes_of(app: FastAPI) -> Iterator[tuple[str, Dependant | None]]:
    """Yield each route as `METHOD path`, and what it depends on where it can say so."""
    for route in iter_route_contexts(app.routes):
        dependant: Dependant | None = getattr(route, "dependant", None)
        for method in sorted((route.methods or {"*"}) - {"HEAD"}):
            yield f"{method} {route.path_format or route.path}", dependant


def must_be_guarded(app: FastAPI) -> None:
    """Raise `TypeError` for a route that neither asks for its caller nor is open on purpose."""
    unguarded = [
        route
        for route, dependant in routes_of(app)
        if route not in OPEN and not (dependant and _asks_who(dependant))
    ]
    if unguarded:
        raise TypeError(
            f"{', '.join(unguarded)}: say who may call this, with a parameter such as"
            " `caller: Reader` (api/access.py)."
        )


def scopes_of(dependant: Dependant) -> list[frozenset[Scope]]:
    """Return the scopes of which a route's caller needs any; nothing where it names none."""
    own = [frozenset(dependant.call.scopes)] if isinstance(dependant.call, Needs) else []
    return own + [found for each in dependant.dependencies for found in scopes_of(each)]


def _asks_who(dependant: Dependant) -> bool:
    call: Any = dependant.call
    if isinstance(call, Needs):
        # Without a scope named, nobody would be let through; that is a slip, too.
        return bool(call.scopes)
    return call is _SIGNED_IN or any(_asks_who(each) for each in dependant.dependencies)
