"""Live, rebuilt and as-of views cannot disagree: random histories try to make them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.installation import Installation
from ledger import errors
from ledger.commands import Command
from ledger.commands.applications import CloseApplication, MoveApplication, OpenApplication
from ledger.commands.candidates import (
    AddCandidate,
    AddHandle,
    AddTag,
    CorrectHandle,
    GivenHandle,
    RemoveHandle,
    RemoveTag,
    UpdateCandidate,
    handle_id_of,
)
from ledger.commands.engagements import CorrectEngagement, RecordEngagement, RetractEngagement
from ledger.commands.follow_ups import CancelFollowUp, FinishFollowUp, PromiseFollowUp
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.pools import ArchivePool, CreatePool, JoinPool, LeavePool, RenamePool
from ledger.entries import Entry
from ledger.events import EngagementRecorded, ImportCompleted, ImportStarted
from ledger.ids import id_of, new_id
from ledger.rows import Request
from ledger.store import VersionTakenError
from ledger.words import Handle, HandleType, StreamId
from projections import VIEWS
from projections.effective import EVERYTHING
from projections.rebuild import rebuild
from projections.view import View, filled

_STEPS = st.lists(
    st.tuples(st.integers(0, 24), st.integers(0, 3), st.integers(0, 3), st.booleans()),
    min_size=5,
    max_size=40,
)
_KINDS = ("call", "email", "meeting", "note")
_DIRECTIONS = ("inbound", "outbound", None)


def _thing(seed: object, sort: str, number: int) -> UUID:
    return id_of(seed, sort, number)


def _command(seed: object, known: Any, step: tuple[int, int, int]) -> Command:  # noqa: C901, PLR0911, PLR0912 - a table
    what, a, b = step
    who, other = _thing(seed, "candidate", a), _thing(seed, "candidate", b)
    handle = Handle(type=HandleType.EMAIL, value=f"p{b}@x.example")
    engagement = _thing(seed, "engagement", a * 4 + b)
    match what:
        case 0 | 1:
            return AddCandidate.model_validate(
                {"candidate_id": who, "profile": {"first_name": f"P{a}", "company": f"C{b}"}}
            )
        case 2:
            return UpdateCandidate.model_validate(
                {"candidate_id": who, "profile": {"title": f"T{b}", "company": None}}
            )
        case 3:
            return AddHandle(candidate_id=who, given=GivenHandle(handle=handle))
        case 4:
            id_ = handle_id_of(known, handle)
            return CorrectHandle.model_validate(
                {"candidate_id": who, "handle_id": id_, "status": "outdated"}
            )
        case 5:
            return RemoveHandle(candidate_id=who, handle_id=handle_id_of(known, handle))
        case 6:
            return AddTag(candidate_id=who, tag=f"Tag{b}")
        case 7:
            return RemoveTag(candidate_id=who, tag=f"tag{b}")
        case 8 | 9 | 10:
            return RecordEngagement.model_validate(
                {
                    "candidate_id": who,
                    "engagement_id": engagement,
                    "occurred_at": f"2025-0{a + 1}-1{b}T10:00:00Z",
                    "engagement": {"kind": _KINDS[b], "direction": _DIRECTIONS[a % 3]},
                }
            )
        case 11:
            return CorrectEngagement.model_validate(
                {
                    "engagement_id": engagement,
                    "changes": {"kind": "interview"},
                    "occurred_at": "2024-05-05T00:00:00Z",
                }
            )
        case 12:
            return RetractEngagement(engagement_id=engagement)
        case 13:
            return CreatePool(pool_id=_thing(seed, "pool", a), name=f"Pool {b}")
        case 14:
            return JoinPool(pool_id=_thing(seed, "pool", b), candidate_id=who)
        case 15:
            return LeavePool(pool_id=_thing(seed, "pool", b), candidate_id=who)
        case 16:
            return RenamePool(pool_id=_thing(seed, "pool", a), name=f"New {b}")
        case 17:
            return ArchivePool(pool_id=_thing(seed, "pool", a))
        case 18:
            return PromiseFollowUp.model_validate(
                {
                    "candidate_id": who,
                    "follow_up_id": _thing(seed, "promise", b),
                    "due_on": f"2026-01-0{b + 1}",
                    "about": "Porto",
                }
            )
        case 19:
            promise = _thing(seed, "promise", b)
            ends = FinishFollowUp if a % 2 else CancelFollowUp
            return ends(follow_up_id=promise)
        case 20:
            return OpenApplication(
                candidate_id=who, application_id=_thing(seed, "job", b), opportunity="SRE"
            )
        case 21:
            job = _thing(seed, "job", b)
            if a % 2:
                return MoveApplication(application_id=job, stage=f"S{a}")
            return CloseApplication.model_validate({"application_id": job, "outcome": "hired"})
        case 22:
            return MergeCandidates(
                primary_candidate_id=who,
                duplicate_candidate_id=other,
                merge_id=_thing(seed, "merge", a * 4 + b),
            )
        case 23:
            return UnmergeCandidates(merge_id=_thing(seed, "merge", a * 4 + b))
        case _:
            turn = RevertImport if b % 2 else ReinstateImport
            return turn(import_id=_thing(seed, "import", a))


def _import(on: Installation, seed: object, number: int, entries: list[Entry]) -> None:
    """Record what a command decided as the doing of an import, begun and ended with it."""
    import_id = StreamId(_thing(seed, "import", number))
    version = on.knowledge().version(import_id)
    started = ImportStarted(source="test", filename="f", sha256="0", size_bytes=0)
    begun = [] if version else [Entry(started, import_id, 1)]
    done = Entry(ImportCompleted(report={}), import_id, version + len(begun) + 1)
    caused = [entry._replace(import_id=import_id) for entry in entries]
    on.ledger.append(Request(new_id(), on.owner, [*begun, *caused, done]))


def _rows(on: Installation, query: str, **values: Any) -> list[str]:
    with on.database.owner() as connection:
        rows = connection.execute(query, {"workspace": on.workspace, **values}).fetchall()  # pyright: ignore[reportArgumentType]
    return sorted(str(row[0]) for row in rows)


def _live(on: Installation, view: View) -> list[str]:
    return _rows(
        on, f"select t::text from views.{view.name} t where t.workspace_id = %(workspace)s"
    )


def _as_of(on: Installation, view: View, position: int) -> list[str]:
    query = filled(
        view.rows(EVERYTHING), workspace="%(workspace)s::uuid", until="%(until)s::bigint"
    )
    return _rows(on, f"select t::text from ({query}) t", until=position)


def _head(on: Installation) -> int:
    with on.database.connection() as connection:
        row = connection.execute(
            "select position from ledger.heads where workspace_id = %s", (on.workspace,)
        ).fetchone()
    assert row is not None
    return int(row["position"])


def _live_through(on: Installation, steps: list[tuple[int, int, int, bool]]) -> None:
    seed = new_id()
    for what, a, b, is_imported in steps:
        known = on.knowledge()
        command = _command(seed, known, (what, a, b))
        try:
            if is_imported and what != 24:
                entries = list(command.decide(known, datetime.now(UTC)))
                if entries:
                    _import(on, seed, a, entries)
            else:
                on.ledger.record(command, by=on.owner)
        except (errors.Refused, errors.Contended):
            continue
        except VersionTakenError:
            # A command decided outside the ledger may hit a stream that is taken already.
            continue


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=_STEPS, then=_STEPS)
def test_live_and_as_of_say_the_same_of_any_history(
    workspace: Installation,
    first: list[tuple[int, int, int, bool]],
    then: list[tuple[int, int, int, bool]],
) -> None:
    _live_through(workspace, first)
    position = _head(workspace)
    before = {view.name: _live(workspace, view) for view in VIEWS}

    _live_through(workspace, then)

    for view in VIEWS:
        assert _as_of(workspace, view, position) == before[view.name], view.name
        assert _as_of(workspace, view, _head(workspace)) == _live(workspace, view), view.name


def test_a_rebuilt_view_is_the_live_one(workspace: Installation) -> None:
    steps = [
        (what, a, b, (what + a) % 3 == 0)
        for what in (*range(24), 22, 24, 8, 11, 12, 23)
        for a in range(3)
        for b in range(3)
    ]
    _live_through(workspace, steps)
    before = {view.name: _live(workspace, view) for view in VIEWS}

    with workspace.database.owner() as connection:
        for view in VIEWS:
            rebuild(connection, view, tell=lambda _: None)

    assert {view.name: _live(workspace, view) for view in VIEWS} == before


def test_an_unmerge_restores_both(workspace: Installation) -> None:
    one, two = new_id(), new_id()
    for who in (one, two):
        workspace.ledger.record(AddCandidate(candidate_id=who), by=workspace.owner)
        workspace.ledger.record(
            RecordEngagement(
                candidate_id=who, engagement=EngagementRecorded.model_validate({"kind": "call"})
            ),
            by=workspace.owner,
        )
    views = [view for view in VIEWS if view.name not in {"timeline", "merges"}]
    before = {view.name: _live(workspace, view) for view in views}
    merge = MergeCandidates(primary_candidate_id=one, duplicate_candidate_id=two)

    workspace.ledger.record(merge, by=workspace.owner)
    merged = {view.name: _live(workspace, view) for view in views}
    workspace.ledger.record(UnmergeCandidates(merge_id=merge.merge_id), by=workspace.owner)

    assert merged != before
    assert {view.name: _live(workspace, view) for view in views} == before


def test_an_unknown_candidate_is_refused_and_nothing_is_written(
    workspace: Installation,
) -> None:
    command = RecordEngagement(
        candidate_id=new_id(), engagement=EngagementRecorded.model_validate({"kind": "call"})
    )

    with pytest.raises(errors.Unknown):
        workspace.ledger.record(command, by=workspace.owner)

    assert _head(workspace) == 0
