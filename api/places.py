"""Places: how much is under way at once, so that a full house says so instead of slowing down.

A request takes a place when all of it is here, so that a slow sender holds none, and gives it
back with its answer, or when its caller hangs up. Whoever finds no place is told at once to
come again in a second: a queue that only grows makes everybody wait and helps nobody.
"""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

HEALTH = frozenset({"/healthz", "/readyz", "/v1/healthz", "/v1/readyz"})
"""Who asks whether we live is answered however full it is."""
STREAMED = frozenset({"/v1/imports", "/import/files"})
"""Where a body goes to disk as it arrives, and takes no room in memory."""
GONE = "rapport.gone"
"""In a request's scope: what to call when its caller hangs up."""

# Forty work (the threads), the others wait a few hundred milliseconds for one of them.
REQUESTS_MAX = 128
# Three of the largest bodies that are held in memory, or a hundred of the usual limit.
ARRIVING_BYTES_MAX = 96 << 20


class Full(HTTPException):
    """So much is under way that one more would only make everybody wait."""

    def __init__(self) -> None:
        super().__init__(503, headers={"Retry-After": "1"})


class Places:
    """The places of one process, and the bytes of bodies that it holds in memory."""

    def __init__(
        self, count: int = REQUESTS_MAX, arriving_bytes_max: int = ARRIVING_BYTES_MAX
    ) -> None:
        self.left = count
        self.bytes_left = arriving_bytes_max


class Stay:
    """One request's way through: its body counted, its place taken and given back."""

    __slots__ = ("_bytes_left", "_has_place", "_held_bytes", "_is_held", "_places", "_receive")

    def __init__(
        self, places: Places, receive: Receive, bytes_max: int, *, is_held: bool
    ) -> None:
        self._places = places
        self._receive = receive
        self._bytes_left = bytes_max
        self._is_held = is_held
        self._held_bytes = 0
        self._has_place = False

    def enter(self) -> None:
        """Take a place; raise `Full` where none is left."""
        if self._has_place:
            return
        if self._places.left <= 0:
            raise Full
        self._places.left -= 1
        self._has_place = True

    def leave(self) -> None:
        """Give back the place, where it was taken, and whatever room the body took."""
        if self._has_place:
            self._places.left += 1
            self._has_place = False
        self._places.bytes_left += self._held_bytes
        self._held_bytes = 0

    async def receive(self) -> Message:
        """Receive some of the body; raise what it breaks: its own limit, or everybody's."""
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        byte_count = len(message.get("body", b""))
        self._bytes_left -= byte_count
        if self._bytes_left < 0:
            raise HTTPException(413)
        if self._is_held:
            self._held_bytes += byte_count
            self._places.bytes_left -= byte_count
            if self._places.bytes_left < 0:
                raise Full
        if not message.get("more_body", False):
            self.enter()
        return message


def has_body(scope: Scope) -> bool:
    """Say whether a request's head announces a body."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip() != b"0")
        for name, value in scope["headers"]
    )
