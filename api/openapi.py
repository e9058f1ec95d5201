"""The description of the API: what FastAPI finds, and every problem a route may answer."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.asked.engagements import NewEngagement
from api.guarded import OPEN, routes_of, scopes_of
from api.once import PARAMETER as KEY
from api.principals import SESSION_COOKIE
from ledger.words import Scope

DESCRIPTION = """\
A relationship ledger for recruiters: every write appends events, every answer is a query over
them. `Ledger-Position` on an answer says as of which event it holds; `as_of` asks for an
earlier one. Every list answers `{items, next_cursor}`. Every refusal is an
`application/problem+json` (RFC 9457) that says what to do.
"""

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:rapport:problem:handle-held"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer (RFC 6901)."},
                    "parameter": {"type": "string"},
                    "header": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}
_MEANINGS = {
    "400": "The request cannot be read.",
    "401": "Nobody is let in with what was shown, or nothing was.",
    "403": "The caller may not do this, another site's page asks, or a proof is due.",
    "404": "There is nothing with this id.",
    "409": "The present state does not allow this.",
    "410": "The person was erased.",
    "412": "It was changed after you read it.",
    "413": "The body is over the limit.",
    "414": "The address is over the limit.",
    "415": "The body is no JSON.",
    "421": "This server answers on its own hosts only.",
    "422": "What was given cannot be recorded; `errors` names the places.",
    "428": "The header If-Match is missing.",
    "429": "Too often: `Retry-After` says when to try again.",
    "503": "The database does not answer, or too much is under way: `Retry-After` says when.",
}
_SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `Authorization: Bearer rpt_…`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "Whoever is signed in with a browser.",
    },
}
# They name what they are about in the body or behind the question mark.
_NAMING = {"/v1/session/workspace", "/v1/checkpoint", "/v1/export"}
_POSITION = {
    "description": "The answer holds as of this event.",
    "schema": {"type": "integer"},
}


def describe(app: FastAPI) -> None:
    """Have the application answer /openapi.json with its description, made once."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = described


def _described(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes
    )
    schemas = schema["components"]["schemas"]
    schemas["Problem"] = _PROBLEM
    line = NewEngagement.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, part in line.pop("$defs", {}).items():
        schemas.setdefault(name, part)
    schemas.setdefault("NewEngagement", line)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schema["components"]["securitySchemes"] = _SECURITY
    dependants = dict(routes_of(app))
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            if method != "get":
                _take_keys(operation)
            statuses = _statuses(path, method, operation)
            dependant = dependants.get(f"{method.upper()} {path}")
            if dependant is not None and f"{method.upper()} {path}" not in OPEN:
                statuses |= {"401", "403", "429"}
                _tell_who(operation, scopes_of(dependant))
            _complete(operation, statuses)
    return schema


def _take_keys(operation: dict[str, Any]) -> None:
    """Say that the call may carry a key, as every call may that changes something."""
    told = [each for each in operation.get("parameters", ()) if each["name"] != KEY["name"]]
    operation["parameters"] = [*told, KEY]


def _tell_who(operation: dict[str, Any], scopes: list[frozenset[Scope]]) -> None:
    """Say what a caller shows, and which scopes they need."""
    session: dict[str, list[str]] = {"session": []}
    # Who asks for no scope asks about whoever is signed in: a key signs nobody in.
    operation["security"] = [{"key": []}, session] if scopes else [session]
    for needed in scopes[:1]:
        operation["x-scopes"] = sorted(each.value for each in needed)


def _statuses(path: str, method: str, operation: dict[str, Any]) -> set[str]:
    statuses = {"421", "503"}
    if operation.get("parameters") or "requestBody" in operation:
        statuses |= {"400", "414", "422"}
    if "{" in path or "/engagements" in path or method == "post" or path in _NAMING:
        statuses |= {"404", "410"}
    if method != "get":
        statuses |= {"403", "409", "413"}
    if "requestBody" in operation:
        statuses.add("415")
    if path.startswith(("/v1/session", "/v1/me")):
        statuses |= {"401", "429"}
    if any(each["name"] == "if-match" for each in operation.get("parameters", ())):
        statuses |= {"412", "428"}
    return statuses


def _complete(operation: dict[str, Any], statuses: set[str]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    if "201" in responses:
        repeated = {**responses["201"], "description": "A repeat: nothing new was recorded."}
        responses.setdefault("200", repeated)
    for response in responses.values():
        response.setdefault("headers", {}).setdefault("Ledger-Position", _POSITION)
    for status in sorted(statuses):
        responses[status] = {
            "description": _MEANINGS[status],
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
