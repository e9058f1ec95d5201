"""What the columns of a table may become, as a list to choose from and as it was chosen."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ledger.imports.options import Options
from ledger.imports.tables.meanings import WORDS

LEFT_OUT = "-"
"""What a list of choices says for a column that is not brought in."""
_GROUPS: Mapping[str, Sequence[str]] = {
    "Who they are": (
        "name", "first_name", "middle_name", "last_name", "last_name_first", "headline",
        "title", "company", "location", "country", "summary", "skills", "languages",
    ),
    "How to reach them": (
        "email", "phone", "shared_phone", "linkedin", "github", "link", "website", "messenger",
    ),
    "How you work with them": (
        "tags", "pool", "note", "note_date", "source", "opportunity", "stage", "applied_at",
        "outcome", "closed_at", "rejection_reason", "created_at", "updated_at", "external_id",
        "application_id",
    ),
    "Their past": (
        "employer", "employer_title", "employer_start", "employer_end", "school", "degree",
        "discipline", "school_start", "school_end",
    ),
}  # fmt: skip
_NAMES: Mapping[str, str] = {
    "name": "Name",
    "last_name": "Family name",
    "last_name_first": "Family name, first name",
    "title": "Job title",
    "email": "E-mail",
    "shared_phone": "Company's phone",
    "linkedin": "LinkedIn profile",
    "github": "GitHub profile",
    "link": "Profile link",
    "messenger": "Messenger name",
    "pool": "Pools",
    "external_id": "Id in the source",
    "application_id": "Id of the application",
    "employer": "Earlier employer",
    "employer_title": "Job title there",
    "employer_start": "Worked there since",
    "employer_end": "Worked there until",
    "discipline": "Field of study",
    "school_start": "Studied since",
    "school_end": "Studied until",
    "created_at": "Row written on",
    "updated_at": "Row changed on",
    "applied_at": "Applied on",
    "note_date": "Date of the note",
    "stage": "Stage of the application",
    "outcome": "Outcome of the application",
    "closed_at": "Application ended on",
}
WHY: Mapping[str, str] = {
    "given": "you said so",
    "remembered": "you said so before",
    "header": "",
    "content": "by what is in it",
    "sensitive": "the law protects it most",
    "unknown": "not understood",
}
"""Why a column was taken for what it was."""


class Choice(NamedTuple):
    """One meaning that a column may have."""

    value: str
    name: str
    words: str


def name_of(meaning: str) -> str:
    """Return what a meaning is called: `phone:mobile` is `Phone (mobile)`."""
    word, _, about = meaning.partition(":")
    if word == "custom":
        return f"A field of its own: {about}"
    name = _NAMES.get(word, word.replace("_", " ").capitalize())
    return f"{name} ({about})" if about else name


def choices() -> list[tuple[str, list[Choice]]]:
    """Return the meanings to choose from, in groups."""
    return [
        (group, [Choice(word, name_of(word), WORDS[word]) for word in words])
        for group, words in _GROUPS.items()
    ]


def plain_meanings() -> frozenset[str]:
    """Return the meanings that every list of choices has."""
    return frozenset(word for words in _GROUPS.values() for word in words)


def chosen(
    options: Options, headers: Sequence[str], before: Sequence[str], now: Sequence[str]
) -> dict[str, str | None]:
    """Return what is said about columns, old and new: only what was changed counts as said."""
    said: dict[str, str | None] = dict(options.columns)
    for header, was, meaning in zip(headers, before, now, strict=False):
        if meaning != was:
            said[header] = None if meaning == LEFT_OUT else meaning
    return said


def tables_of(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the tables of a report whose columns are anybody's to choose."""
    return [each for each in report["tables"] if each["columns"]]
