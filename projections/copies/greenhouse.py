"""The CSV of Greenhouse's bulk import: at most 8,000 rows a file."""

from collections.abc import Sequence

from projections.copies.contact_lists import ContactList, first_and_last
from projections.copies.people import KnownPerson

_SOCIAL = ("linkedin", "github", "twitter", "xing", "stackoverflow", "mastodon", "bluesky")


def _row(person: KnownPerson) -> Sequence[str]:
    first, last = first_and_last(person)
    return (
        first,
        last,
        person.told("company"),
        person.told("title"),
        person.told("summary"),
        next(iter(person.values("email")), ""),
        next(iter(person.values("phone")), ""),
        ", ".join(person.values(*_SOCIAL)),
        next(iter(person.values("website")), ""),
        person.told("location"),
        person.source or "",
        # Job, milestone, offices and pools are chosen there, for all rows of a file.
        *("",) * 7,
    )


GREENHOUSE = ContactList(
    "greenhouse",
    (
        "First Name",
        "Last Name",
        "Company",
        "Title",
        "Notes",
        "Email",
        "Phone",
        "Social Media",
        "Website",
        "Address",
        "Source",
        "Who gets credit",
        "Job",
        "Milestone",
        "Department",
        "Office",
        "Prospect Pool",
        "Prospect Stage",
    ),
    _row,
    rows_max=8_000,
)
