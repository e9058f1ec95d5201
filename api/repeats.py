"""Repeats: the key of a call, read before anything else, and what its answer says of it."""

from collections.abc import Iterable
from uuid import UUID

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.faults import BAD_KEY
from api.once import CALL, REPLAYED, Call, is_key
from api.problems import answer_of, problem_body

_NAME = b"idempotency-key"
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


class Repeats:
    """Reads the key of a call, and says on its answer where it was a repeat."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._under_way: set[UUID] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        keys = _keys(scope) if scope["type"] == "http" and scope["method"] in _CHANGING else []
        if not keys:
            await self._app(scope, receive, send)
            return
        if len(keys) > 1 or not is_key(keys[0]):
            await answer_of(problem_body(400, *BAD_KEY, name="bad-key"))(scope, receive, send)
            return
        told = b"%b %b?%b\n" % (
            scope["method"].encode(),
            scope["path"].encode(),
            scope["query_string"],
        )
        call = Call(keys[0], told, self._under_way)
        scope[CALL] = call

        async def send_told(message: Message) -> None:
            if call.is_repeat and message["type"] == "http.response.start":
                message["headers"].append((REPLAYED.lower().encode(), b"true"))
            await send(message)

        try:
            await self._app(scope, receive, send_told)
        finally:
            call.end()


def _keys(scope: Scope) -> list[bytes]:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value for name, value in headers if name == _NAME]
