"""The one table from errors to answers: every refusal is an RFC 9457 problem."""

import logging
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import faults, reads
from api.access import POSITION, Caller
from api.attempts import TooManyAttempts
from api.etags import IfMatchMissing, short_tag_of
from api.once import StillUnderWay
from api.pages import page
from api.paging import BadCursor
from api.since import changes_since
from ledger import errors
from ledger.access.passwords import TooManyAtOnce
from ledger.ids import new_id

_LOG = logging.getLogger("rapport")
_MEDIA_TYPE = "application/problem+json"
_HEADERS: Mapping[HTTPStatus, dict[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": 'Bearer realm="Rapport"'},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "2"},
}

STATUSES: Mapping[type[errors.LedgerError], int] = {
    BadCursor: 400,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.Unknown: 404,
    errors.Erased: 410,
    errors.HandleHeld: 409,
    errors.LegallyHeld: 409,
    errors.Suppressed: 409,
    errors.NotAllowedNow: 409,
    errors.Contended: 409,
    StillUnderWay: 409,
    errors.StaleVersion: 412,
    errors.TooLarge: 413,
    errors.Invalid: 422,
    errors.RequestReused: 422,
    errors.Unreadable: 422,
    errors.Refused: 422,
    IfMatchMissing: 428,
    TooManyAttempts: 429,
    TooManyAtOnce: 503,
    errors.Unavailable: 503,
    errors.OutcomeUnknown: 503,
    errors.TookTooLong: 503,
    errors.SetupNeeded: 503,
    errors.Damaged: 500,
    errors.LedgerError: 500,
}
"""The nearest class in an error's ancestry decides."""


_READING = ("GET", "HEAD")


def problem_body(
    status: int, title: str, detail: str = "", *, name: str = "", **facts: Any
) -> dict[str, Any]:
    """Return a problem's body; `name` makes its type one that a program tells from others."""
    return {
        "type": f"urn:rapport:problem:{name}" if name else "about:blank",
        "title": title,
        "status": status,
        **({"detail": detail} if detail else {}),
        **facts,
    }


def status_of(error: errors.LedgerError) -> int:
    """Return the status that an error of the ledger is answered with."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def body_of(error: errors.LedgerError) -> dict[str, Any]:
    """Return the body of the problem that an error of the ledger is."""
    status = status_of(error)
    name = "".join(f"-{c.lower()}" if c.isupper() else c for c in type(error).__name__)
    return problem_body(
        status, error.sentence, error.detail, name=name.lstrip("-"), **error.facts
    )


def answer_of(body: Mapping[str, Any]) -> Response:
    """Return a problem as an answer."""
    status: int = body["status"]
    headers = _HEADERS.get(HTTPStatus(status), {})
    content = orjson.dumps(body, default=str)
    return Response(content, status_code=status, headers=headers, media_type=_MEDIA_TYPE)


def unexpected(error: Exception) -> Response:
    """Return the problem of a fault of ours, and log where it is: no values, only an id."""
    fault_id = new_id()
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:]]
    _LOG.error("fault %s: %s at %s", fault_id, type(error).__name__, " > ".join(places))
    body = problem_body(
        500,
        "Something went wrong in Rapport.",
        "Nothing about it is shown here; the server's log names the place under this id.",
        name="unexpected",
        instance=f"urn:uuid:{fault_id}",
    )
    return answer_of(body)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.LedgerError)
    if isinstance(error, errors.OutcomeUnknown) and request.method in _READING:
        error = errors.Unavailable(error.detail)
    if isinstance(error, errors.StaleVersion):
        _tell_changes(request, error)
    answer = answer_of(body_of(error))
    if "etag" in error.facts:
        answer.headers["ETag"] = error.facts["etag"]
    if isinstance(error, TooManyAttempts):
        answer.headers.update(error.headers)
    return _placed(request, answer)


def _tell_changes(request: Request, error: errors.StaleVersion) -> None:
    """Say what changed since the version that the caller had, where they had one of ours."""
    facts = error.facts
    facts["etag"] = short_tag_of(facts["version"])
    stream_id = facts.pop("stream_id")
    if not facts["expected"]:
        return
    caller: Caller = request.state.caller
    with caller.installation.database.connection() as connection:
        facts["changes"] = changes_since(
            connection, caller.workspace, stream_id, facts["expected"]
        )


def _of_database(_: Request, error: Exception) -> Response:
    if isinstance(error, psycopg.errors.QueryCanceled):
        return answer_of(body_of(errors.TookTooLong()))
    # A message of PostgreSQL may quote values: only its kind is logged, and nothing is shown.
    _LOG.error("database: %s", type(error).__name__)
    return answer_of(body_of(errors.Unavailable("It refused a statement: repeat the call.")))


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND and _asks_for_page(request):
        return page("missing.html", status=HTTPStatus.NOT_FOUND, fault="")
    title = HTTPStatus(error.status_code).phrase
    detail = faults.CURES_OF_STATUS.get(error.status_code, "")
    answer = answer_of(problem_body(error.status_code, title, detail))
    answer.headers.update(error.headers or {})
    return _placed(request, answer)


def _asks_for_page(request: Request) -> bool:
    wants_page = "text/html" in request.headers.get("accept", "")
    return wants_page and not request.url.path.startswith("/v1")


def _of_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fault = faults.of_input(error, request.headers.get("content-type", ""))
    body = problem_body(
        fault.status, fault.title, fault.detail, name=fault.name, errors=fault.places
    )
    return _placed(request, answer_of(body))


def _placed(request: Request, answer: Response) -> Response:
    """Put the head's position on a problem, where the database tells it at once."""
    # Whoever was not let in learns of no ledger how long it is.
    caller: Caller | None = getattr(request.state, "caller", None)
    if caller is not None and answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        try:
            with caller.installation.database.connection(wait=0.5) as connection:
                head = reads.head(connection, caller.workspace)
        except errors.LedgerError:
            return answer
        answer.headers[POSITION] = str(head)
    return answer


_ANSWERS: Mapping[type[Exception], Callable[[Request, Exception], Response]] = {
    errors.LedgerError: _refused,
    psycopg.Error: _of_database,
    HTTPException: _of_http,
    RequestValidationError: _of_input,
}


def answer_to(request: Request, error: Exception) -> Response:
    """Return the problem that an error of one of these kinds is answered with."""
    return next(
        _ANSWERS[kind](request, error) for kind in type(error).__mro__ if kind in _ANSWERS
    )


def install(app: FastAPI) -> None:
    """Have the application answer every error by this table."""
    for kind, answer in _ANSWERS.items():
        app.add_exception_handler(kind, answer)
