"""A report quotes the file to whoever brings it in; what the ledger keeps quotes nobody."""

from pathlib import Path
from typing import Any

import pytest

from api.installation import Installation
from ledger.imports.report import Report
from tests.ledger.imports.calendars import ANA, calendar, event
from tests.ledger.imports.exports import CONNECTIONS, MESSAGES, OLGAS_PROFILE, message, table
from tests.ledger.imports.exports import OLGA as OLGA_LINK
from tests.ledger.imports.exports import zipped as packed
from tests.ledger.imports.mails import mail, mbox
from tests.ledger.imports.networks import brought
from tests.ledger.stories import given_email, known_candidate, rows

NAME = "Quirina Zwetschgenbaum"
ADDRESS = "quirina@nirgends.example"
_LINK = "https://www.linkedin.com/in/quirina"


def kept(on: Installation) -> str:
    """Return the report as the ledger keeps it."""
    query = (
        "select payload -> 'report' from ledger.events where workspace_id = %(workspace)s"
        " and event_type = 'ImportCompleted'"
    )
    [(report,)] = rows(on, query)
    return str(report)


def two_of_one_name(folder: Path) -> Path:
    """Write an export in which two people have one name and a message names one of them."""
    first, last = NAME.split()
    twins = [
        [first, last, f"{_LINK}-{number}", "", "", "", f"0{number} Jun 2021"]
        for number in (1, 2)
    ]
    owner = ("Olga Owner", OLGA_LINK)
    rows_of_messages = (
        message(owner, (NAME, f"{_LINK}-1"), conversation="2-a"),
        message((NAME, ""), owner, conversation="2-b"),
        message((f"{NAME}, Ben Costa, Cleo Dahl", ""), owner, conversation="2-c"),
    )
    members = {
        "Profile.csv": OLGAS_PROFILE,
        "Connections.csv": table(CONNECTIONS, *twins),
        "messages.csv": table(MESSAGES, *rows_of_messages),
    }
    return packed(folder / "export.zip", members)


def chat(folder: Path) -> Path:
    """Write a chat with somebody whom nothing tells, and somebody known."""
    path = folder / "chat.txt"
    lines = (f"13/03/24, 14:05 - {NAME}: Hi", "13/03/24, 14:06 - Olga: Hello", "")
    path.write_text("\n".join(lines))
    return path


def guessed_calendar(folder: Path) -> Path:
    """Write a calendar that nobody says the owner of, so that it is guessed wrongly."""
    path = folder / "work.ics"
    who = ANA.replace("ana@x.example", ADDRESS)
    askers = (f"ORGANIZER:mailto:p{number}@x.example" for number in range(3))
    path.write_text(calendar(*(event(asker, who, uid=asker) for asker in askers)))
    return path


def guessed_mails(folder: Path) -> Path:
    """Write a mailbox of which nearly every mail is from one person."""
    path = folder / "all.mbox"
    mails = (
        mail(sender=f"{NAME} <{ADDRESS}>", to=f"p{number}@x.example", number=number)
        for number in range(30)
    )
    path.write_bytes(mbox(*mails))
    return path


def shifted(folder: Path) -> Path:
    """Write connections whose columns slipped by one."""
    row = ["Ana", "Berg", _LINK, "", "", "", NAME]
    return packed(folder / "export.zip", {"Connections.csv": table(CONNECTIONS, row)})


@pytest.mark.parametrize(
    ("write", "quoted"),
    [
        (two_of_one_name, NAME),
        (chat, NAME),
        (guessed_calendar, ADDRESS),
        (guessed_mails, ADDRESS),
        (shifted, NAME),
    ],
)
def test_what_is_kept_of_a_report_names_nobody(
    workspace: Installation, tmp_path: Path, write: Any, quoted: str
) -> None:
    said: dict[str, Any] = {"adds_correspondents": True}
    if write is chat:
        said |= {"people": {"Olga": "olga@x.example"}}

    known_candidate(workspace, handles=(given_email("p0@x.example"),))

    report: Report = brought(workspace, write(tmp_path), **said)

    assert quoted in str(report.as_json())
    assert report.event_count > 0
    assert quoted.rsplit(maxsplit=1)[-1] not in kept(workspace)


def test_reasons_that_differ_in_a_name_alone_are_counted_as_one(
    workspace: Installation, tmp_path: Path
) -> None:
    report = brought(workspace, two_of_one_name(tmp_path))

    told, stays = report.as_json(), report.kept()
    assert report.skipped_count == sum(told["skipped_by_reason"].values()) == 2
    assert sum(stays["skipped_by_reason"].values()) == 2
    assert stays["skipped_by_reason"]["2 people in this export have the name in it"] == 1
    assert [row["line"] for row in stays["skipped_rows"]] == [
        row["line"] for row in told["skipped_rows"]
    ]
