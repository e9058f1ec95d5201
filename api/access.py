"""Who asks, may they, and about which ledger? What every route asks for first."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool

from api import as_of, reads
from api.attempts import Attempts
from api.installation import Installation
from api.principals import Doors, Entrance, Principal, shown_by
from ledger import errors
from ledger.canonical import canonical
from ledger.commands import Command
from ledger.entries import Recorded
from ledger.events import Event
from ledger.ids import id_of
from ledger.words import ActorId, Position, Scope, WorkspaceId
from projections.moment import Moment

POSITION = "Ledger-Position"

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="Any text of yours: the same call with the same key is recorded once,"
        " and answered as it was the first time.",
    ),
]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, about which workspace, and the answer under way."""

    installation: Installation
    """At work for the caller's workspace."""
    principal: Principal
    response: Response

    @property
    def workspace(self) -> WorkspaceId:
        """The workspace that the caller was let into."""
        return self.principal.workspace

    @property
    def actor(self) -> ActorId:
        """Who records what the caller asks for."""
        return self.principal.actor

    def record(self, command: Command, *, request_id: UUID | None = None) -> list[Recorded]:
        """Record what a command leads to; the answer carries the position of its last event."""
        ledger = self.installation.ledger
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
            before = self.head()
            recorded = self.record(command, request_id=self.request_id(key))
            is_repeat = not recorded or recorded[0].position <= before
            if recorded and is_repeat:
                self._check_same(recorded, first)
        self.response.status_code = 200 if is_repeat else 201
        return recorded

    def request_id(self, key: str, *names: object) -> UUID:
        """Return the request id that an idempotency key stands for in this workspace."""
        return id_of(self.workspace, "idempotency key", key, *names)

    @contextmanager
    def moment(self, asked: str | None = None) -> Generator[Moment]:
        """Lend the views in one snapshot, now or then; the answer carries its position."""
        with self.installation.database.snapshot() as connection:
            head = reads.head(connection, self.workspace)
            until = None
            if asked is not None:
                until = as_of.resolved(connection, self.workspace, asked, head=head)
            position = head if until is None else until
            self.response.headers.setdefault(POSITION, str(position))
            yield Moment(connection, self.workspace, until, self.installation.past)

    def head(self) -> Position:
        """Return the position of the ledger's last event."""
        with self.installation.database.connection() as connection:
            return reads.head(connection, self.workspace)

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
        principal.must(*self.scopes)
        caller = request.state.caller = Caller(entered, principal, response)
        return caller


Reader = Annotated[Caller, Depends(Needs(Scope.READ))]
"""What a route asks for that shows something of the ledger."""
Writer = Annotated[Caller, Depends(Needs(Scope.WRITE))]
Importer = Annotated[Caller, Depends(Needs(Scope.IMPORT))]
Exporter = Annotated[Caller, Depends(Needs(Scope.EXPORT))]
Eraser = Annotated[Caller, Depends(Needs(Scope.ERASE))]
Admin = Annotated[Caller, Depends(Needs(Scope.ADMIN))]
Auditor = Annotated[Caller, Depends(Needs(Scope.AUDIT))]
Witness = Annotated[Caller, Depends(Needs(Scope.READ, Scope.AUDIT))]
"""Who may have the history proved, without being shown any of it."""
