"""The vocabulary of columns: what one may mean, as a mapping and `--map` write it.

A meaning is a word, and for some words after a colon what sort it is: `phone:mobile`,
`school:2`, `external_id:greenhouse`, `custom:Notice period`.
"""

from typing import NamedTuple

WORDS: dict[str, str] = {
    "first_name": "the first name",
    "middle_name": "further first names",
    "last_name": "the family name; `:before` for what stands before it, `:second` for another",
    "name": "the whole name",
    "last_name_first": "the whole name, the family name first, as in Berg, Ana",
    "headline": "what they say of themselves in a line",
    "company": "the present employer",
    "title": "the present job title",
    "location": "where they live or work; several columns are joined",
    "country": "the country of the address, by which phone numbers are read too",
    "summary": "a text about them",
    "note": "something written down about them",
    "note_date": "when the note was written",
    "note_visibility": "who may read the note",
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "shared_phone": "a number of the company, not of the person",
    "linkedin": "the address of the LinkedIn profile",
    "github": "the GitHub profile",
    "link": "profiles and pages of any site",
    "website": "their own page",
    "messenger": "a name in a messenger",
    "email_label": "what sort the next e-mail address is",
    "phone_label": "what sort the next phone number is",
    "website_label": "what sort the next page is",
    "external_id": "the source's own id of the person",
    "application_id": "the source's own id of the application",
    "tags": "tags",
    "pool": "talent pools they are in",
    "opportunity": "the job they applied for",
    "stage": "how far the application came",
    "applied_at": "when they applied",
    "outcome": "how the application ended; `:archived` where any reason told ends it",
    "rejection_reason": "why they were turned down",
    "closed_at": "when the application ended",
    "created_at": "when the row was first written",
    "updated_at": "when the row was last changed",
    "source": "where the source says it has them from",
    "skills": "skills",
    "languages": "languages they speak",
    "employer": "an earlier employer",
    "employer_title": "the job title there",
    "employer_start": "since when",
    "employer_end": "until when",
    "school": "a school or university",
    "degree": "the degree",
    "discipline": "the field of study",
    "school_start": "studied since",
    "school_end": "studied until",
    "custom": "a field of its own, by its name",
}
"""Every word with what it means, for the list of choices."""

_WITH_SORTS = """
last_name email phone website link custom location external_id employer employer_title
employer_start employer_end school degree discipline school_start school_end note outcome
"""
_DIVIDED = frozenset(_WITH_SORTS.split())
_REACHES = """
email phone shared_phone linkedin github link website messenger external_id
"""
REACHES = frozenset(_REACHES.split())
NAMES = frozenset(("first_name", "last_name", "name", "middle_name", "last_name_first"))


class Meaning(NamedTuple):
    """What a column means: a word, and what sort of it."""

    word: str
    about: str = ""


def meaning(told: str) -> Meaning:
    """Return a meaning as it was written; raise `ValueError` if there is none like it."""
    word, colon, about = (part.strip() for part in told.partition(":"))
    is_whole = word in WORDS and (not colon or (bool(about) and word in _DIVIDED))
    if not is_whole or (word == "custom" and not about):
        raise ValueError(told)
    return Meaning(word, about)


def is_meaning(told: str) -> bool:
    """Say whether there is a meaning written so."""
    try:
        meaning(told)
    except ValueError:
        return False
    return True


def identifies(told: str | None) -> bool:
    """Say whether a column of this meaning says who somebody is."""
    word = (told or "").partition(":")[0]
    return word in REACHES or word in NAMES


def choices() -> str:
    """Return the words to choose from, as one sentence lists them."""
    return ", ".join(f"{word}:NAME" if word == "custom" else word for word in WORDS)
