"""One JSON Resume (jsonresume.org, schema 1.0.0) for each candidate, on demand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from projections.copies.copy import File, Whom
from projections.copies.people import KnownHandle, KnownPerson, people
from projections.moment import Moment

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_DATE = re.compile(r"[12]\d{3}(-[01]\d(-[0-3]\d)?)?")
_NETWORKS = {
    "linkedin": "LinkedIn",
    "github": "GitHub",
    "twitter": "Twitter",
    "xing": "XING",
    "stackoverflow": "Stack Overflow",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
}


def files(moment: Moment, whom: Whom) -> Iterator[File]:
    """Yield a file for everybody, or for the people asked for."""
    for person in people(moment, whom):
        yield f"resumes/{person.candidate_id}.resume.json", _written(resume(person))


def resume(person: KnownPerson) -> dict[str, Any]:
    """Return one person's résumé; dates that are none in the schema's sense are left out."""
    return _told(
        {
            "$schema": _SCHEMA,
            "basics": _basics(person),
            "work": list(map(_work, _employments(person))),
            "education": [_education(one) for one in person.facts.get("educations", ())],
            "skills": [{"name": skill} for skill in person.facts.get("skills", ())],
            "languages": [{"language": one} for one in person.facts.get("languages", ())],
            "meta": {
                "version": "v1.0.0",
                "lastModified": f"{person.changed_at:%Y-%m-%dT%H:%M:%S}",
            },
        }
    )


def _basics(person: KnownPerson) -> dict[str, Any]:
    label = person.told("headline") or person.told("title")
    return _told(
        {
            "name": person.name,
            "label": label,
            "email": next(iter(person.values("email")), ""),
            "phone": next(iter(person.values("phone")), ""),
            "url": next(filter(_is_link, person.values("website")), ""),
            "summary": person.told("summary"),
            "location": _told({"address": person.told("location")}),
            "profiles": [
                _profile(one) for one in person.handles_in_use if one.type in _NETWORKS
            ],
        }
    )


def _profile(handle: KnownHandle) -> dict[str, str]:
    told = {"network": _NETWORKS[handle.type], "username": handle.key.rpartition("/")[2]}
    return told | {"url": handle.value} if _is_link(handle.value) else told


def _employments(person: KnownPerson) -> list[Mapping[str, str]]:
    """Return where they worked, the present employer first if only the profile names it."""
    told = list(person.facts.get("employments", ()))
    company = person.told("company")
    if not company or any(_is_named(company, one) for one in told):
        return told
    return [{"company_name": company, "title": person.told("title")}, *told]


def _is_named(company: str, employment: Mapping[str, str]) -> bool:
    return (employment.get("company_name") or "").casefold() == company.casefold()


def _work(employment: Mapping[str, str]) -> dict[str, Any]:
    return _told(
        {
            "name": employment.get("company_name"),
            "position": employment.get("title"),
            "startDate": _date(employment.get("start_date")),
            "endDate": _date(employment.get("end_date")),
        }
    )


def _education(education: Mapping[str, str]) -> dict[str, Any]:
    return _told(
        {
            "institution": education.get("school_name"),
            "area": education.get("discipline"),
            "studyType": education.get("degree"),
            "startDate": _date(education.get("start_date")),
            "endDate": _date(education.get("end_date")),
        }
    )


def _date(told: str | None) -> str | None:
    return told if told and _DATE.fullmatch(told) else None


def _is_link(value: str) -> bool:
    return value.startswith(("https://", "http://"))


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _written(document: Mapping[str, Any]) -> Iterable[bytes]:
    yield orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
