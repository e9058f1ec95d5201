"""The gate: who may send how much here at all, and what every answer carries.

One plain ASGI middleware around everything: it refuses foreign hosts, cross-site writes and
bodies over the limit, puts the security headers on every answer, and answers for faults that
nobody else caught.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.faults import CURES_OF_STATUS
from api.problems import answer_of, problem_body, unexpected

_SAFE = {"GET", "HEAD", "OPTIONS"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# The longest text of an engagement is a million characters, and fits with the JSON around it.
BODY_BYTES_MAX = 1 << 20
_CSP = b"content-security-policy"
_EVERY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_NOTHING_LOADS = (_CSP, b"default-src 'none'; frame-ancestors 'none'")
_KEPT_NOWHERE = (b"cache-control", b"no-store")


class Gate:
    """Lets requests of this machine and this site through to the application."""

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str], bytes_max: Mapping[str, int]
    ) -> None:
        self._app = app
        self._hosts = {*_LOOPBACK, *hosts}
        self._bytes_max = bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_started = False
        is_private = scope["path"].startswith("/v1")

        async def send_guarded(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                _guard(message["headers"], is_private=is_private)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, self._bounded(scope, receive), send_guarded)
        except Exception as error:  # noqa: BLE001 - the last resort, which tells and logs it
            answer = unexpected(error)
            if has_started:
                # Half an answer is out: only breaking the connection says that it is not whole.
                raise ConnectionAbortedError from None
            await answer(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        told = dict(scope["headers"])
        host = told.get(b"host", b"").decode("latin-1")
        if _name(host) not in self._hosts:
            return _refuse(
                421,
                "Misdirected Request",
                "This server answers on localhost and on the host it was started with.",
            )
        if scope["method"] in _SAFE:
            return None
        if not _is_same_site(told, host):
            return _refuse(
                403, "Forbidden", "Another site's page may not change anything here."
            )
        length = told.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit(scope):
            return _refuse(413, "Content Too Large", CURES_OF_STATUS[413])
        return None

    def _limit(self, scope: Scope) -> int:
        return self._bytes_max.get(scope["path"], BODY_BYTES_MAX)

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Count a body whose length nobody declared; the server holds the others to theirs."""
        if not any(name == b"transfer-encoding" for name, _ in scope["headers"]):
            return receive
        left = self._limit(scope)

        async def receive_bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        return receive_bounded


def _refuse(status: int, title: str, detail: str) -> Response:
    return answer_of(problem_body(status, title, detail))


def _is_same_site(told: dict[bytes, bytes], host: str) -> bool:
    site = told.get(b"sec-fetch-site")
    if site is not None:
        return site in {b"same-origin", b"none"}
    # Browsers from before Sec-Fetch-Site say where the page came from; programs say nothing.
    origin = told.get(b"origin")
    return origin is None or origin.decode("latin-1").partition("://")[2] == host


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _guard(headers: list[Any], *, is_private: bool) -> None:
    headers.extend(_EVERY)
    if all(name != _CSP for name, _ in headers):
        headers.append(_NOTHING_LOADS)
    if is_private:
        headers.append(_KEPT_NOWHERE)
