"""The library's door: its own tests of a recorder, and what a follower must not miss."""

import base64
import gc
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from threading import Thread
from typing import Any, cast
from uuid import UUID

import pytest
from eventsourcing.persistence import Notification, StoredEvent
from typing_extensions import override

from api.installation import Installation
from ledger import errors
from ledger.recorder import CHANNEL, WorkspaceRecorder
from tests.ledger.stories import another_workspace, call, known_candidate, record, rows


def _library_tests() -> Any:
    """Return the tests of a recorder that the library's wheel ships.

    Their module also tests a cipher of a package that we have no use for and do not install.
    """
    cipher = types.ModuleType("eventsourcing.cipher")
    cipher.AESCipher = object  # pyright: ignore[reportAttributeAccessIssue] - a name is enough
    known = sys.modules.setdefault("eventsourcing.cipher", cipher)
    try:
        return import_module("eventsourcing.tests.persistence").ApplicationRecorderTestCase
    finally:
        if known is cipher:
            del sys.modules["eventsourcing.cipher"]


def _as_json(event: StoredEvent) -> StoredEvent:
    text = base64.b64encode(event.state).decode()
    return replace(event, state=b'{"state":"%s"}' % text.encode())


def _from_json(state: bytes) -> bytes:
    return base64.b64decode(state.removeprefix(b'{"state": "').removesuffix(b'"}'))


class StatesAsJson(WorkspaceRecorder):
    """Our recorder for tests whose states are no JSON: each is wrapped in a field."""

    @override
    def insert_events(
        self, stored_events: Sequence[StoredEvent], **facts: Any
    ) -> Sequence[int] | None:
        return super().insert_events([_as_json(event) for event in stored_events], **facts)

    @override
    def select_events(self, originator_id: UUID | str, **facts: Any) -> Sequence[StoredEvent]:
        found = super().select_events(originator_id, **facts)
        return [replace(event, state=_from_json(event.state)) for event in found]

    @override
    def select_notifications(self, *places: Any, **facts: Any) -> Sequence[Notification]:
        found = super().select_notifications(*places, **facts)
        return [replace(told, state=_from_json(told.state)) for told in found]


@pytest.mark.parametrize(
    "name",
    [
        "test_insert_select",
        "test_performance",
        "test_concurrent_no_conflicts",
        "test_concurrent_throughput",
        "optional_test_insert_subscribe",
    ],
)
def test_the_librarys_own_test_of_a_recorder_passes(workspace: Installation, name: str) -> None:
    class OurRecorder(_library_tests()):
        INITIAL_VERSION = 1

        def create_recorder(self) -> WorkspaceRecorder:
            return StatesAsJson(workspace.ledger.store)

    test = cast("Callable[[], None]", getattr(OurRecorder(name), name))

    test()


def test_a_follower_sees_every_event_of_its_workspace_in_order(workspace: Installation) -> None:
    who = known_candidate(workspace)
    elsewhere = another_workspace(workspace)
    other = known_candidate(elsewhere)

    def write() -> None:
        for _ in range(300):
            record(workspace, call(who))
            record(elsewhere, call(other))

    seen: list[int] = []
    writer = Thread(target=write)
    with workspace.ledger.recorder().subscribe(gt=0) as following:
        writer.start()
        # Nobody notifies here: what comes after the first page is found by looking.
        for told in following:
            seen.append(told.id)
            if len(seen) == 301:
                break
    writer.join()

    assert seen == list(range(1, 302))


def test_an_event_committed_after_the_first_page_waits_for_no_notification(
    workspace: Installation,
) -> None:
    who = known_candidate(workspace)
    recorder = workspace.ledger.recorder()

    with recorder.subscribe(gt=0, topics=["EngagementRecorded"]) as following:
        place = record(workspace, call(who))[0].position
        told = next(iter(following))

    assert (told.id, told.topic) == (place, "EngagementRecorded")


def test_a_closed_subscription_leaves_no_listening_connection_behind(
    workspace: Installation,
) -> None:
    known_candidate(workspace)
    for _ in range(3):
        with workspace.ledger.recorder().subscribe(gt=0) as following:
            next(iter(following))

    lent = [workspace.database.pool.getconn() for _ in range(workspace.database.pool.max_size)]
    try:
        channels = [each.execute("select pg_listening_channels()").fetchall() for each in lent]
        with workspace.database.owner() as owner:
            owner.execute(f'notify "{CHANNEL}"'.encode())
        heard = [list(each.notifies(timeout=0.01)) for each in lent]
    finally:
        for each in lent:
            workspace.database.pool.putconn(each)

    assert channels == [[]] * len(lent)
    assert heard == [[]] * len(lent)


def test_a_recorder_that_is_gone_leaves_the_pool_open(workspace: Installation) -> None:
    recorder = workspace.ledger.recorder()
    with recorder.datastore:
        assert recorder.max_notification_id() is None
    recorder.datastore.close()

    del recorder
    gc.collect()

    assert known_candidate(workspace)
    assert rows(workspace, "select 1") == [(1,)]


@pytest.mark.parametrize("said", ["y", "Y", "yes", "true", "1"])
def test_the_librarys_database_functions_are_refused(
    workspace: Installation, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", said)

    with pytest.raises(errors.SetupNeeded, match="unset POSTGRES_ENABLE_DB_FUNCTIONS"):
        workspace.ledger.recorder()
