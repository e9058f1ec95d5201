"""Who asks, may they, and about which ledger? What every route asks for first."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

import orjson
from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from typing_extensions import override

from api import as_of, etags, once, reads
from api.access_changes import AccessChanges
from api.attempts import Attempts
from api.installation import Installation
from api.principals import Doors, Entrance, Principal, shown_by
from ledger import errors
from ledger.access import looks
from ledger.access.looks import Look, Shown
from ledger.canonical import canonical
from ledger.commands import Command
from ledger.entries import Recorded
from ledger.events import Event
from ledger.words import ActorId, Position, Scope, WorkspaceId
from projections.moment import Moment

POSITION = "Ledger-Position"
PROGRAMS = "/v1/"
"""Where programs ask; a key opens nothing else."""
# Browsers and proxies wait for a minute; a question that takes longer is heard by nobody.
READ_SECONDS_MAX = 55
IdempotencyKey = once.IdempotencyKey


class _HasVersion(Protocol):
    @property
    def version(self) -> int: ...
    def model_dump_json(self) -> str: ...


Versioned = TypeVar("Versioned", bound=_HasVersion)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, about which workspace, and the answer under way."""

    installation: Installation
    """At work for the caller's workspace."""
    principal: Principal
    response: Response
    call: once.Call | None = None
    """Where the call carries a key."""

    @property
    def workspace(self) -> WorkspaceId:
        """The workspace that the caller was let into."""
        return self.principal.workspace

    @property
    def actor(self) -> ActorId:
        """Who records what the caller asks for."""
        return self.principal.actor

    @property
    def access(self) -> AccessChanges:
        """What changes, in the caller's name, who has access."""
        if self.call is None:
            return AccessChanges(self.installation, self.actor)
        self._look_up(self.call)
        request_id = self.call.next_request_id()
        return AccessChanges(
            self.installation, self.actor, request_id, is_repeat=self.call.is_repeat
        )

    def record(self, command: Command, *, request_id: UUID | None = None) -> list[Recorded]:
        """Record what a command leads to; the answer carries the position of its last event."""
        ledger = self.installation.ledger
        if self.call is not None and request_id is None:
            self._look_up(self.call)
            request_id = self.call.next_request_id()
        recorded = ledger.record(command, by=self.actor, request_id=request_id)
        self.tell(recorded[-1].position if recorded else self.head())
        return recorded

    def record_once(self, command: Command, key: str | None, first: Event) -> list[Recorded]:
        """Record under an idempotency key; the status says 201 or, for a repeat, 200.

        `first` is the event the command tells of: a key that was used for another one raises
        `errors.RequestReused`.
        """
        if key is None:
            recorded = self.record(command)
            is_repeat = not recorded
        else:
            recorded = self.record(command, request_id=self.request_id(key))
            is_repeat = not recorded or (self.call is not None and self.call.is_repeat)
            if recorded and is_repeat:
                self._check_same(recorded, first)
        self.response.status_code = 200 if is_repeat else 201
        return recorded

    def request_id(self, key: str, part: int = 0) -> UUID:
        """Return the request id that a part of the call with this key is recorded under.

        Raise `errors.RequestReused` where the key was used for another call.
        """
        assert self.call is not None, key
        self._look_up(self.call)
        return self.call.request_id(part)

    def _look_up(self, call: once.Call) -> None:
        with self.installation.database.connection() as connection:
            call.look_up(connection, self.workspace)

    @contextmanager
    def moment(self, asked: str | None = None) -> Generator[Moment]:
        """Lend the views in one snapshot, now or then; the answer carries its position."""
        database = self.installation.database.of(self.workspace)
        with database.reading(seconds_max=READ_SECONDS_MAX) as (connection, head):
            until = None
            if asked is not None:
                until = as_of.resolved(connection, self.workspace, asked, head=head)
            position = head if until is None else until
            self.response.headers.setdefault(POSITION, str(position))
            past, viewer = self.installation.past, self.principal.viewer
            yield Moment(connection, self.workspace, until, past, viewer=viewer, head=head)

    def looked(self, what: Shown, *, whom: UUID | None = None, count: int | None = 1) -> None:
        """Put down who is shown what, of whom or of how many; nothing stands for everybody.

        Call it before anything of the answer is sent: what cannot be put down is not shown.
        """
        told = self.response.headers.get(POSITION)
        position = None if told is None else Position(int(told))
        who = self.principal
        look = Look(who.actor, who.member, what, whom, count, position)
        with self.installation.database.appending() as connection:
            looks.put_down(connection, self.workspace, look)

    def head(self) -> Position:
        """Return the position of the ledger's last event."""
        with self.installation.database.connection() as connection:
            return reads.head(connection, self.workspace)

    def tagged(self, answer: Versioned) -> Versioned:
        """Let the answer carry its ETag; return it."""
        body = answer.model_dump_json().encode()
        self.response.headers["ETag"] = etags.tag_of(answer.version, body)
        return answer

    def tell(self, position: Position) -> None:
        """Let the answer carry this position."""
        self.response.headers[POSITION] = str(position)

    def _check_same(self, recorded: list[Recorded], first: Event) -> None:
        places = [each for each in recorded if each.event_type == type(first).__name__]
        with self.installation.database.connection() as connection:
            told = [
                event.payload
                for place in places[:1]
                for event in reads.event_at(connection, self.workspace, place.position)
            ]
            if places and told == [{}] and places[0].candidate_id is not None:
                # Emptied: whoever it was about was erased since.
                self.installation.knowledge().root(places[0].candidate_id)
        if told != [orjson.loads(canonical(first.payload()))]:
            raise errors.RequestReused("Take a new Idempotency-Key for a new call.")


def _enter(request: Request, doors: Doors, shown: str) -> Entrance:
    """Look up who shows a credential, unless it opened nothing too often."""
    attempts: Attempts = request.app.state.attempts
    address = request.client.host if request.client else ""
    with attempts.on_credential(shown, address, was_good=doors.knew(shown)):
        return doors.enter(request.app.state.installation, shown)


class Needs:
    """The one authoriser: lets a caller through who may do what a scope names."""

    def __init__(self, *scopes: Scope) -> None:
        self.scopes = scopes
        """Any of them will do."""

    async def __call__(self, request: Request, response: Response) -> Caller:
        """Return the caller; raise `errors.NotSignedIn` or `errors.Forbidden`."""
        doors: Doors = request.app.state.doors
        shown = shown_by(request)
        found = doors.recent(shown)
        if not found:
            # Only this waits for the database, and so goes through a thread.
            found = [await run_in_threadpool(_enter, request, doors, shown)]
        principal, entered = found[0]
        if principal.session_id is None and not request.url.path.startswith(PROGRAMS):
            raise errors.Forbidden(f"Pages are for people: a key asks under {PROGRAMS}.")
        principal.must(*self.scopes)
        self.check(principal)
        call = await once.begun(request, entered.workspace, principal.actor)
        caller = request.state.caller = Caller(entered, principal, response, call)
        return caller

    def check(self, principal: Principal) -> None:
        """Refuse whom a scope alone does not let through; nobody, here."""


class NeedsReading(Needs):
    """Lets those through who may read besides: the answer shows what was held before."""

    @override
    def check(self, principal: Principal) -> None:
        principal.must(Scope.READ)


class NeedsOwner(Needs):
    """Lets an owner through who is here themselves: no key decides this."""

    @override
    def check(self, principal: Principal) -> None:
        if not principal.is_owner:
            raise errors.Forbidden("Only an owner who is signed in decides this.")


Reader = Annotated[Caller, Depends(Needs(Scope.READ))]
"""What a route asks for that shows something of the ledger."""
Writer = Annotated[Caller, Depends(Needs(Scope.WRITE))]
"""What a route asks for that is answered with no more than what it was sent."""
Editor = Annotated[Caller, Depends(NeedsReading(Scope.WRITE))]
"""What a route asks for that changes something and shows the whole of it."""
Importer = Annotated[Caller, Depends(Needs(Scope.IMPORT))]
Undoer = Annotated[Caller, Depends(NeedsReading(Scope.IMPORT))]
"""Who turns an import about, and is shown what it did."""
Exporter = Annotated[Caller, Depends(Needs(Scope.EXPORT))]
Eraser = Annotated[Caller, Depends(Needs(Scope.ERASE))]
Admin = Annotated[Caller, Depends(Needs(Scope.ADMIN))]
Keeper = Annotated[Caller, Depends(NeedsReading(Scope.ADMIN))]
"""Who says of somebody what data must be kept, and is shown what else holds of them."""
Auditor = Annotated[Caller, Depends(Needs(Scope.AUDIT))]
Overseer = Annotated[Caller, Depends(Needs(Scope.ADMIN, Scope.AUDIT))]
"""Who may know who looked at somebody."""
Witness = Annotated[Caller, Depends(Needs(Scope.READ, Scope.AUDIT))]
"""Who may have the history proved, without being shown any of it."""
Anybody = Annotated[Caller, Depends(Needs(*Scope))]
"""Whoever is let in at all: what is asked is their own."""
Owner = Annotated[Caller, Depends(NeedsOwner(Scope.ADMIN))]
