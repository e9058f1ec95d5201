"""Packets: what a reader says arrives as it was said."""

import pytest

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
