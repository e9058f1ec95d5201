"""What a recruiter knows of a made-up person: facts and handles, in the ledger's words."""

from urllib.parse import quote

from api.demo.people import MadeUpPerson
from ledger.words import Education, Employment, Handle, HandleType, Profile


def profile(person: MadeUpPerson) -> Profile:
    """Return the facts about a person."""
    employments = tuple(
        Employment(
            company_name=job.company,
            title=job.title,
            start_date=f"{job.started_on:%Y-%m}",
            end_date=f"{job.ended_on:%Y-%m}" if job.ended_on else None,
        )
        for job in reversed(person.jobs)
    )
    return Profile(
        first_name=person.first_name,
        last_name=person.last_name,
        headline=person.headline,
        company=person.company,
        title=person.title,
        location=person.location,
        employments=employments,
        educations=(Education(school_name=person.school, degree=person.degree),),
        skills=person.skills,
        languages=person.languages,
    )


def handles(person: MadeUpPerson) -> list[Handle]:
    """Return the ways to reach a person, the profile link first."""
    link = f"https://www.linkedin.com/in/{quote(person.linkedin)}"
    told = (
        (HandleType.LINKEDIN, link),
        (HandleType.EMAIL, person.email),
        (HandleType.PHONE, person.phone),
    )
    return [Handle(type=type_, value=value) for type_, value in told if value]
