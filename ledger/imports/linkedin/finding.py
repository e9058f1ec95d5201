"""Whom a row means that names one person, with a link or without; the owner is refused."""

from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People, Somebody, Unclear

OF_OWNER = "this is you, the owner of the export"


def find(people: People, owner: Owner, name: str, url: str) -> Somebody:
    """Return the person, by the link or else by the name; raise `Unclear` if neither tells."""
    key = people.key_of(url)
    if owner.is_meant(key, name):
        raise Unclear(OF_OWNER)
    if key:
        return people.see(url, name)
    person = people.by_name(name)
    people.count_match([person])
    return person
