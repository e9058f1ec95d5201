"""Once: a call that carries a key is done once, however often it is sent.

As draft-ietf-httpapi-idempotency-key-header says: a malformed key is 400, a key of another call
422, a key whose call is still under way 409. There is no store of keys and answers: the key and
a fingerprint of the call are the request id under which its events stand in the ledger. So it
holds for ever, after a crash, in every process and in a restored archive, and there is nothing
to erase. A repeat is answered anew from the ledger: the same ids, as they stand now.
"""

import hashlib
import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Request
from psycopg import Connection
from psycopg.rows import DictRow

from api import reads
from api.places import STREAMED
from ledger import errors
from ledger.ids import CALL_PARTS_MAX, call_ids, id_of
from ledger.words import ActorId, WorkspaceId

REPLAYED = "Idempotency-Replayed"
CALL = "rapport.call"
"""In a request's scope: the call that its key makes it."""
KEY_CHARACTERS_MAX = 255
# A string as the draft has it (RFC 8941 §3.3.3), or the like without quotes; a comma there
# would make it two.
_PATTERN = r'"(?:[ !#-\[\]-~]|\\["\\])+"|[!#-+\--~](?:[ !#-+\--~]*[!#-+\--~])?'
_KEY = re.compile(_PATTERN)
_NONE = UUID(int=0)

_DESCRIPTION = (
    "Any text of yours, as a UUID: the same call with the same key is done once, and its repeat"
    f" is answered with the same ids and `{REPLAYED}: true`."
)
_SCHEMA: dict[str, Any] = {
    "minLength": 1,
    "maxLength": KEY_CHARACTERS_MAX,
    "pattern": f"^(?:{_PATTERN})$",
}
PARAMETER: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": _DESCRIPTION,
    "schema": {"type": "string", **_SCHEMA},
}
"""How the description of the API tells of the header."""
IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", description=_DESCRIPTION, json_schema_extra=_SCHEMA),
]


class StillUnderWay(errors.LedgerError):
    """The first call with this Idempotency-Key is still under way."""


class Call:
    """One call with a key, from its arrival to its answer."""

    def __init__(self, key: bytes, told: bytes, under_way: set[UUID]) -> None:
        self.is_repeat = False
        self._key = key
        self._told = told
        self._under_way = under_way
        self._first = self._last = _NONE
        self._mine = self._first
        self._is_looked_up = False
        self._part_count = 0

    def begin(self, workspace: WorkspaceId, actor: ActorId, body: bytes) -> None:
        """Say whose key it is, and what was sent; raise `StillUnderWay` for one in use."""
        if self._first in self._under_way:
            # Somebody of this very call asked before.
            return
        # Whoever knows a body, but not its key, cannot tell from the ledger that it was sent.
        secret = hashlib.sha256(self._key).digest()
        fingerprint = hashlib.blake2b(self._told + body, key=secret).digest()
        name = id_of(workspace, "idempotency key", actor, self._key.decode("ascii"))
        self._first, self._mine, self._last = call_ids(name, int.from_bytes(fingerprint))
        if self._first in self._under_way:
            self._first = _NONE
            raise StillUnderWay("Wait for its answer, or repeat this call in a second.")
        self._under_way.add(self._first)

    def end(self) -> None:
        """Let the key be used again: for a repeat."""
        self._under_way.discard(self._first)

    def look_up(self, connection: Connection[DictRow], workspace: WorkspaceId) -> None:
        """See whether the call was recorded before; raise `errors.RequestReused` for another.

        Asked twice, the ledger is asked once.
        """
        if self._is_looked_up:
            return
        for found in reads.request_between(connection, workspace, self._first, self._last):
            if found.int // CALL_PARTS_MAX != self._mine.int // CALL_PARTS_MAX:
                raise errors.RequestReused("Take a new Idempotency-Key for a new call.")
            self.is_repeat = True
        self._is_looked_up = True

    def request_id(self, part: int) -> UUID:
        """Return the request id of one of the things that the call does."""
        assert self._first != _NONE, "begun"
        assert part < CALL_PARTS_MAX
        return UUID(int=self._mine.int + part)

    def next_request_id(self) -> UUID:
        """Return the request id of the next thing that the call does."""
        self._part_count += 1
        return self.request_id(self._part_count - 1)


def is_key(given: bytes) -> bool:
    """Say whether this may be a key."""
    text = given.decode("latin-1")
    return len(text) <= KEY_CHARACTERS_MAX and _KEY.fullmatch(text) is not None


async def begun(request: Request, workspace: WorkspaceId, actor: ActorId) -> Call | None:
    """Return the call that this request's key makes it, where it has one."""
    call: Call | None = request.scope.get(CALL)
    if call is not None:
        # A file is known by its contents: the same one is brought in once without any key.
        body = b"" if request.scope["path"] in STREAMED else await request.body()
        call.begin(workspace, actor, body)
    return call
