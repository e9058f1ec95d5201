"""One small good file of every source: what tests damage, rename and bring in together."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import orjson
import xlsxwriter

from ledger.archive.log import closing_line
from ledger.canonical import canonical, digest
from ledger.ids import id_of
from tests.ledger.imports.calendars import ANA, BEN, OLGA, calendar, event
from tests.ledger.imports.cards import card
from tests.ledger.imports.mails import mail, mbox
from tests.ledger.imports.networks import of_2025

WHATSAPP = (
    "13/03/24, 14:05 - Messages and calls are end-to-end encrypted. Tap to learn more.\n"
    "13/03/24, 14:05 - Ana Berg: Hello\n"
    "13/03/24, 14:06 - Olga: Hi Ana,\n\nhow are you?\n"
    "14/03/24, 09:00 - Ana Berg: Fine: thanks\n"
)
GOOGLE = (
    "First Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value\n"
    "Ana,Berg,Acme,* myContacts,Work,ana@example.com,Mobile,+351 912 000 111\n"
    "Zoë,Müller,,,,zoe@example.com ::: z@b.example,,\n"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Company,E-mail Address,Business Phone,Notes\r\n"
    'Ana,,Berg,Acme,ana@example.com,+351 912 000 111,"one\r\ntwo"\r\n'
    "Ben,,Costa,Lumen,ben@example.com,,\r\n"
)
TABLE = (
    "First Name;Last Name;Email;Phone;LinkedIn;Company;Notes;Created\n"
    'Ana;Berg;ana@example.com;+49 30 123456;https://linkedin.com/in/ana;"Acme; Inc.";'
    '"one\ntwo ""three""";2026-01-02\n'
    "Zoë;Müller;zoe@example.com, z@b.example;0049 170 1234567;;Café;;13/02/2026\n"
    "Eva;Dorn;;;;Other;Hi;\n"
)
CALENDAR = calendar(
    event(OLGA, ANA, "SUMMARY:Interview", "DTEND:20261201T100000Z"),
    event(
        OLGA,
        ANA,
        BEN,
        "SUMMARY:Weekly",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE:20261210T090000Z",
        uid="u2",
        start="DTSTART;TZID=Europe/Lisbon:20261203T090000",
    ),
    event("SUMMARY:Alone", uid="u3"),
)
CARDS = (
    card("FN:Ana Berg", "N:Berg;Ana;;;", "EMAIL;TYPE=WORK:ana@example.com", "TEL:+351912000111")
    + card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB",
        "EMAIL;INTERNET:zoe@example.com",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\r\ntwo",
        version="2.1",
    )
    + card(
        "FN:Ben Costa", "item1.URL:https://example.com", "CATEGORIES:Dev,Porto", version="4.0"
    )
)
RESUME: dict[str, Any] = {
    "basics": {
        "name": "Ana Berg",
        "email": "ana@example.com",
        "location": {"city": "Porto", "countryCode": "PT"},
        "profiles": [{"network": "GitHub", "username": "anaberg"}],
    },
    "work": [{"name": "Acme", "position": "Chemist", "startDate": "2019-05"}],
    "education": [{"institution": "Porto", "area": "Chemistry", "endDate": "2018"}],
    "skills": [{"name": "HPLC", "keywords": ["LC-MS"]}],
}
GREENHOUSE: list[dict[str, Any]] = [
    {
        "id": 4711,
        "first_name": "Ana",
        "last_name": "Berg",
        "phone_numbers": [{"value": "+351 912 000 111", "type": "mobile"}],
        "email_addresses": [{"value": "ana@example.com", "type": "work"}],
        "tags": ["HPLC"],
        "applications": [
            {
                "id": 5,
                "applied_at": "2024-05-06T07:08:09.123Z",
                "status": "active",
                "jobs": [{"id": 6, "name": "Chemist"}],
                "current_stage": {"id": 7, "name": "Phone screen"},
            }
        ],
        "attachments": [
            {"filename": "ana.pdf", "type": "resume", "url": "https://files.example/a"}
        ],
    },
    {"id": 4712, "first_name": "Ben", "last_name": "Costa", "email_addresses": []},
]
LEVER: dict[str, Any] = {
    "data": [
        {
            "id": "o-1",
            "contact": "c-1",
            "name": "Ana Berg",
            "emails": ["ana@example.com"],
            "phones": [{"value": "+351 912 000 111"}],
            "stage": {"id": "s-1", "text": "Phone screen"},
            "applications": [
                {"id": "a-1", "posting": {"text": "Chemist"}, "createdAt": 1_700_000_000_123}
            ],
            "createdAt": 1_600_000_000_000,
        }
    ]
}


class Small(NamedTuple):
    """A small good file: the source that reads it, its name and what is in it."""

    source: str
    name: str
    content: bytes


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of some files, the same bytes each time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return written.getvalue()


@cache
def workbook() -> bytes:
    """Return an xlsx of two sheets."""
    rows: Sequence[Sequence[str | float]] = (
        ("Name", "Email", "Phone", "Company"),
        ("Ana Berg", "ana@example.com", "+351 912 000 111", "Acme"),
        ("Zoë Müller", "zoe@example.com", 351912000112, ""),
    )
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name in ("People", "More"):
            sheet = cast("Any", book).add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return written.getvalue()


def log(*events: tuple[str, dict[str, Any], str, str | None]) -> bytes:
    """Return an export of Rapport's own: events as type, payload, stream and candidate."""
    workspace = id_of("small files", "workspace")
    lines: list[bytes] = []
    versions: dict[str, int] = {}
    for position, (event_type, payload, stream, candidate) in enumerate(events, start=1):
        versions[stream] = versions.get(stream, 0) + 1
        salt = hashlib.sha256(str(position).encode()).digest()[:16]
        line = {
            "actor_id": str(id_of("small files", "actor")),
            "candidate_id": str(id_of("small files", candidate)) if candidate else None,
            "digest": digest(salt, canonical(payload)).hex(),
            "event_type": event_type,
            "import_id": None,
            "occurred_at": f"2026-01-0{position}T10:00:00.000000Z",
            "payload": payload,
            "position": position,
            "recorded_at": f"2026-01-0{position}T10:00:00.000000Z",
            "request_id": None,
            "salt": salt.hex(),
            "schema_version": 1,
            "stream_id": str(id_of("small files", stream)),
            "version": versions[stream],
            "workspace_id": str(workspace),
        }
        lines.append(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) + b"\n")
    whole = b"".join(lines)
    return whole + closing_line(len(lines), hashlib.sha256(whole).hexdigest())


def _ours() -> bytes:
    handle = {
        "handle": {"type": "email", "value": "ana@example.com"},
        "key": "ana@example.com",
    }
    return log(
        ("CandidateAdded", {"profile": {"first_name": "Ana"}}, "ana", "ana"),
        ("HandleAdded", handle, "handle", "ana"),
        ("EngagementRecorded", {"kind": "call", "body": "Prague?"}, "call", "ana"),
    )


@cache
def small_files() -> tuple[Small, ...]:
    """Return a small good file of every source and every shape it comes in."""
    linkedin = of_2025()
    texts: Iterable[tuple[str, str, str | bytes]] = (
        ("rapport", "rapport.jsonl", _ours()),
        ("linkedin", "Connections.csv", linkedin["Connections.csv"]),
        ("linkedin", "messages.csv", linkedin["messages.csv"]),
        ("linkedin", "Basic_LinkedInDataExport_08-15-2025.zip", packed(linkedin)),
        ("whatsapp", "WhatsApp Chat with Ana Berg.txt", WHATSAPP),
        ("calendar", "work.ics", CALENDAR),
        ("vcard", "people.vcf", CARDS),
        ("mail", "a.eml", mail("Hello\n\n> before\n\n-- \nAna\n+351 912 000 111")),
        ("mail", "a.mbox", mbox(mail("One"), mail("Two\n\nFrom here", number=2))),
        ("jsonresume", "resume.json", json.dumps(RESUME, indent=1)),
        ("greenhouse", "candidates.json", json.dumps(GREENHOUSE, indent=1)),
        ("lever", "opportunities.json", json.dumps(LEVER)),
        ("google-contacts", "contacts.csv", GOOGLE),
        ("outlook", "outlook.csv", OUTLOOK.encode("cp1252")),
        ("table", "people.csv", TABLE),
        ("table", "people.xlsx", workbook()),
    )
    return tuple(
        Small(source, name, content.encode() if isinstance(content, str) else content)
        for source, name, content in texts
    )


def written(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a new folder of its own."""
    path = Path(tempfile.mkdtemp(dir=folder)) / name
    path.write_bytes(content)
    return path
