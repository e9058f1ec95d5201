"""What a résumé in JSON says of a person."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.imports.options import Options
from ledger.imports.records import Person
from ledger.words import Education, Employment
from tests.ledger.imports.cards import Told, reaches, told_of

BASICS = {"name": "Ana Berg", "email": "ana@example.com"}


def told_resume(folder: Path, options: Options | None = None, **sections: Any) -> Told:
    content = json.dumps({"basics": BASICS, "work": [], **sections})
    return told_of(folder, content, options=options, suffix="json")


def read_resume(folder: Path, **sections: Any) -> Person:
    [person] = told_resume(folder, **sections).people
    return person


def test_basics_are_name_headline_summary_and_place(tmp_path: Path) -> None:
    basics = {
        "name": " Ana  Berg ",
        "label": "Chemist",
        "summary": "Likes\r\nfire.",
        "location": {"address": "1 Elm St", "city": "Porto", "region": "", "countryCode": "PT"},
        "phone": "21 123 45 67",
    }

    ana = read_resume(tmp_path, basics=basics)

    facts = ana.profile.model_dump(exclude_none=True)
    assert facts == {
        "name": "Ana Berg",
        "headline": "Chemist",
        "summary": "Likes\nfire.",
        "location": "Porto, PT",
    }
    assert ana.region == "PT"
    assert reaches(ana) == [("phone", "21 123 45 67")]


@pytest.mark.parametrize(
    ("profile", "handle"),
    [
        (
            {"network": "LinkedIn", "username": "ana-berg"},
            ("linkedin", "https://www.linkedin.com/in/ana-berg"),
        ),
        (
            {"network": "LinkedIn", "username": "linkedin.com/in/ana-berg"},
            ("linkedin", "linkedin.com/in/ana-berg"),
        ),
        (
            {"network": "GitHub", "username": "ana.berg"},
            ("github", "https://github.com/ana.berg"),
        ),
        (
            {"network": "GitHub", "url": "https://github.com/anaberg"},
            ("github", "https://github.com/anaberg"),
        ),
        (
            {"network": "Twitter", "username": "@anaberg", "url": "https://www.twitter.com"},
            ("twitter", "https://twitter.com/anaberg"),
        ),
        (
            {"network": "Stack Overflow", "username": "12/ana"},
            ("stackoverflow", "https://stackoverflow.com/users/12/ana"),
        ),
        (
            {"network": "LinkedIn", "username": "/in/ana-berg"},
            ("linkedin", "https://www.linkedin.com/in/ana-berg"),
        ),
        (
            {"network": "LinkedIn", "username": "company/acme"},
            ("website", "https://www.linkedin.com/company/acme"),
        ),
        (
            {"network": "Mastodon", "username": "ana", "url": "https://example.social/@ana"},
            ("mastodon", "https://example.social/@ana"),
        ),
        ({"network": "Flickr", "username": "ana"}, ("other", "Flickr: ana")),
        (
            {"network": "Flickr", "url": "https://flickr.example/ana"},
            ("website", "https://flickr.example/ana"),
        ),
    ],
)
def test_a_profile_is_a_handle_on_its_network(
    tmp_path: Path, profile: dict[str, str], handle: tuple[str, str]
) -> None:
    ana = read_resume(tmp_path, basics={**BASICS, "profiles": [profile, {"network": "X"}]})

    assert sorted(reaches(ana)) == sorted([("email", "ana@example.com"), handle])
    [reach] = [one for one in ana.handles if one.handle.type != "email"]
    assert reach.label == profile["network"].lower()


def test_the_job_begun_last_that_has_not_ended_is_the_present_one(tmp_path: Path) -> None:
    work = [
        {"name": "Old", "position": "Cook", "startDate": "2010", "endDate": "2012-03"},
        {"name": "Board", "position": "Member", "startDate": "2015-06-01"},
        {"company": "New", "position": "Chemist", "startDate": "2019-01"},
        {"summary": "nothing else"},
    ]

    ana = read_resume(tmp_path, work=work)

    assert (ana.profile.company, ana.profile.title) == ("New", "Chemist")
    assert ana.profile.employments == (
        Employment(company_name="Old", title="Cook", start_date="2010", end_date="2012-03"),
        Employment(company_name="Board", title="Member", start_date="2015-06-01"),
        Employment(company_name="New", title="Chemist", start_date="2019-01"),
    )


def test_somebody_without_a_present_job_has_no_employer(tmp_path: Path) -> None:
    work = [{"name": "Old", "position": "Cook", "startDate": "2010", "endDate": "2012"}]

    assert read_resume(tmp_path, work=work).profile.company is None


def test_schools_skills_languages_and_certificates_come_along(tmp_path: Path) -> None:
    ana = read_resume(
        tmp_path,
        education=[{"institution": "Porto", "area": "Chemistry", "studyType": "BSc"}, {}],
        skills=[{"name": "Labs", "keywords": ["HPLC", "Labs"]}, {"keywords": ["GC"]}, "Python"],
        languages=[{"language": "Czech", "fluency": "Native"}, {"language": "English"}],
        certificates=[{"name": "GMP", "date": "2020"}],
    )

    assert ana.profile.educations == (
        Education(school_name="Porto", degree="BSc", discipline="Chemistry"),
    )
    assert ana.profile.skills == ("Labs", "HPLC", "GC", "Python")
    assert ana.profile.languages == ("Czech (Native)", "English")
    assert ana.profile.custom_fields == {"certificates": ["GMP"]}


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2025-03-02T11:15:00", datetime(2025, 3, 2, 10, 15, tzinfo=UTC)),
        ("2025-03-02T11:15:00Z", datetime(2025, 3, 2, 11, 15, tzinfo=UTC)),
        ("March", None),
    ],
)
def test_the_last_change_says_when_it_was_told(
    tmp_path: Path, told: str, at: datetime | None
) -> None:
    options = Options(timezone="Europe/Prague")

    [ana] = told_resume(tmp_path, options, meta={"lastModified": told}).people

    assert ana.told_at == at


def test_what_is_not_brought_in_is_said_and_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    basics = {**BASICS, "birthDate": "1990-01-01", "image": "a.png", "gender": ""}

    told = told_resume(tmp_path, basics=basics, references=[{"name": "Eva"}], awards=[])
    asked = told_resume(tmp_path, Options(keeps=("birthdate",)), basics=basics)

    assert told.people[0].profile.custom_fields is None
    assert told.notes == [
        "Left behind as private, unless you say to keep them: birthDate.",
        "Not brought in from the résumés: image, references.",
    ]
    assert asked.people[0].profile.custom_fields == {"birthDate": "1990-01-01"}
    assert asked.notes == ["Not brought in from the résumés: image."]


def test_a_resume_without_address_is_known_again_by_name_and_career(tmp_path: Path) -> None:
    work = [{"name": "Acme", "startDate": "2010"}]

    first = read_resume(tmp_path, basics={"name": "Ana Berg"}, work=work)
    again = read_resume(tmp_path, basics={"name": "ana berg", "label": "new"}, work=work)
    other = read_resume(tmp_path, basics={"name": "Ana Berg"}, work=[{"name": "Umbrella"}])

    assert reaches(first)[0][1].startswith("jsonresume:row:")
    assert reaches(first) == reaches(again) != reaches(other)


@pytest.mark.parametrize(
    ("basics", "reason"),
    [
        ({"label": "Chemist"}, "a résumé without name, address, number or link"),
        ({"phone": "none"}, "a résumé without name, address, number or link"),
        ({"name": ""}, "no résumé: there are no basics in it"),
    ],
)
def test_a_resume_of_nobody_is_skipped(
    tmp_path: Path, basics: dict[str, str], reason: str
) -> None:
    told = told_resume(tmp_path, basics=basics)

    assert told.reasons == [reason]


def test_what_of_a_section_is_left_behind_is_said(tmp_path: Path) -> None:
    told = told_resume(
        tmp_path,
        basics=BASICS | {"phone": "ask", "url": "none"},
        education=[{"institution": "Porto", "score": "1.0", "courses": ["Optics"]}],
        skills=[{"name": "HPLC", "level": "Master"}],
        certificates=[{"name": "CEng", "date": "2019"}],
    )

    left_out = "certificates.date, education.courses, education.score, skills.level"
    assert told.notes == [
        "Addresses, numbers and links that are none, left out: 2.",
        f"Not brought in from the résumés: {left_out}.",
    ]
