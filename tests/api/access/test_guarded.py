"""A route that does not say who may call it is not served at all."""

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI

from api import guarded
from api.access import Needs, Reader
from api.app import create_app
from api.installation import Installation
from api.routes.session import TheSession


def _app(handler: Callable[..., Any]) -> FastAPI:
    inner = APIRouter(prefix="/inner")
    inner.get("/new")(handler)
    outer = APIRouter(prefix="/v1")
    outer.include_router(inner)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(outer)
    return app


def _open_to_all() -> None: ...


def _asks_by_scope(caller: Reader) -> None: ...


def _asks_deeper(asked: Annotated[None, Depends(_asks_by_scope)]) -> None: ...


def _asks_who_is_signed_in(signed: TheSession) -> None: ...


def _asks_for_no_scope(caller: Annotated[object, Depends(Needs())]) -> None: ...


@pytest.mark.parametrize("handler", [_open_to_all, _asks_for_no_scope])
def test_a_route_that_asks_nobody_who_they_are_is_refused(handler: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="GET /v1/inner/new"):
        guarded.must_be_guarded(_app(handler))


@pytest.mark.parametrize("handler", [_asks_by_scope, _asks_deeper, _asks_who_is_signed_in])
def test_a_route_that_asks_for_its_caller_is_served(handler: Callable[..., Any]) -> None:
    guarded.must_be_guarded(_app(handler))


def test_what_is_mounted_without_a_word_is_refused() -> None:
    app = _app(_asks_by_scope)
    app.mount("/files", FastAPI(openapi_url=None))

    with pytest.raises(TypeError, match="/files"):
        guarded.must_be_guarded(app)


def test_every_open_route_is_there(workspace: Installation) -> None:
    served = {route for route, _ in guarded.routes_of(create_app(workspace))}

    assert served >= guarded.OPEN
