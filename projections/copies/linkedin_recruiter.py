"""The CSV that LinkedIn Recruiter imports candidates from: at most 200 rows a file.

It takes the columns by their order and ignores the first row.
"""

from collections.abc import Sequence

from projections.copies.contact_lists import ContactList, first_and_last
from projections.copies.people import KnownPerson


def _row(person: KnownPerson) -> Sequence[str]:
    first, last = first_and_last(person)
    return (
        first,
        last,
        next(iter(person.values("email")), ""),
        next(iter(person.values("phone")), ""),
        person.told("title"),
        person.told("company"),
        person.told("location"),
        # Stages and notes are of a project there, and none of ours.
        "",
        "",
        "",
        ", ".join(tag.replace(",", " ") for tag in person.tags),
    )


LINKEDIN_RECRUITER = ContactList(
    "linkedin-recruiter",
    (
        "First name",
        "Last name",
        "Email",
        "Phone number",
        "Job title",
        "Company",
        "Location",
        "Pipeline stage",
        "Note",
        "Note visibility",
        "Tags",
    ),
    _row,
    rows_max=200,
)
