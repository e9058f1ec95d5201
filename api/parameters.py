"""Query parameters: a word that a route does not know is refused, not passed over."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import ParamTypes

_KNOWN: dict[Callable[..., Any], frozenset[str]] = {}
"""The parameters of each handler, found out at its first call that has any."""


async def only_known(request: Request) -> None:
    """Refuse parameters of the address that the route does not name."""
    if not request.scope["query_string"]:
        return
    handler = request.scope["endpoint"]
    if handler not in _KNOWN:
        fields: list[Any] = get_flat_params(request.scope["route"].dependant)
        told = (field for field in fields if field.field_info.in_ is ParamTypes.query)
        _KNOWN[handler] = frozenset(field.alias for field in told)
    unknown = request.query_params.keys() - _KNOWN[handler]
    if unknown:
        raise RequestValidationError(
            [
                {"type": "extra_forbidden", "loc": ("query", name), "msg": ""}
                for name in sorted(unknown)
            ]
        )
