"""Candidates as trackers answer them in JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.imports.options import Options
from ledger.words import ApplicationOutcome, Attachment, Education, Employment
from tests.ledger.imports.cards import Told, reaches, told_of

FILE = {
    "filename": "ana.pdf",
    "type": "resume",
    "url": "https://files.example/a.pdf?Key=secret",
}
POSTING = {"id": "a-1", "posting": {"text": "Chemist"}, "createdAt": 1_700_000_000_123}


def greenhouse(folder: Path, options: Options | None = None, **fields: Any) -> Told:
    candidate = {
        "id": 4711,
        "first_name": "Ana",
        "last_name": "Berg",
        "phone_numbers": [],
        "email_addresses": [{"value": "ana@example.com", "type": "work"}],
    }
    return told_of(folder, json.dumps(candidate | fields), options=options, suffix="json")


def lever(folder: Path, **fields: Any) -> Told:
    opportunity = {
        "id": "o-1",
        "contact": "c-1",
        "name": "Ana Berg",
        "emails": ["ana@example.com"],
        "stage": {"id": "s-1", "text": "Phone screen"},
        "createdAt": 1_600_000_000_000,
    }
    content = json.dumps(opportunity | fields)
    return told_of(folder, content, suffix="json")


def test_a_candidate_of_greenhouse_has_its_id_last(tmp_path: Path) -> None:
    told = greenhouse(
        tmp_path,
        phone_numbers=[{"value": "+351 21 1234567", "type": "Mobile"}, {"value": "?"}],
        social_media_addresses=[{"value": "twitter.com/anaberg"}],
        website_addresses=[{"value": "example.com", "type": "personal"}],
        updated_at="2024-05-06T07:08:09.123Z",
        tags=["HPLC", "", "HPLC"],
    )

    [ana] = told.people
    assert told.source == "greenhouse"
    assert reaches(ana) == [
        ("email", "ana@example.com"),
        ("phone", "+351 21 1234567"),
        ("twitter", "twitter.com/anaberg"),
        ("website", "example.com"),
        ("external_id", "greenhouse:4711"),
    ]
    assert [one.label for one in ana.handles[:2]] == ["work", "mobile"]
    assert ana.told_at == datetime(2024, 5, 6, 7, 8, 9, 123_000, tzinfo=UTC)
    assert ana.tags == ("HPLC",)
    assert told.notes == ["Addresses, numbers and links that are none, left out: 1."]


def test_career_and_place_come_along_with_days_only(tmp_path: Path) -> None:
    [ana] = greenhouse(
        tmp_path,
        company="Acme",
        title="Chemist",
        addresses=[{"value": ""}, {"value": "1 Elm St\nPorto"}],
        employments=[{"company_name": "Acme", "start_date": "2012-08-15T00:00:00.000Z"}],
        educations=[{"school_name": "Porto", "degree": "BSc", "end_date": "2010"}, {"id": 1}],
    ).people

    assert (ana.profile.company, ana.profile.title) == ("Acme", "Chemist")
    assert ana.profile.location == "1 Elm St, Porto"
    assert ana.profile.employments == (
        Employment(company_name="Acme", start_date="2012-08-15"),
    )
    assert ana.profile.educations == (
        Education(school_name="Porto", degree="BSc", end_date="2010"),
    )


def test_applications_come_with_stage_outcome_and_reason(tmp_path: Path) -> None:
    told = greenhouse(
        tmp_path,
        applications=[
            {
                "id": 1,
                "applied_at": "2024-01-02T03:04:05Z",
                "status": "rejected",
                "jobs": [{"name": "Chemist"}],
                "current_stage": {"name": "Interview"},
                "rejection_reason": {"name": "Hired another"},
                "rejected_at": "2024-02-03T04:05:06Z",
                "source": {"public_name": "Meetups"},
                "answers": [{"question": "Race?", "answer": "x"}],
            },
            {"id": 2, "status": "hired", "jobs": [{"name": "Cook"}], "current_stage": None},
            {"id": 3, "status": "active", "jobs": [], "prospect": True},
            {"id": 4, "prospect_detail": {"prospect_pool": {"name": "Chemists"}}},
        ],
    )

    first, second = told.applications
    assert first.opportunity == "Chemist"
    assert first.applied_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (first.stage, first.outcome) == ("Interview", ApplicationOutcome.REJECTED)
    assert (first.rejection_reason, first.external_id) == ("Hired another", "greenhouse:1")
    assert first.closed_at == datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (second.stage, second.outcome) == ("hired", ApplicationOutcome.HIRED)
    assert [one.pool for one in told.memberships] == ["Chemists"]
    assert told.notes == [
        "Answers to the questions of applications are not brought in.",
        "Applications and prospects without a job, left out: 1.",
        "Not brought in from the applications: source.",
    ]


def test_a_file_is_noted_once_without_the_key_to_it(tmp_path: Path) -> None:
    told = greenhouse(
        tmp_path,
        attachments=[FILE | {"created_at": "2024-01-02T03:04:05Z"}, {"url": "x"}],
        applications=[{"attachments": [FILE | {"created_at": "2024-01-02T03:04:05Z"}, FILE]}],
    )

    dated, undated = told.engagements
    assert dated.attachments == (
        Attachment(filename="ana.pdf", type="resume", reference="https://files.example/a.pdf"),
    )
    assert dated.occurred_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert undated.occurred_at is None
    assert dated.external_id != undated.external_id


def test_custom_fields_come_along_but_private_ones(tmp_path: Path) -> None:
    fields = {
        "desired_salary": 100.5,
        "remote": True,
        "codes": [1, "two", None],
        "big": 2**60,
        "range": {"value": 5, "unit": "EUR"},
        "nothing": None,
        "gender": "f",
        "Date of birth": "1990",
    }

    told = greenhouse(tmp_path, custom_fields=fields, can_email=False, is_private=True)
    asked = greenhouse(tmp_path, Options(keeps=("Gender",)), custom_fields=fields)

    assert told.people[0].profile.custom_fields == {
        "desired_salary": "100.5",
        "remote": True,
        "codes": [1, "two"],
        "big": str(2**60),
        "range": 5,
        "can_email": False,
    }
    assert (asked.people[0].profile.custom_fields or {})["gender"] == "f"
    private, *others = sorted(told.notes)
    assert private.startswith("Candidates that are private in Greenhouse")
    assert others == [
        "Candidates who may not be e-mailed (custom field can_email), set them apart: 1.",
        "Left behind as private, unless you say to keep it: Date of birth.",
        "Left behind as private, unless you say to keep it: gender.",
    ]


def test_what_is_no_candidate_is_skipped(tmp_path: Path) -> None:
    told = greenhouse(tmp_path, id=None, first_name="", last_name=None, email_addresses=[])

    assert told.reasons == ["no candidate: it has neither an id nor a name, address or number"]


def test_an_opportunity_of_lever_is_a_person_by_their_contact(tmp_path: Path) -> None:
    told = lever(
        tmp_path,
        headline="Acme, Umbrella",
        location="Porto",
        phones=[
            {"type": "mobile", "value": "+351211234567"},
            {"type": "skype", "value": "ana"},
        ],
        links=["https://github.com/anaberg", "none"],
        tags=["HPLC"],
        sources=["Meetup"],
        origin="sourced",
        updatedAt=1_700_000_000_123,
    )

    [ana] = told.people
    assert told.source == "lever"
    assert reaches(ana) == [
        ("email", "ana@example.com"),
        ("phone", "+351211234567"),
        ("github", "https://github.com/anaberg"),
        ("messenger", "skype:ana"),
        ("external_id", "lever:c-1"),
    ]
    assert ana.profile.model_dump(exclude_none=True) == {
        "name": "Ana Berg",
        "headline": "Acme, Umbrella",
        "location": "Porto",
        "custom_fields": {"sources": ["Meetup"], "origin": "sourced"},
    }
    assert told.notes == ["Addresses, numbers and links that are none, left out: 1."]
    assert ana.told_at == datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("archived", "outcome", "reason"),
    [
        (None, None, None),
        ({"reason": "Hired"}, ApplicationOutcome.HIRED, None),
        ({"reason": {"text": "Withdrew"}}, ApplicationOutcome.WITHDRAWN, None),
        ({"reason": "Underqualified"}, ApplicationOutcome.REJECTED, "Underqualified"),
        ({"reason": "63dd55b2-a99f-4e7b-985f-22c7bf80ab42"}, None, None),
    ],
)
def test_an_application_ends_as_the_opportunity_was_archived(
    tmp_path: Path,
    archived: dict[str, Any] | None,
    outcome: ApplicationOutcome | None,
    reason: str | None,
) -> None:
    [application] = lever(tmp_path, applications=[POSTING], archived=archived).applications

    assert (application.opportunity, application.stage) == ("Chemist", "Phone screen")
    assert (application.outcome, application.rejection_reason) == (outcome, reason)
    assert application.external_id == "lever:a-1"
    assert application.applied_at == datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC)


def test_an_application_ended_when_the_opportunity_was_archived(tmp_path: Path) -> None:
    archived = {"reason": "Hired", "archivedAt": 1_700_000_100_123}

    [application] = lever(
        tmp_path, applications=[POSTING | {"company": "Acme"}], archived=archived
    ).applications

    assert application.closed_at == datetime(2023, 11, 14, 22, 15, 0, 123_000, tzinfo=UTC)


def test_an_application_told_by_ids_alone_is_counted(tmp_path: Path) -> None:
    told = lever(tmp_path, applications=["63dd55b2-a99f-4e7b-985f-22c7bf80ab42"])

    assert told.applications == []
    [note] = told.notes
    assert note.endswith("expand=applications,stage,contact: 1.")


def test_whoever_is_anonymised_is_skipped(tmp_path: Path) -> None:
    told = lever(tmp_path, isAnonymized=True)

    assert told.reasons == ["anonymised in Lever: nothing is left by which to know them"]
