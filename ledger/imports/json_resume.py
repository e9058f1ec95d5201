"""JSON Resume: a résumé as a file of its own (jsonresume.org, schema 1.0.0 and before)."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ledger.imports import postal, reaches, texts
from ledger.imports.files import Files
from ledger.imports.json_documents import (
    IS_SCHEMA,
    Document,
    beginning,
    documents,
    is_schema,
    must_hold_more,
)
from ledger.imports.json_objects import JsonObject
from ledger.imports.options import Options
from ledger.imports.private import LeftOut
from ledger.imports.records import Person, Place, Reach, Reading, Record, Skipped, Unused
from ledger.imports.remarks import Remarks
from ledger.words import Education, Employment, Handle, HandleType, Profile

_BASICS = re.compile(r'"basics"\s*:\s*\{')
_SECTION = re.compile(r'"(?:work|education|skills|profiles|label|languages|volunteer)"\s*:')
_USED_BASICS = {
    "name", "label", "email", "phone", "url", "website", "summary", "location", "profiles",
}  # fmt: skip
_USED = {
    "basics",
    "work",
    "education",
    "skills",
    "languages",
    "certificates",
    "meta",
    "$schema",
}
_USED_WITHIN = {
    "education": {"institution", "studyType", "area", "startDate", "endDate"},
    "skills": {"name", "value", "keywords"},
    "languages": {"language", "name", "value", "fluency"},
    "certificates": {"name", "value"},
}
_OF_WORK = "Of positions, employer, title and dates are brought in."
_NO_RESUME = "no résumé: there are no basics in it"
_NO_HANDLE = "Addresses, numbers and links that are none, left out"
_NOBODY = "a résumé without name, address, number or link"


class JsonResume:
    """Reads résumés in JSON: one a file, several in a list, or one on each line."""

    source = "jsonresume"

    def claims(self, files: Files) -> list[str]:
        """Claim what begins as a résumé does, and the schema that is taken for one."""
        return [name for name in files.names() if _is_resume(beginning(files, name))]

    def read(self, files: Files, options: Options) -> Reading:
        """Tell each résumé as a person."""
        rows: dict[str, int] = {}
        return Reading(self.source, _told(files, options, rows), rows_by_file=rows)


def _is_resume(head: str) -> bool:
    return bool(_BASICS.search(head) and (is_schema(head) or _SECTION.search(head)))


def _told(files: Files, options: Options, rows: dict[str, int]) -> Iterator[Record]:
    remarks = Remarks()
    left_out = LeftOut("the résumés", _USED, options)
    for file in files.names():
        if is_schema(beginning(files, file)):
            yield Unused(file, IS_SCHEMA)
            continue
        rows[file] = 0
        for document in documents(files, file, remarks):
            rows[file] += 1
            if isinstance(document, Document):
                yield _record(document, options, remarks, left_out)
            else:
                yield document
    must_hold_more(files, rows)
    left_out.note(remarks)
    yield from remarks.told()


def _record(
    document: Document, options: Options, remarks: Remarks, left_out: LeftOut
) -> Person | Skipped:
    place = document.place
    resume = JsonObject(document.value, remarks)
    basics = resume.within("basics")
    if not basics.names():
        return Skipped(place, _NO_RESUME)
    left_out.meet(resume.names())
    left_out.meet(name for name in basics.names() if name not in _USED_BASICS)
    # A second look, with remarks of its own: what is wrong in a section is counted once.
    again = JsonObject(document.value, Remarks())
    for section, used in _USED_WITHIN.items():
        for each in again.each(section):
            left_out.meet(f"{section}.{name}" for name in each.names() if name not in used)
    region = postal.region_of(basics.within("location").line("countryCode"))
    found = reaches.strongest_first(_reaches(basics, region or options.region, remarks))
    profile = _profile(resume, basics, options)
    if not profile.name and not found:
        return Skipped(place, _NOBODY)
    if profile.employments:
        remarks.note(_OF_WORK)
    if not reaches.recognises(found):
        found = (*found, _mark(profile))
    told_at = _instant(resume.within("meta").line("lastModified"), options)
    return Person(place, _key(place), profile, found, told_at=told_at, region=region)


def _key(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _reaches(basics: JsonObject, region: str | None, remarks: Remarks) -> Iterator[Reach]:
    email, phone = basics.line("email"), basics.line("phone")
    page = basics.line("url", "website")
    for told, handle in (
        (email, reaches.email(email)),
        (phone, reaches.phone(phone, region)),
        (page, reaches.link(page)),
    ):
        if handle:
            yield Reach(handle)
        elif told:
            remarks.count(_NO_HANDLE)
    for profile in basics.each("profiles"):
        network = profile.line("network")
        handle = reaches.account(network, profile.line("username"), profile.line("url"))
        if handle:
            yield Reach(handle, network.casefold()[:100] or None)


def _profile(resume: JsonObject, basics: JsonObject, options: Options) -> Profile:
    employments = tuple(_employments(resume))
    # One that has not ended yet; of several, the one begun last.
    current = max(
        (one for one in employments if not one.end_date),
        key=lambda one: one.start_date or "",
        default=Employment(),
    )
    home = basics.within("location")
    facts: dict[str, Any] = {
        "name": basics.line("name"),
        "headline": basics.line("label"),
        "company": current.company_name,
        "title": current.title,
        "location": postal.location_of(*map(home.line, ("city", "region", "countryCode"))),
        "summary": basics.text("summary"),
        "employments": employments,
        "educations": tuple(_educations(resume)),
        "skills": tuple(dict.fromkeys(_skills(resume))),
        "languages": tuple(dict.fromkeys(_languages(resume))),
        "custom_fields": _custom_fields(resume, basics, options),
    }
    return Profile(**{name: fact for name, fact in facts.items() if fact})


def _employments(resume: JsonObject) -> Iterator[Employment]:
    for work in resume.each("work"):
        told = {
            "company_name": work.line("name", "company"),
            "title": work.line("position"),
            "start_date": work.line("startDate"),
            "end_date": work.line("endDate"),
        }
        if told["company_name"] or told["title"]:
            yield Employment(**{name: fact for name, fact in told.items() if fact})


def _educations(resume: JsonObject) -> Iterator[Education]:
    for school in resume.each("education"):
        told = {
            "school_name": school.line("institution"),
            "degree": school.line("studyType"),
            "discipline": school.line("area"),
            "start_date": school.line("startDate"),
            "end_date": school.line("endDate"),
        }
        if told["school_name"] or told["degree"] or told["discipline"]:
            yield Education(**{name: fact for name, fact in told.items() if fact})


def _skills(resume: JsonObject) -> Iterator[str]:
    for skill in resume.each("skills"):
        yield from filter(None, (skill.line("name", "value"), *skill.lines("keywords")))


def _languages(resume: JsonObject) -> Iterator[str]:
    for each in resume.each("languages"):
        language, fluency = each.line("language", "name", "value"), each.line("fluency")
        if language:
            yield texts.line(f"{language} ({fluency})" if fluency else language)


def _custom_fields(resume: JsonObject, basics: JsonObject, options: Options) -> dict[str, Any]:
    certificates = [each.line("name", "value") for each in resume.each("certificates")]
    fields: dict[str, Any] = {"certificates": [name for name in certificates if name]}
    kept = {name.casefold() for name in options.keeps}
    for name in basics.names():
        if name not in _USED_BASICS and name.casefold() in kept:
            fields[texts.line(name)] = basics.plain(name)
    return {name: value for name, value in fields.items() if name and value}


def _mark(profile: Profile) -> Reach:
    """Return by what to recognise a résumé again that tells no address: its name and career."""
    told = [profile.name or "", *(str(one) for one in profile.employments or ())]
    told += [str(one) for one in profile.educations or ()]
    folded = "\0".join(" ".join(each.casefold().split()) for each in told)
    digest = hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:32]
    return Reach(Handle(type=HandleType.EXTERNAL_ID, value=f"jsonresume:row:{digest}"))


def _instant(told: str, options: Options) -> datetime | None:
    try:
        at = datetime.fromisoformat(told)
        zoned = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(options.timezone))
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


READER = JsonResume()
