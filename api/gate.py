"""The gate: who may send how much here at all, and what every answer carries.

One plain ASGI middleware around everything: it refuses foreign hosts, cross-site writes and
bodies over the limit, lets in as many as there are places for, puts the security headers on
every answer, and answers for faults that nobody else caught.
"""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.browser import Guard
from api.faults import CURES_OF_STATUS
from api.places import GONE, HEALTH, Full, Places, Stay, has_body
from api.problems import answer_of, problem_body, unexpected

_SAFE = {"GET", "HEAD", "OPTIONS"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# The longest text of an engagement is a million characters, and fits with the JSON around it.
BODY_BYTES_MAX = 1 << 20
_FOLLOWED = b"text/event-stream"


class Gate:
    """Lets requests of this machine and this site through to the application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str],
        public_url: str | None,
        bytes_max: Mapping[str, int],
        streamed: Collection[str],
        places: Places,
    ) -> None:
        self._app = app
        self._origin = _origin(public_url)
        self._hosts = {*_LOOPBACK, *hosts, *_hosts(public_url)}
        self._guard = Guard(public_url)
        self._bytes_max = bytes_max
        self._streamed = streamed
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_private = scope["path"].startswith("/v1")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._guard.put_on(message["headers"], is_private=is_private)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
        elif scope["path"] in HEALTH:
            await self._answer(scope, receive, send_guarded)
        else:
            await self._answer_in_place(scope, receive, send_guarded)

    async def _answer_in_place(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        is_held = path not in self._streamed
        stay = Stay(self._places, receive, self._limit(path), is_held=is_held)

        async def send_placed(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_followed(message):
                # Mostly it waits, for minutes; the number of connections bounds those.
                stay.leave()
            await send(message)

        try:
            if not has_body(scope):
                stay.enter()
            # Where the caller hangs up, whatever only waits for its turn is dropped; what runs
            # in a thread ends first, and a write is written or not begun.
            with anyio.CancelScope() as until_gone:
                scope[GONE] = until_gone.cancel
                await self._answer(scope, stay.receive, send_placed)
        except Full as full:
            refusal = _refuse(full.status_code)
            refusal.headers.update(full.headers or {})
            await refusal(scope, receive, send)
        finally:
            stay.leave()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_noted(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except ClientDisconnect:
            # Nobody is there to be answered.
            return
        except Exception as error:  # noqa: BLE001 - the last resort, which tells and logs it
            answer = unexpected(error)
            if has_started:
                # Half an answer is out: only breaking the connection says that it is not whole.
                raise ConnectionAbortedError from None
            await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        told = dict(scope["headers"])
        if sum(name == b"host" for name, _ in scope["headers"]) > 1:
            return _refuse(400)
        host = told.get(b"host", b"").decode("latin-1")
        if _name(host) not in self._hosts:
            return _refuse(421)
        if scope["method"] not in _SAFE and not self._is_same_site(told, host):
            return _refuse(403, "Another site's page may not change anything here.")
        length = told.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit(scope["path"]):
            return _refuse(413)
        return None

    def _limit(self, path: str) -> int:
        return self._bytes_max.get(path, BODY_BYTES_MAX)

    def _is_same_site(self, told: dict[bytes, bytes], host: str) -> bool:
        site = told.get(b"sec-fetch-site")
        if site is not None:
            return site in {b"same-origin", b"none"}
        # Browsers from before Sec-Fetch-Site say where a page came from; programs say nothing.
        origin = told.get(b"origin")
        if origin is None:
            return True
        given = origin.decode("latin-1")
        return given == self._origin or given.partition("://")[2] == host


def _refuse(status: int, detail: str = "") -> Response:
    title = HTTPException(status).detail
    return answer_of(problem_body(status, title, detail or CURES_OF_STATUS[status]))


def _is_followed(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(_FOLLOWED)
        for name, value in message["headers"]
    )


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _hosts(public_url: str | None) -> list[str]:
    host = urlsplit(public_url or "").hostname
    return [host] if host else []


def _origin(public_url: str | None) -> str:
    told = urlsplit(public_url or "")
    return f"{told.scheme}://{told.netloc}"
