"""What the tests of the core say in few words: somebody is known, something happened."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.installation import Installation
from ledger.commands import Command
from ledger.commands.candidates import AddCandidate
from ledger.commands.engagements import RecordEngagement
from ledger.commands.handles import GivenHandle
from ledger.entries import Entry, Recorded
from ledger.events import EngagementRecorded, ImportCompleted, ImportStarted
from ledger.ids import id_of, new_id
from ledger.parcels import Request
from ledger.recording import Ledger
from ledger.words import CandidateId, Handle, HandleType, Kind, StreamId
from projections import VIEWS
from projections.effective import EVERYTHING, PEOPLE
from projections.knowledge import Knowledge
from projections.moment import Moment
from projections.prepare import create_workspace
from projections.view import View, filled
from tests.lasting import owner

CALL = EngagementRecorded(kind=Kind.CALL, body="Prague? “Maybe” \\ later\n\U0001f600")
STARTED = ImportStarted(source="test", filename="f", sha256="0", size_bytes=0)


def another_workspace(on: Installation) -> Installation:
    """Make one more empty workspace on the same database."""
    database = on.database
    with owner(database) as connection:
        workspace, founder = create_workspace(connection, new_id(), new_id())
    key = on.settings.suppression_key
    ledger = Ledger(database, workspace, lambda: Knowledge(database, workspace, None, key))
    return replace(on, workspace=workspace, owner=founder, ledger=ledger)


def email(address: str) -> Handle:
    """Return an e-mail address as a handle."""
    return Handle(type=HandleType.EMAIL, value=address)


def given_email(address: str) -> GivenHandle:
    """Return an e-mail address as somebody gives it."""
    return GivenHandle(handle=email(address))


def record(on: Installation, command: Command) -> list[Recorded]:
    """Record a command as the owner."""
    return on.ledger.record(command, by=on.owner)


def known_candidate(on: Installation, **facts: Any) -> CandidateId:
    """Enter a candidate and return their id."""
    command = AddCandidate.model_validate(facts)
    record(on, command)
    return CandidateId(command.candidate_id)


def call(who: UUID, **facts: Any) -> RecordEngagement:
    """Return the command that records a call with a candidate."""
    return RecordEngagement.model_validate(
        {"candidate_id": who, "engagement": CALL, **facts}, strict=False
    )


def append(on: Installation, entries: Sequence[Entry]) -> list[Recorded]:
    """Append entries as they are."""
    return on.ledger.append(Request(new_id(), on.owner, entries))


def import_of(on: Installation, name: str) -> StreamId:
    """Return the id of an import by a name of the test's own."""
    return StreamId(id_of(on.workspace, "import of the test", name))


def brought_in(on: Installation, import_id: StreamId, entries: Sequence[Entry]) -> None:
    """Record entries as the doing of one import, begun and ended around them."""
    version = on.knowledge().version(import_id)
    begun = [] if version else [Entry(STARTED, import_id, 1)]
    ended = Entry(ImportCompleted(report={}), import_id, version + len(begun) + 1)
    append(on, [*begun, *(entry._replace(import_id=import_id) for entry in entries), ended])


def rows(on: Installation, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """Answer a query of the test's own with the owner's rights."""
    with owner(on.database) as connection:
        return _answered(on, connection, query, **values)


def head(on: Installation) -> int:
    """Return the position of the last event."""
    query = "select position from ledger.heads where workspace_id = %(workspace)s"
    return int(rows(on, query)[0][0])


def stored(on: Installation, columns: str = "*") -> list[tuple[Any, ...]]:
    """Return the stored events in the order of their positions."""
    return rows(
        on,
        f"select {columns} from ledger.events where workspace_id = %(workspace)s"
        " order by position",
    )


def live(on: Installation, *without: str) -> dict[str, list[str]]:
    """Return the rows of every view's table as texts, in an order of their own."""
    # Through one connection: a new one for each view costs more than all the answers.
    with owner(on.database) as connection:
        return {
            view.name: _texts(
                on,
                connection,
                f"select t::text from views.{view.name} t where workspace_id = %(workspace)s",
            )
            for view in VIEWS
            if view.name not in without
        }


def as_of(on: Installation, view: View, position: int) -> list[str]:
    """Return the rows of a view as of a position, worked out from the events."""
    with owner(on.database) as connection:
        return _as_of(on, connection, view, position)


def everything_of(moment: Moment, view: View, who: CandidateId) -> list[str]:
    """Return the rows of a view about one person at a moment, worked out from the events."""
    query = filled(
        view.rows(PEOPLE),
        workspace="%(workspace)s::uuid",
        until="%(until)s::bigint",
        **{name: f"%({name})s::uuid[]" for name in moment.standing([who])},
    )
    values = {
        "workspace": moment.workspace,
        "until": 2**62 if moment.until is None else moment.until,
    }
    asked = {**values, **moment.standing([who])}
    found = moment.connection.execute(f"select t::text from ({query}) t", asked)  # pyright: ignore[reportArgumentType, reportCallIssue]
    return sorted(row["t"] for row in found)


def all_as_of(on: Installation, position: int) -> dict[str, list[str]]:
    """Return the rows of every view as of a position."""
    with owner(on.database) as connection:
        return {view.name: _as_of(on, connection, view, position) for view in VIEWS}


def _as_of(
    on: Installation, connection: Connection[Any], view: View, position: int
) -> list[str]:
    query = filled(
        view.rows(EVERYTHING), workspace="%(workspace)s::uuid", until="%(until)s::bigint"
    )
    return _texts(on, connection, f"select t::text from ({query}) t", until=position)


def _texts(
    on: Installation, connection: Connection[Any], query: str, **values: Any
) -> list[str]:
    return sorted(row[0] for row in _answered(on, connection, query, **values))


def _answered(
    on: Installation, connection: Connection[Any], query: str, **values: Any
) -> list[tuple[Any, ...]]:
    given = {"workspace": on.workspace, **values}
    return connection.execute(query.encode(), given).fetchall()
