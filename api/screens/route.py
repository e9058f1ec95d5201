"""What every route of a screen does: faults become pages, strangers are asked to sign in."""

from collections.abc import Callable, Coroutine
from typing import Any

import orjson
import psycopg
from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from typing_extensions import override

from api import onward, problems
from api.pages import on_to, page
from api.signing_in import ProofNeeded
from ledger import errors

ACCOUNT = "/settings/account"
"""Where somebody changes how they sign in, and proves that it is them."""
_TOASTS = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"}


class Screen(APIRoute):
    """A route that answers a person: with pages, also where something is wrong."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except (
                errors.LedgerError,
                psycopg.Error,
                RequestValidationError,
                HTTPException,
            ) as error:
                return _led_on(request, error) or _fault(
                    request, problems.answer_to(request, error)
                )
            except Exception as error:  # noqa: BLE001 - the last resort, which tells and logs it
                return _fault(request, problems.unexpected(error))

        return answered


def screens() -> APIRouter:
    """Return a router for screens."""
    return APIRouter(route_class=Screen, include_in_schema=False)


def _led_on(request: Request, error: Exception) -> Response | None:
    """Return the way to where a refusal is of use: to the form that cures it."""
    match error:
        case errors.NotSignedIn():
            return _to_sign_in(request)
        case ProofNeeded():
            return _to_prove(request)
        case errors.Forbidden() if request.method == "GET" and request.url.path == "/":
            # Who may read nothing, as an auditor, begins where something is theirs to see.
            return on_to("/settings")
        case _:
            return None


def _to_sign_in(request: Request) -> Response:
    if "hx-request" in request.headers:
        page = onward.of_address(request.headers.get("hx-current-url", ""))
        return Response(status_code=204, headers={"HX-Redirect": onward.to_sign_in(page)})
    if request.method == "GET":
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return on_to(onward.to_sign_in(asked))
    return on_to("/sign-in")


def _to_prove(request: Request) -> Response:
    """Have who is signed in for long prove that it is them; the form says why."""
    place = f"{ACCOUNT}#prove"
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": place})
    return on_to(place)


def _fault(request: Request, answer: Response) -> Response:
    """Return a problem as a page; to a script, as a sentence beside what is there."""
    told = orjson.loads(answer.body)
    sentences = [told["title"], told.get("detail", "")]
    sentences += [f"{each['place']}: {each['message']}" for each in _places(told)]
    values = {"heading": told["title"], "fault": " ".join(filter(None, sentences[1:]))}
    kept = {
        name: value for name, value in answer.headers.items() if name in {"retry-after", "etag"}
    }
    if "hx-request" in request.headers:
        shown = page("screens/fault.html", status=answer.status_code, **values)
        kept |= _TOASTS
    else:
        shown = page("fault.html", status=answer.status_code, **values)
    shown.headers.update(kept)
    return shown


def _places(told: dict[str, Any]) -> list[dict[str, str]]:
    named: list[dict[str, str]] = told.get("errors", [])
    return [
        {
            "place": each.get("pointer", each.get("parameter", "")).lstrip("#/") or "It",
            "message": each["detail"],
        }
        for each in named
    ]
