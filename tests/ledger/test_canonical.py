"""One form of JSON in every language, and ids that mean what they are made of."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger import errors
from ledger.canonical import canonical
from ledger.ids import id_of, id_of_moment, new_id

_INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
# Letters, what JSON escapes, and what UTF-16 writes in two units.
_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from(
        '"\\/\b\f\n\r\t\x7f\u2028\ud7ff\ue000\uffff\U00010000\U0001f600\U0010ffff'
    )
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _INTEGERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_TEXTS, inner, max_size=5),
)
_PAYLOADS = st.dictionaries(_TEXTS, _JSON, max_size=6)


@given(_PAYLOADS)
def test_a_payload_is_written_as_rfc_8785_says(payload: dict[str, Any]) -> None:
    assert canonical(payload) == rfc8785.dumps(payload)


@given(_PAYLOADS)
def test_what_is_written_reads_as_it_was(payload: dict[str, Any]) -> None:
    assert json.loads(canonical(payload)) == payload


def test_keys_beyond_the_first_plane_sort_by_their_utf_16_units() -> None:
    written = canonical({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3})

    assert written == '{"\u20ac":3,"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    "payload", [{"a": 2**53}, {"a": -(2**53)}, {"a": "\ud800"}, {"\udfff": 1}]
)
def test_what_has_no_canonical_form_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(errors.Invalid):
        canonical(payload)


def test_the_largest_integers_of_all_languages_are_taken() -> None:
    assert canonical({"a": 2**53 - 1, "b": 1 - 2**53}) == (
        b'{"a":9007199254740991,"b":-9007199254740991}'
    )


def _deep(depth: int) -> Any:
    inner: Any = 1
    for _ in range(depth):
        inner = [inner]
    return inner


def test_json_nested_without_end_is_refused() -> None:
    with pytest.raises(errors.Invalid):
        canonical({"a": _deep(100_000)})


def test_new_ids_are_of_version_seven_and_sort_by_time() -> None:
    made = [new_id() for _ in range(2_000)]

    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert len(set(made)) == len(made)
    milliseconds = [one.int >> 80 for one in made]
    assert milliseconds == sorted(milliseconds)


@given(st.lists(_TEXTS, min_size=1, max_size=4))
def test_an_id_follows_from_its_names(names: list[str]) -> None:
    made = id_of(*names)

    assert (made.version, made.variant) == (8, "specified in RFC 4122")
    assert id_of(*names) == made
    assert id_of(*names, "more") != made


def test_where_a_name_ends_belongs_to_it() -> None:
    ways = {
        id_of("ab", "c"),
        id_of("a", "bc"),
        id_of("abc"),
        id_of("abc", ""),
        id_of("", "abc"),
    }

    assert len(ways) == 5


def test_an_id_is_the_same_in_every_release() -> None:
    at = datetime(2025, 8, 1, 9, tzinfo=UTC)

    assert id_of("handle", "email", "a@x.example") == UUID(
        "c109d372-097f-8c15-a05e-b66a6e995d43"
    )
    assert id_of_moment(at, "engagement", 7) == UUID("019864dc-0e80-856a-81d9-e70295b533df")


@given(
    st.datetimes(datetime(1960, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is the next argument
    st.integers(0, 10**9),
)
def test_ids_of_moments_sort_by_their_instants(at: datetime, later_ms: int) -> None:
    one, two = id_of_moment(at, "a"), id_of_moment(at + timedelta(milliseconds=later_ms), "b")

    assert (one.version, two.version) == (8, 8)
    assert one.int >> 80 <= two.int >> 80
    assert id_of_moment(at, "a") == one
    assert id_of_moment(at, "b") != one
