"""Packets: what a reader says arrives as it was said."""

from pathlib import Path

import pytest

from bench.imports import write_table
from ledger import errors
from ledger.imports.apart import read_apart
from ledger.imports.options import Options
from ledger.imports.packets import packed, unpacked
from ledger.imports.reading import Batch, Input
from ledger.imports.records import Person, Place, Reach
from ledger.words import Employment, Handle, HandleType, Profile


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        # Null says that it holds no more, which is not the same as nothing.
        Profile(company=None),
        Profile(
            first_name="Ana",
            skills=("Rust", "SQL"),
            employments=(Employment(company_name="Acme"),),
            custom_fields={"Level": ["3", None, 4]},
        ),
    ],
)
def test_a_profile_arrives_with_what_it_says_and_what_it_leaves_out(profile: Profile) -> None:
    handle = Handle(type=HandleType.EMAIL, value="ana@example.com")
    person = Person(Place("people.csv", 2), "ana", profile, (Reach(handle),))

    batch = unpacked(packed(Batch("table", None, (person,), 1, 1, {"people.csv": 1})))

    assert isinstance(batch, Batch)
    assert batch.records == (person,)
    [arrived] = batch.records
    assert isinstance(arrived, Person)
    assert arrived.profile.model_fields_set == profile.model_fields_set
    assert arrived.profile.model_dump() == profile.model_dump()
    assert arrived.handles[0].handle.type is HandleType.EMAIL


def test_an_arrived_value_is_as_frozen_as_any() -> None:
    owner = Profile(first_name="Olga")

    arrived = unpacked(packed(Input(("table",), "people.csv", "0" * 64, 1, 1, owner)))

    assert isinstance(arrived, Input)
    assert arrived.owner == owner
    with pytest.raises(ValueError, match="frozen"):
        setattr(arrived.owner, "first_name", "Anna")  # noqa: B010 - no type would allow it


def test_what_is_written_together_arrives_together_however_it_was_packed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "people.csv"
    write_table(file, 1_000)

    _, *packets = read_apart([file], Options(), together=600)

    batches = [unpacked(packet.content) for packet in packets]
    lines = [
        [record.place.line for record in batch.records if isinstance(record, Person)]
        for batch in batches
        if isinstance(batch, Batch)
    ]
    # What the columns were taken for is a record as well.
    assert lines == [list(range(2, 601)), list(range(601, 1_002))]


@pytest.mark.parametrize("shorter_by", [1, 9])
def test_a_packet_that_breaks_off_is_refused(shorter_by: int) -> None:
    packet = packed(Batch("table", None, (), 1, 1, {}))

    with pytest.raises(errors.Unreadable, match="breaks off"):
        unpacked(packet + packet[:-shorter_by])


def test_an_input_is_no_part_of_a_batch() -> None:
    of = packed(Input(("table",), "people.csv", "0" * 64, 1, 1, None))
    batch = packed(Batch("table", None, (), 1, 1, {}))

    for packet in (of + batch, batch + of, b""):
        with pytest.raises(errors.Unreadable, match="nothing that is a record"):
            unpacked(packet)
