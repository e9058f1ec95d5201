"""Made-up networks for tests: whole exports of several years, brought in, and what they say."""

from pathlib import Path
from typing import Any

from api.installation import Installation
from ledger.access.roles import SCOPES
from ledger.imports import funnel
from ledger.imports.bringer import Bringer
from ledger.imports.options import Options
from ledger.imports.report import Report
from ledger.words import Role
from tests.ledger.imports.exports import (
    ANA,
    BEN,
    CONNECTIONS,
    CONNECTIONS_2018,
    CONTACTS,
    ENDORSEMENTS,
    INVITATIONS,
    INVITATIONS_2021,
    MESSAGES,
    MESSAGES_2021,
    NOTES,
    OLGA,
    OLGAS_PROFILE,
    PREAMBLE,
    RECOMMENDATIONS,
    message,
    table,
)
from tests.ledger.stories import rows

Members = dict[str, str]

CLEO = "https://www.linkedin.com/in/cleo-dahl"
DORA = "https://www.linkedin.com/in/dora-eng"
OLGA_SENDS, ANA_SENDS = ("Olga Owner", OLGA), ("Ana Berg", ANA)
BEN_SENDS, DORA_SENDS = ("Ben Costa", BEN), ("Dora Eng", DORA)

ANA_ROW = ["Ana", "Berg", ANA, "ana@example.com", "Acme", "Engineer", "07 Jun 2021"]
BEN_ROW = ["Ben", "Costa", BEN, "", "Lumen", "Designer", "08 Jun 2021"]
CLEO_ROW = ["Cleo", "Dahl", CLEO, "", "", "", "09 Jun 2021"]
DORA_ROW = ["Dora", "Eng", DORA, "dora@example.com", "Volt", "Writer", "01 Jul 2025"]
HIDDEN_ROW = ["", "", "", "", "", "", "10 Jun 2021"]

ANAS_INVITATION = ["Olga Owner", "Ana Berg", "6/6/21, 6:15 PM", "", "OUTGOING", OLGA, ANA]
FROM_ANA = message(ANA_SENDS, OLGA_SENDS, "Hello, Olga", date="2025-08-01 09:00:00 UTC")
TO_ANA = message(OLGA_SENDS, ANA_SENDS, "Hello, Ana", date="2025-08-01 10:00:00 UTC")
TO_BOTH = message(
    OLGA_SENDS,
    ("Ana Berg,Ben Costa", f"{ANA},{BEN}"),
    "Lunch?",
    date="2025-08-02 09:00:00 UTC",
    conversation="2-group=",
)
DRAFT = message(OLGA_SENDS, BEN_SENDS, "Not yet", date="2025-08-03 09:00:00 UTC", draft="Yes")
SPAM = message(
    ("Rich Prince", "https://www.linkedin.com/in/prince"),
    OLGA_SENDS,
    "Gold!",
    date="2025-08-04 09:00:00 UTC",
    conversation="2-spam=",
    folder="SPAM",
)


def contact(first: str, last: str, email: str = "", phone: str = "") -> list[str]:
    """Return a row of Contacts.csv."""
    return ["MOBILE_CONTACTS", first, last, "", "", email, phone, *[""] * 9]


def of_2025() -> Members:
    """Return a complete export: every file that is brought in, and two that are not."""
    recommendation = ["Ben", "Costa", "Lumen", "Designer", "Kind.", "06/07/21, 09:05 AM"]
    return {
        "Profile.csv": OLGAS_PROFILE,
        "Connections.csv": table(
            CONNECTIONS, ANA_ROW, BEN_ROW, CLEO_ROW, HIDDEN_ROW, ANA_ROW, before=PREAMBLE
        ),
        "Contacts.csv": table(
            CONTACTS,
            contact("Ana", "Berg", "ana@example.com", "+351 912 000 111"),
            contact("Finn", "Gray", phone="+351 912 000 222"),
            contact("Nobody", "Reachable"),
        ),
        "messages.csv": table(MESSAGES, FROM_ANA, TO_ANA, TO_BOTH, DRAFT, SPAM),
        "Invitations.csv": table(INVITATIONS, ANAS_INVITATION),
        "Recommendations_Received.csv": table(RECOMMENDATIONS, [*recommendation, "VISIBLE"]),
        "Endorsement_Received_Info.csv": table(
            ENDORSEMENTS,
            ["2022/09/01 10:00:00 UTC", "Python", "Ben", "Costa", BEN, "ACCEPTED"],
        ),
        "Notes.csv": table(
            NOTES, ["Cleo", "Dahl", CLEO, "Moves to Porto", "2025-03-01 10:00:00 UTC", ""]
        ),
        "Shares.csv": "Date,ShareLink\n2024-01-01,x\n",
        "Rich_Media.csv": "",
    }


def newer() -> Members:
    """Return the next export: one connection, message and invitation more, one fact changed."""
    later = message(
        DORA_SENDS, OLGA_SENDS, "Hi", date="2026-01-05 09:00:00 UTC", conversation="2-dora="
    )
    invitation = ["Dora Eng", "Olga Owner", "7/1/25, 8:00 AM", "Hi!", "INCOMING", DORA, OLGA]
    return of_2025() | {
        "Connections.csv": table(
            CONNECTIONS,
            DORA_ROW,
            [*ANA_ROW[:4], "Globex", "Lead", ANA_ROW[6]],
            BEN_ROW,
            CLEO_ROW,
            HIDDEN_ROW,
            before=PREAMBLE,
        ),
        "messages.csv": table(MESSAGES, later, FROM_ANA, TO_ANA, TO_BOTH, DRAFT, SPAM),
        "Invitations.csv": table(INVITATIONS, invitation, ANAS_INVITATION),
    }


def of_2021() -> Members:
    """Return an export of the years without links in connections and invitations."""
    sent = "2021-06-08 09:15:00 UTC"
    return {
        "Profile.csv": OLGAS_PROFILE,
        "Connections.csv": table(
            CONNECTIONS_2018, *([*row[:2], *row[3:]] for row in (ANA_ROW, BEN_ROW, CLEO_ROW))
        ),
        "messages.csv": table(
            MESSAGES_2021,
            ["2-old=", "", "Ana Berg", ANA, "Olga Owner", sent, "", "Thanks!", "INBOX"],
        ),
        "Invitations.csv": table(INVITATIONS_2021, ANAS_INVITATION[:5]),
    }


def crowd(count: int, first: int = 0) -> Members:
    """Return an export of many connections with a message each."""
    numbers = range(first, first + count)
    people = [(f"P{n} Crowd", f"https://www.linkedin.com/in/crowd-{n}") for n in numbers]
    return {
        "Profile.csv": OLGAS_PROFILE,
        "Connections.csv": table(
            CONNECTIONS,
            *(
                [f"P{n}", "Crowd", link, f"p{n}@example.com", "Acme", "", "07 Jun 2021"]
                for n, (_, link) in zip(numbers, people, strict=True)
            ),
        ),
        "messages.csv": table(
            MESSAGES,
            *(
                message(one, OLGA_SENDS, f"Hello {n}", conversation=f"2-{n}=")
                for n, one in zip(numbers, people, strict=True)
            ),
        ),
    }


def unpacked(folder: Path, members: Members) -> Path:
    """Write the files of an export into a folder."""
    folder.mkdir()
    for name, content in members.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def brought(
    on: Installation,
    *paths: Path,
    is_dry_run: bool = False,
    together: int = 5_000,
    role: Role = Role.OWNER,
    **said_of_it: Any,
) -> Report:
    """Bring files in as the owner or in another role; check that every row is reported on."""
    report = funnel.bring_in(
        on.ledger,
        on.knowledge(),
        *paths,
        by=Bringer(on.owner, SCOPES[role]),
        is_dry_run=is_dry_run,
        tell=lambda _: None,
        options=Options.model_validate(said_of_it),
        together=together,
    )
    counted = report.recorded_count + report.known_count + report.skipped_count
    assert counted == report.rows_read == sum(report.rows_by_file.values())
    return report


_PEOPLE = """
select string_agg(h.type || ' ' || h.key, ', ' order by h.type, h.key),
       (select jsonb_object_agg(f.key, f.value -> 'value') from jsonb_each(p.facts) f)::text,
       p.source, p.origin, s.sort_key,
       (select string_agg(w, ' ' order by w) from unnest(string_to_array(s.document, ' ')) w),
       r.engagement_count, r.first_engaged_at, r.last_engaged_at,
       r.last_contacted_at, r.last_replied_at
from views.profile p
left join views.handles h using (workspace_id, candidate_id)
left join views.search s using (workspace_id, candidate_id)
left join views.relationship r using (workspace_id, candidate_id)
where workspace_id = %(workspace)s
group by p.workspace_id, p.candidate_id, p.facts, p.source, p.origin, s.sort_key,
         s.document, r.engagement_count, r.first_engaged_at, r.last_engaged_at,
         r.last_contacted_at, r.last_replied_at
"""
_ENGAGEMENTS = """
select (select string_agg(h.type || ' ' || h.key, ', ' order by h.type, h.key)
        from views.handles h
        where h.workspace_id = t.workspace_id and h.candidate_id = t.candidate_id),
       t.occurred_at, t.kind, t.direction, t.changes::text, e.payload::text
from views.timeline t
join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
where t.workspace_id = %(workspace)s and t.event_type = 'EngagementRecorded'
"""


def said(on: Installation) -> tuple[list[str], list[str]]:
    """Return all people and all engagements by content: no ids, positions or times of ours."""
    return tuple(  # pyright: ignore[reportReturnType]  # two queries are two lists
        sorted(str(row) for row in rows(on, query)) for query in (_PEOPLE, _ENGAGEMENTS)
    )
