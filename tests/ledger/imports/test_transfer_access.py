"""A history that says who has access: brought in or restored, it lets nobody in."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from api.installation import Installation
from api.principals import SESSION_COOKIE, Doors
from ledger import errors, events
from ledger.access import keys
from ledger.access.roles import SCOPES
from ledger.entries import Entry
from ledger.events import GLOSSARY, Event
from ledger.ids import new_id
from ledger.imports.bringer import Bringer
from ledger.imports.rapport.belonging import (
    COMES_ALONG,
    OF_ACCESS,
    OF_PROOF,
    OF_WORKSPACE,
    WHY_IT_STAYS,
)
from ledger.imports.rapport.planning import Transfer
from ledger.imports.reading import Batch
from ledger.imports.records import ForeignEvent, Place
from ledger.words import Role, Scope, StreamId
from projections import invitations, members, workspaces
from projections.moment import Moment
from projections.restore import restore
from tests.ledger.imports.transfers import exported, person, transferred
from tests.ledger.installations import new_installation
from tests.ledger.stories import another_workspace, append, live, rows
from tests.sessions import signed_in

MALLORY = new_id()
KEY = new_id()
FAR = "2199-01-01T00:00:00Z"
_ACCESS_VIEWS = ("members", "invitations", "api_keys", "workspaces")


def _claims(to: Installation) -> list[Entry]:
    """Return what an attacker would have a ledger say, on the very streams it listens to."""
    on_members = StreamId(to.knowledge().id_of("members"))
    workspace, invitation = StreamId(to.workspace), StreamId(new_id())
    told: list[tuple[StreamId, Event]] = [
        (on_members, events.LedgerFounded(owner_id=MALLORY)),
        (on_members, _member(to.owner, Role.VIEWER)),
        (on_members, events.MemberRoleChanged(member_id=to.owner, role=Role.AUDITOR)),
        (on_members, events.MemberRemoved(member_id=to.owner)),
        (invitation, _read(events.InvitationSent, role="owner", name="M", expires_at=FAR)),
        (StreamId(KEY), events.ApiKeyIssued(label="M", scopes=tuple(Scope))),
        (StreamId(KEY), _read(events.ApiKeyRotated, old_until=FAR)),
        (StreamId(new_id()), events.ApiKeyIssued(label="N", scopes=(Scope.READ,))),
        (workspace, events.WorkspaceRenamed(name="Mallory's")),
        (workspace, _read(events.DeletionScheduled, at="2026-01-01T00:00:00Z")),
        (StreamId(new_id()), events.SigningKeyNamed(verifier_key="m+00000000+x")),
    ]
    versions: dict[StreamId, int] = {}
    entries: list[Entry] = []
    for stream_id, event in told:
        versions[stream_id] = versions.get(stream_id, 0) + 1
        entries.append(Entry(event, stream_id, versions[stream_id]))
    return entries


def _member(member_id: UUID, role: Role) -> Event:
    return events.MemberAdded(member_id=member_id, role=role, name="M")


def _read(kind: type[Event], **told: str) -> Event:
    return kind.model_validate(told, strict=False)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make a ledger with one person, and with every claim that an attacker could make."""
    made = another_workspace(workspace)
    person(made, "Ada", "ada@x.example")
    append(made, _claims(workspace))
    return made


def test_of_every_event_it_is_said_whether_it_comes_along() -> None:
    assert COMES_ALONG.isdisjoint(WHY_IT_STAYS)
    assert COMES_ALONG | WHY_IT_STAYS.keys() == GLOSSARY.keys()


def test_a_history_brought_in_changes_nobodys_access(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert report.people == {"new": 1}
    kinds = {kind for (kind,) in rows(workspace, _KINDS)}
    assert kinds.isdisjoint(set(WHY_IT_STAYS) - {"ImportStarted", "ImportCompleted"})
    assert all(live(workspace)[view] == [] for view in _ACCESS_VIEWS)
    with workspace.moment() as moment:
        assert [each.member_id for each in members.everyone(moment)] == [workspace.owner]


_KINDS = "select distinct event_type from ledger.events where workspace_id = %(workspace)s"


def test_the_report_says_how_many_were_left_and_why(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    told = report.as_json()["skipped_by_reason"]
    assert {why: told[why] for why in (OF_ACCESS, OF_WORKSPACE, OF_PROOF)} == {
        OF_ACCESS: 8,
        OF_WORKSPACE: 2,
        OF_PROOF: 1,
    }


@pytest.mark.parametrize("kind", sorted(WHY_IT_STAYS))
def test_a_reader_that_was_taken_over_gets_no_such_event_recorded(
    workspace: Installation, kind: str
) -> None:
    transfer = Transfer(
        workspace.ledger, workspace.knowledge(), Bringer(workspace.owner, SCOPES[Role.OWNER])
    )
    id_ = new_id().bytes
    now = datetime.now(UTC)
    told = ForeignEvent(Place("x", 1), id_, kind, 1, b"{}", now, id_, None, (), None)

    with pytest.raises(errors.Damaged, match=kind):
        transfer.plan(Batch("rapport", None, (told,), 1, 1, {}), None)


def test_whoever_had_access_before_a_restore_has_none_after_it(
    workspace: Installation, tmp_path: Path
) -> None:
    with new_installation(workspace) as source:
        person(source, "Ada", "ada@x.example")
        append(source, _claims(source))
        path = exported(source, tmp_path / "history.ndjson")
    with new_installation(workspace) as empty:
        done = restore(empty.database, path, tell=lambda _count, _total: None)
        home = empty.of_restored(done.workspace)
        with home.database.connection() as connection:
            key = keys.make(connection, home.settings.pepper, home.workspace, KEY)
        cookies = signed_in(home, MALLORY)

        for shown in (key, cookies[SESSION_COOKIE]):
            with pytest.raises(errors.NotSignedIn):
                Doors().enter(home, shown)
        mine = Doors().enter(home, signed_in(home)[SESSION_COOKIE]).principal

        assert mine.is_owner
        with home.moment() as moment:
            _must_have_begun_anew(moment, home)
        assert {"LedgerFounded", "DeletionScheduled"} <= {k for (k,) in rows(home, _KINDS)}


def _must_have_begun_anew(moment: Moment, home: Installation) -> None:
    assert [each.member_id for each in members.everyone(moment)] == [home.owner]
    assert invitations.everyone(moment) == []
    assert workspaces.this(moment) == workspaces.Workspace("Mallory's", None)
