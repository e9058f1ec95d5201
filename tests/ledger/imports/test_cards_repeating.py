"""Bringing contacts in for good, and again from a later export."""

import json
from pathlib import Path

import pytest

from api.installation import Installation
from tests.ledger.imports.cards import card, written
from tests.ledger.imports.networks import brought
from tests.ledger.stories import head

ANA = (
    "N:Berg;Ana;;;",
    "EMAIL;TYPE=INTERNET,WORK:ana@example.com",
    "ORG:Acme;Lab",
    "NOTE:Met in Porto\\nin May",
    "UID:1-2",
)
BEN = ("FN:Ben Costa", "ORG:Umbrella", "TITLE:Cook")
RESUME = {
    "basics": {"name": "Ana Berg", "email": "ana@example.com"},
    "work": [{"name": "Acme", "startDate": "2019"}],
}
CANDIDATE = {
    "id": 4711,
    "first_name": "Ana",
    "email_addresses": [{"value": "ana@example.com"}],
    "applications": [],
    "attachments": [{"filename": "ana.pdf", "created_at": "2024-01-02T03:04:05Z"}],
}


@pytest.mark.parametrize(
    ("suffix", "first", "later", "people"),
    [
        (
            "vcf",
            card(*ANA) + card(*BEN),
            card("PRODID:new", *BEN, end="\n") + card(*reversed(ANA), version="4.0", end="\n"),
            2,
        ),
        ("json", json.dumps(RESUME), json.dumps([RESUME], indent=2), 1),
        ("json", json.dumps(CANDIDATE), json.dumps({"data": [CANDIDATE | {"x": 1}]}), 1),
    ],
)
def test_a_later_export_of_the_same_contacts_says_nothing_new(
    workspace: Installation, tmp_path: Path, suffix: str, first: str, later: str, people: int
) -> None:
    paths = written(tmp_path, {f"first.{suffix}": first, f"later.{suffix}": later})

    new = brought(workspace, paths[0])
    before = head(workspace)
    again = brought(workspace, paths[1])

    assert new.people["new"] == people
    assert again.event_count == 0
    assert head(workspace) == before
    assert again.known_count == again.rows_read == people


def test_one_person_in_cards_resumes_and_trackers_is_one_candidate(
    workspace: Installation, tmp_path: Path
) -> None:
    members = {
        "a.vcf": card(*ANA),
        "b.resume.json": json.dumps(RESUME),
        "c.json": json.dumps(CANDIDATE),
    }

    report = brought(workspace, *written(tmp_path, members))

    assert report.source == "vcard, jsonresume, greenhouse"
    assert report.people["new"] == 1
    assert report.rows_read == report.recorded_count == 3
