"""Who waits is counted as far as anybody would look through them."""

from datetime import UTC, datetime, timedelta

import pytest

from api.installation import Installation
from ledger.entries import Entry
from ledger.events import CandidateAdded, EngagementRecorded
from ledger.ids import new_id
from ledger.parcels import Request
from ledger.words import CandidateId, Direction, Kind, Profile, StreamId
from projections import relationship

_NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("wrote_count", "people_count"), [(1_000, 1_000), (1_001, 1_001), (1_002, 1_001)]
)
@pytest.mark.parametrize("is_owed", [True, False])
def test_who_waits_is_counted_up_to_one_above_a_thousand(
    workspace: Installation, wrote_count: int, people_count: int, *, is_owed: bool
) -> None:
    entries: list[Entry] = []
    for number in range(wrote_count):
        who = CandidateId(new_id())
        added = CandidateAdded(profile=Profile(name="Ada"), source="here")
        entries.append(Entry(added, StreamId(who), 1, who))
        at = _NOW - timedelta(days=1 if is_owed else 100, seconds=number)
        wrote = EngagementRecorded(kind=Kind.EMAIL, direction=Direction.INBOUND)
        entries += [Entry(wrote, StreamId(new_id()), 1, who, at) for _ in range(3)]
    workspace.ledger.append(Request(new_id(), workspace.owner, entries))

    with workspace.moment() as moment:
        found = relationship.waiting(moment, now=_NOW, limit=2)

    assert [each.is_owed for each in found] == [is_owed, is_owed]
    assert {each.people_count for each in found} == {people_count}


def test_who_replied_last_comes_first_whatever_was_noted_since(workspace: Installation) -> None:
    entries: list[Entry] = []
    replied: dict[CandidateId, int] = {}
    for number in range(9):
        who = CandidateId(new_id())
        replied[who] = number
        added = CandidateAdded(profile=Profile(name="Ada"), source="here")
        entries.append(Entry(added, StreamId(who), 1, who))
        # The later they replied, the earlier something was noted about them, but for the last.
        told = [
            (EngagementRecorded(kind=Kind.EMAIL, direction=Direction.INBOUND), 10 + number),
            (EngagementRecorded(kind=Kind.NOTE), 9 - number if number < 8 else 18),
        ]
        for event, days in told:
            at = _NOW - timedelta(days=days)
            entries.append(Entry(event, StreamId(new_id()), 1, who, at))
    workspace.ledger.append(Request(new_id(), workspace.owner, entries))

    with workspace.moment() as moment:
        found = relationship.waiting(moment, now=_NOW, limit=3)

    assert [replied[each.candidate_id] for each in found] == [0, 1, 2]
    assert {each.people_count for each in found} == {9}
