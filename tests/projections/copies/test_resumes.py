"""Résumés as they leave: brought in elsewhere, they tell of the same person."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from api.installation import Installation
from projections.copies import resumes
from projections.copies.people import people
from projections.moment import Moment
from tests.ledger.imports.networks import brought
from tests.ledger.stories import another_workspace, rows
from tests.projections.copies.histories import person


def _resume(on: Installation) -> dict[str, Any]:
    with on.database.snapshot() as connection:
        [only] = people(Moment(connection, on.workspace), None)
    return resumes.resume(only)


def _facts(on: Installation) -> dict[str, Any]:
    query = (
        "select (select jsonb_object_agg(f.key, f.value -> 'value')"
        " from jsonb_each(p.facts) f) from views.profile p"
        " where workspace_id = %(workspace)s"
    )
    [(facts,)] = rows(on, query)
    return facts


EARLIER = {
    "company_name": "Lumen",
    "title": "Analyst",
    "start_date": "2019",
    "end_date": "2021",
}


@pytest.mark.parametrize("employments", [[], [EARLIER]])
def test_the_present_employer_comes_first_and_back_though_only_the_profile_names_them(
    workspace: Installation, tmp_path: Path, employments: list[dict[str, str]]
) -> None:
    facts = {"name": "Ada Lovelace", "company": "Acme", "title": "Engineer"}
    reached = [{"handle": {"type": "email", "value": "ada@acme.example"}}]
    person(workspace, profile=facts | {"employments": employments}, handles=reached)
    other = another_workspace(workspace)
    path = tmp_path / "ada.resume.json"
    path.write_bytes(orjson.dumps(_resume(workspace)))

    brought(other, path)

    assert _resume(workspace)["work"][0] == {"name": "Acme", "position": "Engineer"}
    there = _facts(other)
    assert {name: there[name] for name in facts} == facts
    assert there["employments"][1:] == employments


def test_the_present_employer_is_told_once_where_an_employment_names_them(
    workspace: Installation,
) -> None:
    now = {"company_name": "ACME", "title": "Engineer", "start_date": "2021"}
    person(workspace, profile={"name": "Ada", "company": "Acme", "employments": [EARLIER, now]})

    assert [one["name"] for one in _resume(workspace)["work"]] == ["Lumen", "ACME"]


def test_somebody_without_an_employer_has_no_work(workspace: Installation) -> None:
    person(workspace, profile={"name": "Ada", "title": "Engineer"})

    assert "work" not in _resume(workspace)
