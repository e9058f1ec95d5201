"""What came of a file, or would come of it, in a recruiter's words."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from api.screens.words import counted

Report = Mapping[str, Any]
_SOURCES: Mapping[str, str] = {
    "linkedin": "LinkedIn export",
    "table": "Table",
    "vcard": "Contacts (vCard)",
    "mail": "Mail",
    "calendar": "Calendar",
    "whatsapp": "WhatsApp chat",
    "jsonresume": "JSON Resume",
    "rapport": "Another Rapport",
    "greenhouse": "Greenhouse",
    "lever": "Lever",
    "bullhorn": "Bullhorn",
    "opencats": "OpenCATS",
    "hubspot": "HubSpot",
    "zoho-recruit": "Zoho Recruit",
    "linkedin-recruiter": "LinkedIn Recruiter",
    "linkedin-talent-hub": "LinkedIn Talent Hub",
    "google-contacts": "Google Contacts",
    "outlook": "Outlook contacts",
    "thunderbird": "Thunderbird contacts",
    "demo": "Made-up people",
}
SOURCES = {name: words for name, words in _SOURCES.items() if name != "demo"}
"""What a file may be read as, where it is taken for something else."""
_FIELDS: Mapping[str, str] = {"first_name": "first name", "last_name": "family name"}


class Figure(NamedTuple):
    """A number on a card, and what it counts."""

    number: int
    words: str
    is_bad: bool = False


class Reason(NamedTuple):
    """Why something was left out, how often, and where first."""

    words: str
    number: int
    places: str


def source_of(told: str) -> str:
    """Return what a source is called; of several, all of them."""
    return ", ".join(_SOURCES.get(each, each) for each in told.split(", "))


def figures_of(report: Report) -> list[Figure]:
    """Return the numbers of a report that are not nought, and always that of new people."""
    people = report["people"]
    changed, known = people.get("changed", 0), people.get("known", 0)
    alike = len(report.get("look_alikes", ()))
    found = [
        _figure(people.get("new", 0), "new person", "new people"),
        Figure(changed + known, f"known already, {changed:,} with changes"),
        _figure(alike, "looks like somebody you know", "look like somebody you know"),
        _figure(report["engagements"].get("new", 0), "new engagement", "new engagements"),
        _figure(
            report["engagements"].get("corrected", 0),
            "engagement told anew",
            "engagements told anew",
        ),
        _figure(
            report["memberships"].get("new", 0), "new place in a pool", "new places in pools"
        ),
        _figure(
            _moved(report["applications"]),
            "application, new or moved",
            "applications, new or moved",
        ),
        _figure(report["skipped"], "row left out", "rows left out")._replace(is_bad=True),
    ]
    return [found[0], *(each for each in found[1:] if each.number)]


def _figure(number: int, one: str, many: str) -> Figure:
    return Figure(number, one if number == 1 else many)


def what_comes(report: Report) -> str:
    """Return what a file brings, as a button says it; empty where it brings nothing."""
    people, engagements = report["people"], report["engagements"]
    told = [
        (people.get("new", 0) + people.get("changed", 0), "person", "people"),
        (engagements.get("new", 0) + engagements.get("corrected", 0), "engagement", ""),
        (report["memberships"].get("new", 0), "place in pools", "places in pools"),
        (_moved(report["applications"]), "application", ""),
        (report["event_count"], "entry", "entries"),
    ]
    return next((counted(count, one, many) for count, one, many in told if count), "")


def summary_of(report: Report) -> str:
    """Return in a line what an import brought."""
    people, engagements = report.get("people", {}), report.get("engagements", {})
    told = [
        (people.get("new", 0), "person", "people"),
        (people.get("changed", 0), "change", ""),
        (engagements.get("new", 0), "engagement", ""),
    ]
    said = [counted(count, one, many) for count, one, many in told if count]
    return ", ".join(said) or "nothing new"


def reasons_of(report: Report, *, places_max: int = 8) -> list[Reason]:
    """Return why rows were left out, the commonest first, with the first places of each."""
    counts: Mapping[str, int] = report["skipped_by_reason"]
    ordered = sorted(counts.items(), key=lambda each: -each[1])
    return [
        Reason(words, count, _places(report["skipped_rows"], words, places_max))
        for words, count in ordered
    ]


def unused_of(report: Report) -> list[Reason]:
    """Return why files of the input are not used, with their names."""
    by_reason: dict[str, list[str]] = {}
    for each in report["unused_files"]:
        by_reason.setdefault(each["reason"], []).append(each["file"])
    return [Reason(words, len(files), ", ".join(files)) for words, files in by_reason.items()]


def changes_of(report: Report) -> str:
    """Return in which facts known people change, the commonest first."""
    counts: Mapping[str, int] = report["changes_by_field"]
    ordered = sorted(counts.items(), key=lambda each: -each[1])
    return ", ".join(f"{field_name(field)} {count:,}" for field, count in ordered)


def field_name(field: str) -> str:
    """Return what a fact is called."""
    return _FIELDS.get(field, field.replace("_", " "))


def _moved(applications: Mapping[str, int]) -> int:
    return applications.get("new", 0) + applications.get("changed", 0)


def _places(rows: Sequence[Mapping[str, Any]], reason: str, places_max: int) -> str:
    lines: dict[str, list[str]] = {}
    for each in [row for row in rows if row["reason"] == reason][:places_max]:
        lines.setdefault(each["file"], []).append(str(each["line"]))
    shown = [
        f"{file}, {'line' if len(found) == 1 else 'lines'} {', '.join(found)}"
        for file, found in lines.items()
    ]
    return "; ".join(shown)


FILTERS = {
    "source_of": source_of,
    "summary_of": summary_of,
    "field_name": field_name,
}
