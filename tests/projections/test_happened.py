"""Which views hear nothing of what happened? None of them is left out that hears something."""

from uuid import UUID

from api.installation import Installation
from ledger.words import WorkspaceId
from projections.happened import NOTHING_KNOWN, Happened, happened
from projections.pools import POOLS
from projections.tags import TAGS
from tests.ledger.imports.transfers import person
from tests.ledger.stories import another_workspace, head

OURS = WorkspaceId(UUID("018bcfe5-6800-7000-8000-000000000001"))
THEIRS = WorkspaceId(UUID("018bcfe5-6800-7000-8000-000000000002"))
KNOWN = Happened({(OURS, 7): frozenset({"CandidateAdded", "TagRemoved"})})


def test_a_view_is_silent_where_nothing_it_hears_happened() -> None:
    assert KNOWN.is_silent(POOLS, OURS, 7)
    assert not KNOWN.is_silent(TAGS, OURS, 7)


def test_of_another_position_or_workspace_nothing_is_known() -> None:
    assert not KNOWN.is_silent(POOLS, OURS, 6)
    assert not KNOWN.is_silent(POOLS, OURS, 8)
    assert not KNOWN.is_silent(POOLS, THEIRS, 7)
    assert not NOTHING_KNOWN.is_silent(POOLS, OURS, 7)


def test_what_happened_is_known_of_each_workspace_up_to_its_end(
    workspace: Installation,
) -> None:
    other = another_workspace(workspace)
    person(other, "Ada", "ada@x.example")

    with workspace.database.owner() as connection:
        known = happened(connection)

    assert known.types[other.workspace, head(other)] == {"CandidateAdded", "HandleAdded"}
    assert known.is_silent(POOLS, other.workspace, head(other))
