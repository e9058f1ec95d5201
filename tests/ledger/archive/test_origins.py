"""By which id is an event known wherever it is brought?"""

from uuid import UUID

import pytest

from ledger.archive.origins import event_id, place_in
from ledger.ids import new_id

WORKSPACE = UUID("01a21471-a20b-7a9c-93ee-66ff8504f94d")
LAST = (1 << 40) - 1


@pytest.mark.parametrize("position", [1, 2, (1 << 28) - 1, 1 << 28, 1 << 39, LAST])
def test_the_id_names_workspace_and_position(position: int) -> None:
    known_by = event_id(WORKSPACE, position, bytes(32))

    assert known_by.version == 8
    assert place_in(WORKSPACE, known_by) == position
    assert place_in(new_id(), known_by) is None


def test_ids_of_one_ledger_follow_each_other() -> None:
    ids = [event_id(WORKSPACE, position, b"\xff" * 32) for position in (1, 2, 1 << 28, LAST)]

    assert ids == sorted(ids)


def test_two_events_at_one_position_have_two_ids() -> None:
    assert event_id(WORKSPACE, 7, bytes(32)) != event_id(
        WORKSPACE, 7, b"\0\0\0\0\x40" + bytes(27)
    )
    assert event_id(WORKSPACE, 7, bytes(32)) == event_id(
        WORKSPACE, 7, b"\0\0\0\0\x3f" + bytes(27)
    )


def test_an_id_of_time_is_of_no_ledger() -> None:
    assert place_in(WORKSPACE, new_id()) is None
