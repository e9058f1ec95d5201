"""Every place where something that happened may be read, as one text."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx2

COPIES = (
    "csv",
    "spreadsheet",
    "html",
    "xlsx",
    "sqlite",
    "ical",
    "vcard",
    "jsonresume",
    "greenhouse",
    "linkedin-recruiter",
)


def read_of(talk: httpx2.Client, candidate: UUID | str) -> dict[str, str]:
    """Return what is answered about a candidate, by the place it was asked of."""
    one = f"/v1/candidates/{candidate}"
    return {
        path: _text(talk.get(path))
        for path in (
            one,
            f"{one}/timeline",
            f"{one}/facts",
            f"{one}/privacy",
            f"{one}/duplicates",
            f"{one}/known-through",
            "/v1/candidates",
            "/v1/candidates?sort=last_engaged",
            "/v1/timeline",
            "/v1/activity",
            "/v1/duplicates",
            "/v1/events",
            "/v1/diff?from=0",
            "/v1/merges",
        )
    }


def read_as_of(talk: httpx2.Client, candidate: UUID | str, position: int) -> dict[str, str]:
    """Return the same of what can be read as of a position."""
    one, then = f"/v1/candidates/{candidate}", f"as_of={position}"
    return {
        path: _text(talk.get(path))
        for path in (
            f"{one}?{then}",
            f"{one}/timeline?{then}",
            f"{one}/known-through?{then}",
            f"/v1/candidates?sort=last_engaged&{then}",
            f"/v1/timeline?{then}",
            f"/v1/activity?{then}",
            f"/v1/diff?from=0&to={position}",
        )
    }


def copies_of(talk: httpx2.Client, candidate: UUID | str) -> dict[str, str]:
    """Return the copies in every form, of everybody and of one person, unpacked."""
    return {
        f"{form} {chosen}": _unpacked(talk.get(f"/v1/export?format={form}{chosen}"))
        for form in COPIES
        for chosen in ("", f"&candidate_ids={candidate}")
    }


def holding(places: dict[str, str], canary: str) -> list[str]:
    """Return the places that a text is found in."""
    return sorted(place for place, text in places.items() if canary in text)


def engagement(talk: httpx2.Client, engagement_id: str, **query: Any) -> httpx2.Response:
    """Ask for one engagement."""
    return talk.get(f"/v1/engagements/{engagement_id}", params=query)


def _text(answer: httpx2.Response) -> str:
    assert answer.status_code == 200, answer.text
    return answer.text


def _unpacked(answer: httpx2.Response) -> str:
    assert answer.status_code == 200, answer.text
    return "\n".join(part.decode("utf-8", "replace") for part in _parts(answer.content))


def _parts(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        for name in opened.namelist():
            yield opened.read(name)
