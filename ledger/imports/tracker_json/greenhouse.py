"""Greenhouse: a candidate of the Harvest interface, with applications, files and career."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from ledger.imports import postal, reaches, texts
from ledger.imports.json_objects import JsonObject
from ledger.imports.options import Options
from ledger.imports.private import is_private
from ledger.imports.records import (
    Application,
    Engagement,
    Membership,
    Person,
    Place,
    Reach,
    Record,
    Skipped,
)
from ledger.imports.remarks import Remarks
from ledger.words import (
    ApplicationOutcome,
    Attachment,
    Education,
    Employment,
    Handle,
    HandleType,
    Kind,
    Profile,
)

_USED = """
id first_name last_name company title created_at updated_at last_activity is_private photo_url
application_ids phone_numbers addresses email_addresses website_addresses can_email tags
social_media_addresses applications educations employments custom_fields keyed_custom_fields
attachments
"""
USED = frozenset(_USED.split())
_USED_OF_APPLICATIONS = """
id candidate_id prospect applied_at rejected_at last_activity_at jobs status current_stage
rejection_reason prospect_detail attachments answers job_post_id
"""
USED_OF_APPLICATIONS = frozenset(_USED_OF_APPLICATIONS.split())
_TAG_CHARACTERS_MAX = 100
_OUTCOMES = {"hired": ApplicationOutcome.HIRED, "rejected": ApplicationOutcome.REJECTED}
_NO_CANDIDATE = "no candidate: it has neither an id nor a name, address or number"
_PRIVATE = "Candidates that are private in Greenhouse, seen here by everybody of the workspace"
_NO_EMAIL = "Candidates who may not be e-mailed (custom field can_email), set them apart"
_NO_HANDLE = "Addresses, numbers and links that are none, left out"
_NO_JOB = "Applications and prospects without a job, left out"
_ANSWERS = "Answers to the questions of applications are not brought in."
_FILES = "Files are noted with their names; Rapport does not fetch them."


def told(
    candidate: JsonObject, place: Place, options: Options, remarks: Remarks
) -> Iterator[Record]:
    """Yield a candidate, then their applications, pools and files."""
    own = candidate.line("id")
    found = reaches.strongest_first(_reaches(candidate, own, options.region, remarks))
    profile = _profile(candidate, options, remarks)
    if not found or not (own or profile.first_name or profile.last_name):
        yield Skipped(place, _NO_CANDIDATE)
        return
    person = f"{place.file}:{place.line}"
    if candidate.flag("is_private"):
        remarks.count(_PRIVATE)
    if candidate.flag("can_email") is False:
        remarks.count(_NO_EMAIL)
    tags = tuple(tag[:_TAG_CHARACTERS_MAX] for tag in candidate.lines("tags"))
    told_at = instant(candidate.line("updated_at"))
    yield Person(place, person, profile, found, tags=tags, told_at=told_at)
    files = list(candidate.each("attachments"))
    for application in candidate.each("applications"):
        yield from _application(application, place, person, remarks)
        files += application.each("attachments")
        if any(True for _ in application.each("answers")):
            remarks.note(_ANSWERS)
    if files:
        remarks.note(_FILES)
        yield from _files(files, place, person, own)


def instant(told: str) -> datetime | None:
    """Return an instant in ISO 8601 with its zone; None for what is none."""
    try:
        at = datetime.fromisoformat(told)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _reaches(
    candidate: JsonObject, own: str, region: str | None, remarks: Remarks
) -> Iterator[Reach]:
    for name, handle_of in (
        ("email_addresses", reaches.email),
        ("phone_numbers", partial(reaches.phone, region=region)),
        ("social_media_addresses", reaches.link),
        ("website_addresses", reaches.link),
    ):
        for each in candidate.each(name):
            handle = handle_of(each.line("value"))
            if handle:
                yield Reach(handle, each.line("type").casefold()[:100] or None)
            elif each.line("value"):
                remarks.count(_NO_HANDLE)
    if own:
        yield Reach(Handle(type=HandleType.EXTERNAL_ID, value=f"greenhouse:{own}"[:500]))


def _profile(candidate: JsonObject, options: Options, remarks: Remarks) -> Profile:
    addresses = (each.text("value") for each in candidate.each("addresses"))
    lines = next(filter(None, addresses), "").splitlines()
    facts: dict[str, Any] = {
        "first_name": candidate.line("first_name"),
        "last_name": candidate.line("last_name"),
        "company": candidate.line("company"),
        "title": candidate.line("title"),
        "location": postal.location_of(*lines),
        "employments": tuple(_employments(candidate)),
        "educations": tuple(_educations(candidate)),
        "custom_fields": _custom_fields(candidate, options, remarks),
    }
    return Profile(**{name: fact for name, fact in facts.items() if fact})


def _employments(candidate: JsonObject) -> Iterator[Employment]:
    for each in candidate.each("employments"):
        facts = {name: each.line(name) for name in ("company_name", "title")}
        if any(facts.values()):
            yield Employment(**_dated(facts, each))


def _educations(candidate: JsonObject) -> Iterator[Education]:
    for each in candidate.each("educations"):
        facts = {name: each.line(name) for name in ("school_name", "degree", "discipline")}
        if any(facts.values()):
            yield Education(**_dated(facts, each))


def _dated(facts: dict[str, str], told: JsonObject) -> dict[str, str]:
    for name in ("start_date", "end_date"):
        # A day, written as the midnight on which it begins.
        facts[name] = told.line(name).partition("T")[0]
    return {name: fact for name, fact in facts.items() if fact}


def _custom_fields(candidate: JsonObject, options: Options, remarks: Remarks) -> dict[str, Any]:
    told = candidate.within("custom_fields")
    if not told.names():
        told = candidate.within("keyed_custom_fields")
    kept = {name.casefold() for name in options.keeps}
    fields: dict[str, Any] = {}
    for name in told.names():
        if is_private(name) and name.casefold() not in kept:
            remarks.note(f"Left behind as private, unless you say to keep it: {name[:100]}.")
        elif (value := told.plain(name)) is not None and texts.line(name):
            fields[texts.line(name)] = value
    if candidate.flag("can_email") is False:
        fields["can_email"] = False
    return fields


def _application(
    application: JsonObject, place: Place, person: str, remarks: Remarks
) -> Iterator[Application | Membership]:
    pool = application.within("prospect_detail").within("prospect_pool").line("name")
    if pool:
        yield Membership(place, person, pool)
    jobs = [job.line("name") for job in application.each("jobs")]
    opportunity = texts.line(", ".join(job for job in jobs if job))
    if not opportunity:
        if not pool:
            remarks.count(_NO_JOB)
        return
    status = application.line("status").casefold()
    stage = application.within("current_stage").line("name")
    own = application.line("id")
    yield Application(
        place,
        person,
        opportunity,
        stage or status or "applied",
        instant(application.line("applied_at")),
        _OUTCOMES.get(status),
        application.within("rejection_reason").line("name") or None,
        f"greenhouse:{own}" if own else None,
        closed_at=instant(application.line("rejected_at")),
    )


def _files(
    files: list[JsonObject], place: Place, person: str, own: str
) -> Iterator[Engagement]:
    """Yield each file once, though Greenhouse tells it of the candidate and the application."""
    seen: set[str] = set()
    for each in files:
        name, type_ = each.line("filename"), each.line("type") or "other"
        mark = f"file:{own}:{name}:{each.line('created_at')}"[:1_000]
        if not name or mark in seen:
            continue
        seen.add(mark)
        # Behind the question mark stands a key that lets anybody fetch the file.
        reference = each.line("url").partition("?")[0] or None
        attachment = Attachment(filename=name, type=type_, reference=reference)
        yield Engagement(
            place,
            person,
            Kind.OTHER,
            instant(each.line("created_at")),
            mark,
            subject=texts.line(f"{type_.replace('_', ' ')}: {name}"),
            attachments=(attachment,),
        )
