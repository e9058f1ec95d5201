"""Rapport's application twice in one server: as it is, and with nobody at the door.

python -m bench.unguarded --data FOLDER --port PORT

Called 127.0.0.1, it looks up whoever shows a key and puts down what they are shown. Called
localhost, the same handlers ask nobody and put nothing down.
"""

import argparse
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from copy import copy
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import anyio.to_thread
import uvicorn
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute, request_response
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Host
from typing_extensions import override

from api.access import Caller, Reader, Writer
from api.app import THREADS_MAX, create_app
from api.installation import Installation, installation
from api.principals import Principal
from api.settings import Settings
from ledger.access.looks import Shown
from ledger.words import Role, Scope
from projections.viewer import EVERYTHING

GUARDED, OPEN = "127.0.0.1", "localhost"


class _Open(Caller):
    """Somebody of whom nothing is put down."""

    @override
    def looked(self, what: Shown, *, whom: UUID | None = None, count: int | None = 1) -> None:
        return


def twice(opened: Installation) -> Starlette:
    """Return both applications under one roof."""
    owner = Principal(
        opened.owner, opened.owner, Role.OWNER, frozenset(Scope), opened.workspace, EVERYTHING
    )

    async def nobody_asked(response: Response) -> Caller:
        return _Open(opened, owner, response)

    unguarded = create_app(opened)
    unguarded.router.routes[:] = [_asking(unguarded, each) for each in unguarded.routes]
    for alias in (Reader, Writer):
        asking: Any = get_args(alias)[1].dependency
        unguarded.dependency_overrides[asking] = nobody_asked

    @asynccontextmanager
    async def with_threads(_: Starlette) -> AsyncGenerator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS_MAX
        yield

    return Starlette(
        routes=[Host(OPEN, unguarded), Host(GUARDED, create_app(opened))],
        lifespan=with_threads,
    )


def _asking(app: FastAPI, route: BaseRoute) -> BaseRoute:
    """Return a route of this application's own: by themselves, applications share them."""
    if not isinstance(route, APIRoute):
        return route
    own = copy(route)
    own.dependency_overrides_provider = app
    own.app = request_response(own.get_route_handler())
    return own


def main() -> None:
    """Serve until told to stop."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--port", type=int, required=True)
    given = arguments.parse_args()
    with installation(Settings(data=given.data), say=lambda _: None) as opened:
        uvicorn.run(twice(opened), port=given.port, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
