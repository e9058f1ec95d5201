"""JSON files: one object, a list, one object on each line; what is refused, with its line."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from ledger import errors
from ledger.imports import json_documents
from tests.ledger.imports.cards import Told, told_of, written

RESUME = {"basics": {"name": "Ana Berg", "email": "ana@example.com", "label": "Chemist"}}
ANOTHER = {"basics": {"name": "Ben Costa", "email": "ben@example.com", "label": "Cook"}}
SCHEMA = "http://json-schema.org/draft-07/schema#"


def told_json(folder: Path, *contents: str | bytes, suffix: str = "json") -> Told:
    return told_of(folder, *contents, suffix=suffix)


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (json.dumps(RESUME), [("part0.json", 1)]),
        ("\n\n" + json.dumps(RESUME, indent=2), [("part0.json", 3)]),
        (json.dumps([RESUME, ANOTHER]), [("part0.json#/0", 1), ("part0.json#/1", 1)]),
        (
            json.dumps([RESUME, ANOTHER], indent=1),
            [("part0.json#/0", 2), ("part0.json#/1", 9)],
        ),
        (
            json.dumps({"data": [RESUME, ANOTHER], "hasNext": False}),
            [("part0.json#/data/0", 1), ("part0.json#/data/1", 1)],
        ),
        (
            f"{json.dumps(RESUME)}\n\n{json.dumps(ANOTHER)}\n",
            [("part0.json", 1), ("part0.json", 3)],
        ),
        (
            json.dumps(RESUME, indent=2) + "\n" + json.dumps(ANOTHER, indent=2),
            [("part0.json", 1), ("part0.json", 8)],
        ),
    ],
)
def test_each_document_has_its_place(
    tmp_path: Path, content: str, places: list[tuple[str, int]]
) -> None:
    told = told_json(tmp_path, content)

    assert [tuple(one.place) for one in told.people] == places
    assert told.rows_by_file == {"part0.json": len(places)}


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_file_may_be_in_any_unicode(tmp_path: Path, codec: str) -> None:
    content = json.dumps({"basics": {"name": "Zoë Ång", "label": ""}}, ensure_ascii=False)

    assert told_json(tmp_path, content.encode(codec)).people[0].profile.name == "Zoë Ång"


def test_a_broken_line_is_skipped_alone(tmp_path: Path) -> None:
    lines = (
        json.dumps(RESUME),
        '{"basics": {"name": ',
        "{} {}",
        "[" * 9_000,
        json.dumps(ANOTHER),
    )

    told = told_json(tmp_path, "\n".join(lines), suffix="ndjson")

    assert [one.place.line for one in told.people] == [1, 5]
    assert [(one.place.line, one.reason) for one in told.skipped] == [
        (2, "a line that is no JSON"),
        (3, "a line with more than one JSON value"),
        (4, "a line that is no JSON"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps([RESUME, ANOTHER], indent=1)[:-40], "breaks off in line 12"),
        (json.dumps(RESUME, indent=1)[:-1], "breaks off in line 7"),
        (json.dumps([RESUME, ANOTHER], indent=1)[:-1], "breaks off in line 16"),
        (json.dumps(RESUME) * 2, "no JSON from line 1 on"),
        (json.dumps([RESUME]) + "\n]", "no JSON from line 2 on"),
        (json.dumps([RESUME])[:-1] + "\n;", "no JSON from line 2 on"),
        (json.dumps(RESUME)[:-1] + ',\n"x": NaN}', "no JSON from line 1 on"),
        (json.dumps(RESUME)[:-1] + ',\n"x": tru}', "no JSON from line 2 on"),
        (json.dumps(RESUME)[:-1] + ',"x": ' + "[" * 100_000, "nested deeper from line 1"),
        (json.dumps(RESUME)[:-1] + ',"x": ' + "9" * 5_000 + "}", "no JSON from line 1 on"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, content: str, said: str
) -> None:
    with pytest.raises(errors.Unreadable, match=f"part0.json.*{said}"):
        told_json(tmp_path, content)


def test_what_is_too_large_to_hold_is_refused_in_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_documents, "BYTES_MAX", 1 << 20)
    fits = json.dumps(RESUME).ljust(1 << 20)

    assert len(told_json(tmp_path, fits).people) == 1
    begun = time.process_time()
    with pytest.raises(errors.TooLarge, match=r"part0\.json.*NDJSON"):
        told_json(tmp_path, fits + " ")
    assert time.process_time() - begun < 1


def test_more_values_than_fit_into_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_documents, "VALUES_MAX", 100)
    # Two objects and the commas between their names hold six.
    most = json.dumps(RESUME | {"x": [[]] * 47})

    assert len(told_json(tmp_path, most).people) == 1
    with pytest.raises(errors.TooLarge, match=r"part0\.json holds more than 100 values"):
        told_json(tmp_path, json.dumps(RESUME | {"x": [[]] * 48}))


def test_lines_may_be_more_than_can_be_held_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_documents, "BYTES_MAX", 1 << 16)
    monkeypatch.setattr(json_documents, "LINE_BYTES_MAX", 1 << 16)
    line = json.dumps(RESUME) + "\n"

    assert len(told_json(tmp_path, line * 2_000, suffix="jsonl").people) == 2_000
    with pytest.raises(errors.TooLarge):
        told_json(tmp_path, line + '{"x": "' + "x" * (1 << 16), suffix="jsonl")


def test_a_name_told_twice_is_remarked_on(tmp_path: Path) -> None:
    told = told_json(tmp_path, '{"basics": {"name": "Ana", "name": "Eva", "label": ""}}')

    assert told.people[0].profile.name == "Eva"
    assert "Names told twice in one object, of which the last counts: 1." in told.notes


def test_values_of_the_wrong_kind_count_as_none_and_are_remarked_on(tmp_path: Path) -> None:
    content: dict[str, Any] = {
        "basics": {
            "name": "Ana",
            "email": ["ana@example.com"],
            "label": {},
            "phone": 3512112345,
        },
        "work": [{"name": True}, {"position": "Cook"}, 7],
        "skills": "Python",
        "languages": [{"language": 1.5}],
    }

    told = told_json(tmp_path, json.dumps(content))

    [ana] = told.people
    assert [one.handle.value for one in ana.handles] == ["3512112345"]
    assert [one.title for one in ana.profile.employments or ()] == ["Cook"]
    assert ana.profile.languages == ("1.5",)
    assert {note for note in told.notes if "another kind" in note} == {
        f"Values of another kind than {pointer} has, left out: 1."
        for pointer in ("/basics/email", "/basics/label", "/work/…/name", "/work/…", "/skills")
    }


@pytest.mark.parametrize(
    "content", ['{"a": 1}', "[]", "{}", '"basics"', "null", '[{"basics": 1}]']
)
def test_json_of_another_kind_is_not_read(tmp_path: Path, content: str) -> None:
    with pytest.raises(errors.Unreadable, match=r"part0\.json holds nothing"):
        told_json(tmp_path, content)


@pytest.mark.parametrize(
    "properties",
    [
        {"basics": {"type": "object", "properties": {"name": {}}}, "work": {"type": "array"}},
        {"emails": {}, "createdAt": {}, "stage": {"type": "string"}},
    ],
)
def test_a_schema_is_told_from_what_it_describes(
    tmp_path: Path, properties: dict[str, object]
) -> None:
    schema: dict[str, Any] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": properties,
    }
    written_out = json.dumps(schema)

    with pytest.raises(errors.Unreadable, match=r"part0\.json is a JSON Schema"):
        told_json(tmp_path, written_out)


def test_a_schema_beside_a_resume_is_told_as_unused(tmp_path: Path) -> None:
    schema: dict[str, Any] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "basics": {},
        "work": {},
    }
    members = {"ana.json": json.dumps(RESUME), "schema.json": json.dumps(schema)}

    told = Told(*written(tmp_path, members))

    assert len(told.people) == 1
    assert list(told.unused) == ["schema.json"]
